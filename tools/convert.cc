#include "tools/command.h"

namespace sluice {

Command ConvertCommand() {
  Command c;
  c.name = "convert";
  c.group = "glue";
  c.summary = "change the file format or the sample type";
  c.description =
      "The format is that of the output's name, or --format; the sample type is kept unless "
      "--depth "
      "asks for another one or the format has no such samples.\n"
      "u8 to u16 multiplies by 257, to f32 divides by full scale, and to u8 or u16 saturates and "
      "rounds to the nearest; NaN becomes 0.";
  c.examples = {"sluice sobel in.png | sluice convert --depth u8 -o gradient.png",
                "sluice convert photo.jpg -o photo.png",
                "sluice convert --quality 85 scans/*.png -o 'small/{stem}.jpg'"};
  c.stages = [] { return std::vector<std::unique_ptr<Stage>>(); };
  return c;
}

}  // namespace sluice
