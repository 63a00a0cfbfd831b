#include "filters/pad.h"

#include "tools/command.h"
#include "tools/geometry_options.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct Settings {
  PadOptions pad;
  SizeOption size;
};

}  // namespace

Command PadCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "pad";
  c.group = "geometry";
  c.summary = "put pixels around a picture";
  c.description =
      "Makes a picture larger: by --all, --left, --right, --top and --bottom pixels, or to --size "
      "with the picture where --gravity says. --border says what the new pixels are; by default "
      "they are black (0 in every channel, alpha too).";
  c.examples = {"sluice pad --all 16 --border mirror in.png | sluice gaussian --sigma 4 > out.png",
                "sluice pad --size 512x512 --border constant:100% in.png -o square.png",
                "sluice pad --top 20 photos/*.jpg -o 'out/{stem}.png'"};
  c.Custom(
      "--all", "N",
      [o](const std::string& text) -> Status {
        SLUICE_ASSIGN_OR_RETURN(const int n, ParseInteger(text, {0}));
        o->pad.left = o->pad.right = o->pad.top = o->pad.bottom = n;
        return Status::Ok();
      },
      "pixels on each of the four sides");
  c.Integer("--left", "N", &o->pad.left, "pixels on the left", {0});
  c.Integer("--right", "N", &o->pad.right, "pixels on the right", {0});
  c.Integer("--top", "N", &o->pad.top, "pixels above", {0});
  c.Integer("--bottom", "N", &o->pad.bottom, "pixels below", {0});
  c.Size("--size", &o->size, "width and height of the result, instead of pixels on the sides");
  GravityOption(
      &c, &o->pad.gravity, [o](Gravity gravity) { o->pad.gravity = gravity; },
      "where the picture lies with --size");
  c.BorderOption(&o->pad.border);
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    const PadOptions& p = o->pad;
    const bool sides = p.left > 0 || p.right > 0 || p.top > 0 || p.bottom > 0;
    if (sides && o->size.width > 0) {
      return Status::Usage("--size and pixels on the sides exclude one another");
    }
    o->pad.width = o->size.width;
    o->pad.height = o->size.height;
    return OneStage(MakePad(o->pad));
  };
  return c;
}

}  // namespace sluice
