#include "filters/canny.h"

#include <utility>

#include "tools/command.h"

namespace sluice {
namespace {

struct Settings {
  CannyOptions canny;
  bool thresholds_given = false;
};

// Remembers that the option was given.
void Note(Option& option, bool* given) {
  option.set = [set = std::move(option.set), given](const std::string& text) {
    *given = true;
    return set(text);
  };
}

}  // namespace

Command CannyCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "canny";
  c.group = "filter";
  c.summary = "edges by Canny's detector";
  c.description =
      "White lines, one pixel wide, on black where the brightness changes sharply: u8, one "
      "channel. Colour pictures are taken by their luminance (BT.601), transparent pixels as "
      "black. The u8, u16 and f32 versions of a picture give the same edges.\n"
      "\n"
      "The picture is smoothed with a Gaussian of half width ceil(3 sigma); the gradient's maxima "
      "along its own direction, between interpolated neighbours, are thinned to lines; lines are "
      "kept where they reach --high somewhere, as far as they stay above --low. Thresholds are "
      "heights of steps as fractions of full scale: a sharp edge between 0.3 and 0.5 counts as "
      "0.2 whatever sigma is, a blurred one as less. --auto takes for --high what 93 of 100 pixels "
      "do not exceed, at least 0.02, and for --low 0.4 of that; it reads the whole picture "
      "first.\n"
      "\n"
      "Where two neighbouring pixels are as steep, as at an ideal step, the brighter one "
      "is marked. The picture is thought to go on beyond its borders as --border says, by default "
      "as its mirror image: the clamp border makes "
      "more false edges along the borders of noisy pictures. A constant picture has no edges. "
      "Keeps a quarter of a byte for each pixel until the whole picture is "
      "read.";
  c.examples = {"sluice canny photo.jpg > edges.png",
                "sluice gaussian scan.png | sluice canny --low 5% --high 15% -o edges.png",
                "sluice canny --sigma 2 photos/*.jpg -o 'edges/{stem}.png'"};
  c.Number("--sigma", "S", &o->canny.sigma,
           "standard deviation of the Gaussian, in pixels; 0: none",
           {0.0, double{CannyOptions::kMaxSigma}});
  Note(c.Fraction("--low", "T", &o->canny.low,
                  "edges end where they are less high, a fraction of full scale", {0.0}),
       &o->thresholds_given);
  Note(c.Fraction("--high", "T", &o->canny.high,
                  "edges begin where they are as high, a fraction of full scale", {0.0}),
       &o->thresholds_given);
  c.Flag("--auto", &o->canny.automatic, "choose both thresholds for each picture by its gradients");
  c.BorderOption(&o->canny.border);
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (o->canny.automatic && o->thresholds_given) {
      return Status::Usage("--auto chooses the thresholds: it excludes --low and --high");
    }
    if (o->canny.low > o->canny.high) return Status::Usage("--low must not be above --high");
    std::vector<std::unique_ptr<Stage>> stages;
    stages.push_back(MakeCannyStage(o->canny));
    return stages;
  };
  return c;
}

}  // namespace sluice
