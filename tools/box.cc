#include "filters/box.h"

#include <cstdint>

#include "tools/command.h"

namespace sluice {
namespace {

struct Settings {
  int radius = 1;
  SizeOption size;  // 0x0 when --radius decides
  int passes = 1;
  Border border;
};

}  // namespace

Command BoxCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "box";
  c.group = "filter";
  c.summary = "mean over a square or rectangle";
  c.linear = true;
  c.description =
      "Every sample becomes the mean of the rectangle around it, each channel by itself; the "
      "sample "
      "type is kept, means are rounded half to even. With an even size the rectangle reaches one "
      "pixel further to the left or up. Several passes approach a Gaussian; each rounds.";
  c.examples = {"sluice box --radius 2 < in.png | sluice threshold > mask.png",
                "sluice box --size 15x1 photo.jpg -o streaks.png",
                "sluice box --radius 1 --passes 3 scans/*.png -o 'out/{stem}.png'"};
  c.Integer("--radius", "R", &o->radius, "a square of 2 R + 1 pixels",
            {0, (BoxOptions::kMaxSide - 1) / 2});
  c.Size("--size", &o->size, "a rectangle, instead of --radius").default_text.clear();
  c.Integer("--passes", "N", &o->passes, "filter this many times", {1, 100});
  c.BorderOption(&o->border);
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    BoxOptions box{2 * o->radius + 1, 2 * o->radius + 1, o->border};
    if (o->size.width > 0) {
      box.width = o->size.width;
      box.height = o->size.height;
    }
    std::vector<std::unique_ptr<Stage>> stages;
    for (int pass = 0; pass < o->passes; ++pass) stages.push_back(MakeRowStage(MakeBox(box)));
    return stages;
  };
  return c;
}

}  // namespace sluice
