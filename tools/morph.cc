#include "filters/morphology.h"
#include "tools/command.h"
#include "tools/window_options.h"

namespace sluice {
namespace {

struct Settings {
  WindowSettings window;
  MorphologyOptions morphology;
};

}  // namespace

Command MorphCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "morph";
  c.group = "filter";
  c.summary = "erode, dilate, open, close and what is made of them";
  c.description =
      "Erosion takes the smallest sample of the window around each pixel, dilation the largest, "
      "each channel by itself; the sample type is kept. Opening is erosion, then dilation, and "
      "removes bright specks; closing is the other way round and removes dark ones. The gradient "
      "is "
      "dilation minus erosion, tophat the picture minus its opening, blackhat the closing minus "
      "the "
      "picture; in u8 and u16, differences below 0 become 0.\n\n"
      "A rectangle takes the same time whatever its size, a disc time in proportion to its "
      "radius. A disc holds the pixels at most R away from its middle; with --size, which must be "
      "odd then, it is an ellipse. The window of a pixel reaches width / 2 pixels to the left and "
      "(width - 1) / 2 to the right, rounded down, and likewise in height; dilation uses the "
      "reflected window. The border rule holds for each step by itself. In f32, NaN counts as "
      "larger than any number.";
  c.examples = {"sluice threshold --otsu cells.png | sluice morph --op open --radius 2 > clean.png",
                "sluice morph --op tophat --shape disc --radius 15 dark-page.png -o even.png",
                "sluice morph --op dilate --size 9x1 scans/*.png -o 'out/{stem}.png'"};
  c.Choice("--op", {"erode", "dilate", "open", "close", "gradient", "tophat", "blackhat"},
           &o->morphology.op, "what to do");
  c.Choice("--shape", {"rect", "disc"}, &o->morphology.shape, "the window's shape");
  AddWindowOptions(&c, &o->window);
  c.BorderOption(&o->morphology.border);
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    SLUICE_ASSIGN_OR_RETURN(const SizeOption size, WindowSize(o->window));
    MorphologyOptions options = o->morphology;
    options.width = size.width;
    options.height = size.height;
    return OneStage(MakeMorphology(options));
  };
  return c;
}

}  // namespace sluice
