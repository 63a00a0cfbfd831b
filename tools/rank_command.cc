#include "tools/rank_command.h"

#include "filters/median.h"
#include "tools/window_options.h"

namespace sluice {
namespace {

struct Settings {
  WindowSettings window;
  PercentileOptions percentile;
};

const char* const kDescription =
    "Every sample becomes the one that stands at the asked place when the samples of the window "
    "around it are sorted, each channel by itself. No values are averaged: the result is always a "
    "sample of the window, and the sample type is kept. Of an even number of samples the median "
    "is the upper one of the two in the middle; with --size, the window of a pixel reaches "
    "width / 2 pixels to the left and (width - 1) / 2 to the right, rounded down, and likewise in "
    "height. Both rules are SciPy's. In f32, NaN counts as larger than any number.\n\n"
    "Any window, sample type and number of channels. The time does not grow with the window for "
    "u8, and with its height for u16 and f32.";

}  // namespace

Command RankCommand(const std::string& name, const std::string& percent_option) {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = name;
  c.group = "filter";
  c.description = kDescription;
  AddWindowOptions(&c, &o->window);
  c.Number(percent_option, "P", &o->percentile.percent,
           "place in the sorted window: 0 is the smallest sample, 50 the median, 100 the largest",
           {0.0, 100.0});
  c.BorderOption(&o->percentile.border);
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    SLUICE_ASSIGN_OR_RETURN(const SizeOption size, WindowSize(o->window));
    PercentileOptions options = o->percentile;
    options.width = size.width;
    options.height = size.height;
    return OneStage(MakePercentile(options));
  };
  return c;
}

}  // namespace sluice
