#include "filters/threshold.h"

#include "filters/otsu.h"
#include "tools/command.h"

namespace sluice {
namespace {

struct Settings {
  ThresholdOptions threshold;
  bool otsu = false;
};

}  // namespace

Command ThresholdCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "threshold";
  c.group = "filter";
  c.summary = "black and white by a threshold";
  c.description =
      "Samples above the threshold become full scale, the others 0, each channel by itself. The "
      "sample type is kept. --otsu finds the threshold that separates dark from light best (Otsu "
      "1979), for each picture by itself; it needs the whole picture in memory.";
  c.examples = {"sluice gray photo.jpg | sluice threshold --at 0.4 > mask.png",
                "sluice threshold --otsu cells.png -o mask.png",
                "sluice threshold --at 40% scans/*.png -o 'out/{stem}.png'"};
  c.Fraction("--at", "T", &o->threshold.at,
             "the threshold, a fraction of full scale or a percentage");
  c.Flag("--otsu", &o->otsu, "find the threshold from the picture's histogram");
  c.Flag("--invert", &o->threshold.invert, "white where the sample is not above the threshold");
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (o->otsu) return OneStage(MakeOtsu(o->threshold.invert));
    return OneStage(MakeThreshold(o->threshold));
  };
  return c;
}

}  // namespace sluice
