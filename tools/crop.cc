#include "filters/crop.h"

#include "tools/command.h"
#include "tools/geometry_options.h"

namespace sluice {
namespace {

struct Settings {
  CropOptions crop;
  SizeOption size;
  bool at = false;
};

}  // namespace

Command CropCommand() {
  Command c;
  auto* o = c.Own(Settings{});
  c.name = "crop";
  c.group = "geometry";
  c.summary = "cut a rectangle out";
  c.description =
      "The pixels of a rectangle, unchanged. Without --size it reaches to the right and lower "
      "edge; "
      "without --at and --gravity it starts at the upper left corner. A rectangle that is not "
      "wholly inside the picture is an error.";
  c.examples = {"sluice crop --size 256x256 --gravity center photo.jpg | sluice show",
                "sluice crop --size 640x480 --at 100,50 photo.jpg -o part.png",
                "sluice crop --at 0,32 scans/*.png -o 'out/{stem}.png'"};
  c.Size("--size", &o->size, "width and height of the rectangle, in pixels");
  c.Custom(
      "--at", "X,Y",
      [o](const std::string& text) -> Status {
        SLUICE_ASSIGN_OR_RETURN(const Offset offset, ParseOffset(text));
        o->crop.x = offset.x;
        o->crop.y = offset.y;
        o->at = true;
        return Status::Ok();
      },
      "its upper left corner: columns from the left, rows from the top");
  GravityOption(
      &c, nullptr, [o](Gravity gravity) { o->crop.gravity = gravity; },
      "where the rectangle lies, instead of --at");
  c.stages = [o]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (o->at && o->crop.gravity) return Status::Usage("--at and --gravity exclude one another");
    o->crop.width = o->size.width;
    o->crop.height = o->size.height;
    return OneStage(MakeCrop(o->crop));
  };
  return c;
}

}  // namespace sluice
