#include "filters/threshold.h"

#include "tools/command.h"

namespace sluice {

Command ThresholdCommand() {
  Command c;
  auto* o = c.Own(ThresholdOptions{});
  c.name = "threshold";
  c.group = "filter";
  c.summary = "black and white by a threshold";
  c.description =
      "Samples above the threshold become full scale, the others 0, each channel by itself. The "
      "sample type is kept.";
  c.examples = {"sluice gray photo.jpg | sluice threshold --at 0.4 > mask.png",
                "sluice threshold --at 40% in.png -o out.png",
                "sluice threshold scans/*.png -o 'out/{stem}.png'"};
  c.Fraction("--at", "T", &o->at, "the threshold, a fraction of full scale or a percentage");
  c.Flag("--invert", &o->invert, "white where the sample is not above the threshold");
  c.stages = [o] { return OneStage(MakeThreshold(*o)); };
  return c;
}

}  // namespace sluice
