#include "features/gist.h"

#include <algorithm>
#include <string>

#include "tools/command.h"
#include "tools/values.h"

namespace sluice {

Command GistCommand() {
  Command c;
  auto* o = c.Own(GistOptions{});
  auto* size = c.Own(SizeOption{o->width, o->height});
  c.name = "gist";
  c.group = "describe";
  c.summary = "energies of waves in the parts of a picture as a feature vector";
  c.description =
      "GIST (Oliva and Torralba, IJCV 42(3), 2001) tells kinds of scenes apart: a picture's "
      "luminance, resized to --size, is filtered with waves of several scales and directions, and "
      "the mean magnitude of each response in each part of a grid is a number of the vector: for "
      "each scale, finest first, for each direction, the parts row by row; 512 numbers with the "
      "defaults.\n\n"
      "First the logarithm of the luminance is taken, its low frequencies are taken off, and it is "
      "divided by its local deviation, so that light and contrast hardly count; --no-prefilter "
      "leaves that out. Beyond its edges a picture goes on by reflection.";
  c.examples = {"sluice gist scenes/*/*.jpg --labels by-folder | sluice svm train -o m.safetensors",
                "sluice gist --size 256 --grid 8 street.jpg -o street.npy",
                "sluice gist --size 32 --scales 3 tiles/*.png -o 'vectors/{stem}.npy'"};
  c.Size("--size", size, "resize to this first (triangle filter), in pixels");
  c.Integer("--scales", "N", &o->scales, "wavelengths, from 3.3 pixels on times 1.85", {1, 8});
  c.Integer("--orientations", "N", &o->orientations, "directions of each scale", {1, 32});
  c.Integer("--grid", "N", &o->grid, "parts along each side", {1, 8});
  bool* const none = c.Own(false);
  c.Flag("--no-prefilter", none, "take the luminance as it is");
  c.describes = true;
  c.stages = [o, size, none]() -> Result<std::vector<std::unique_ptr<Stage>>> {
    if (std::min(size->width, size->height) < 8 || std::max(size->width, size->height) > 1024) {
      return Status::Usage("--size: expected sides from 8 to 1024, got " +
                           std::to_string(size->width) + "x" + std::to_string(size->height));
    }
    o->width = size->width;
    o->height = size->height;
    o->prefilter = !*none;
    return OneStage(MakeDescriptorFilter(MakeGist(*o)));
  };
  return c;
}

}  // namespace sluice
