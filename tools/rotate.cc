#include "filters/rotate.h"

#include "tools/command.h"

namespace sluice {

Command RotateCommand() {
  Command c;
  auto* o = c.Own(RotateOptions{});
  c.name = "rotate";
  c.group = "geometry";
  c.summary = "turn a picture";
  c.description =
      "Turns clockwise about the middle. Multiples of 90 degrees move pixels and change none. "
      "Other "
      "angles interpolate linearly between four pixels; the result is as large as the picture, or, "
      "with --expand, large enough for all of it. Needs the whole picture in memory.";
  c.examples = {"sluice rotate --by 90 photo.jpg | sluice show",
                "sluice rotate --by -2.5 --border clamp scan.png -o straight.png",
                "sluice rotate --by 45 --expand in/*.png -o 'out/{stem}.png'"};
  c.Number("--by", "DEGREES", &o->degrees, "the angle, clockwise; negative: counterclockwise");
  c.Flag("--expand", &o->expand, "make the result large enough for all corners");
  c.BorderOption(&o->border);
  c.stages = [o] { return OneStage(MakeRotate(*o)); };
  return c;
}

}  // namespace sluice
