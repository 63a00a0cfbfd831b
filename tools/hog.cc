#include "features/hog.h"

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {

Command HogCommand() {
  Command c;
  auto* o = c.Own(HogOptions{});
  auto* size = c.Own(SizeOption{});
  c.name = "hog";
  c.group = "describe";
  c.summary = "histograms of oriented gradients as a feature vector";
  c.description =
      "A picture is cut into square cells, and in each the directions of the gradient are "
      "counted, each pixel by the gradient's length. Overlapping blocks of cells are scaled to "
      "length 1, clipped and scaled again, so that light and contrast hardly count; the vector is "
      "the blocks row by row, in each the cells row by row, in each the bins (Dalal and Triggs, "
      "CVPR 2005). Pictures of one size give vectors of one length; --size brings them to one.\n\n"
      "Gradients are differences of the pixels on both sides, of the colour channel where they are "
      "largest, 0 across the picture's edge; alpha plays no part. Votes are shared between the two "
      "nearest bins and the nearest cells of a block. What blocks don't cover at the picture's "
      "edges is left out. The numbers are those of OpenCV's HOGDescriptor, which orders cells by "
      "columns and takes --sigma 0.25.";
  c.examples = {
      "sluice data mnist digits --split train | sluice hog --cell 4 --signed | sluice svm train -o "
      "m.safetensors",
      "sluice hog --size 64x128 --sqrt person.jpg -o person.npy",
      "sluice hog --size 96 faces/*.png -o 'vectors/{stem}.npy'"};
  c.Integer("--cell", "N", &o->cell, "width and height of a cell in pixels", {1, 1024});
  c.Integer("--block", "N", &o->block, "width and height of a block in cells", {1, 16});
  c.Integer("--stride", "N", &o->stride, "from one block to the next, in cells", {1, 1024});
  c.Integer("--bins", "N", &o->bins, "number of directions told apart", {1, 360});
  c.Flag("--signed", &o->signed_angles,
         "directions from 0 to 360 degrees; without it to 180, where bright on dark is dark on "
         "bright");
  c.Number("--sigma", "S", &o->sigma,
           "standard deviation of the Gaussian that weighs a block's pixels, in block widths; 0: "
           "all weigh the same",
           {0, 1000});
  c.Number("--clip", "V", &o->clip,
           "no number of a block is larger before it is scaled again; 0: don't clip", {0, 1});
  c.Flag("--sqrt", &o->square_root, "take the square root of the samples first");
  c.Size("--size", size, "resize to this first (triangle filter), in pixels").default_text =
      "the picture's";
  c.describes = true;
  c.stages = [o, size]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    o->width = size->width;
    o->height = size->height;
    return OneStage(MakeDescriptorFilter(MakeHog(*o)));
  };
  return c;
}

}  // namespace sluice
