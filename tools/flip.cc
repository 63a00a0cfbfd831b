#include "filters/flip.h"

#include <utility>

#include "tools/command.h"

namespace sluice {
namespace {

struct Settings {
  bool horizontal = false;
  bool vertical = false;
};

}  // namespace

Command FlipCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "flip";
  c.group = "geometry";
  c.summary = "mirror a picture";
  c.description =
      "--horizontal exchanges left and right (--axis x), --vertical top and bottom (--axis y). A "
      "vertical flip needs the whole picture in memory.";
  c.examples = {"sluice flip --horizontal photo.jpg | sluice show",
                "sluice flip --vertical in.png -o out.png",
                "sluice flip --axis both in/*.png -o 'out/{stem}.png'"};
  c.Flag("--horizontal", &o->horizontal, "exchange left and right");
  c.Flag("--vertical", &o->vertical, "exchange top and bottom");
  c.Choice(
      "--axis", {"x", "y", "both"}, -1,
      [o](int axis) {
        o->horizontal = axis != 1;
        o->vertical = axis != 0;
      },
      "the same by the axis that changes its direction");
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    std::vector<std::unique_ptr<Stage>> stages;
    if (o->horizontal) stages.push_back(MakeRowStage(MakeFlipHorizontal()));
    if (o->vertical) stages.push_back(MakeFrameStage(MakeFlipVertical()));
    if (stages.empty()) {
      return Status::Usage("which way?", "--horizontal, --vertical or both");
    }
    return stages;
  };
  return c;
}

}  // namespace sluice
