#include "features/pixels.h"

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {

Command PixelsCommand() {
  Command c;
  auto* o = c.Own(PixelsOptions{});
  auto* size = c.Own(SizeOption{});
  c.name = "pixels";
  c.group = "describe";
  c.summary = "the pixels themselves as a feature vector";
  c.description =
      "All samples of each picture, row by row, channels last, as fractions of full scale: the "
      "plainest feature vector. Pictures of one size give vectors of one length; --size brings "
      "them to one.";
  c.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice softmax train -o "
      "m.safetensors",
      "sluice pixels --size 16x16 --gray photo.jpg -o photo.npy",
      "sluice pixels --size 32 faces/*.png -o 'vectors/{stem}.npy'"};
  c.Size("--size", size, "resize to this first (triangle filter), in pixels").default_text =
      "the picture's";
  c.Flag("--gray", &o->gray, "luminance only");
  c.describes = true;
  c.stages = [o, size]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    o->width = size->width;
    o->height = size->height;
    return OneStage(MakeDescriptorFilter(MakePixels(*o)));
  };
  return c;
}

}  // namespace sluice
