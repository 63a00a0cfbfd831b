#include "filters/laplacian.h"

#include "tools/command.h"

namespace sluice {

Command LaplacianCommand() {
  Command c;
  auto* o = c.Own(LaplacianOptions{});
  c.name = "laplacian";
  c.group = "filter";
  c.summary = "sum of second derivatives, smoothed if asked for";
  c.description =
      "Negative on bright spots and lines, positive on dark ones, 0 on slopes. Without --sigma the "
      "kernel 0 1 0; 1 -4 1; 0 1 0; with it the Laplacian of a Gaussian, whose half width is "
      "ceil(4 sigma), at a cost in proportion to sigma.\n\n"
      "The result is f32 in fractions of full scale per pixel squared, for each channel by itself; "
      "the u8, u16 and f32 versions of a picture give the same numbers.";
  c.examples = {"sluice gray photo.jpg | sluice laplacian --sigma 2 > log.npy",
                "sluice laplacian in.png -o second.npy",
                "sluice laplacian --sigma 3 cells/*.png -o 'out/{stem}.npy'"};
  c.Number("--sigma", "S", &o->sigma, "standard deviation of the Gaussian, in pixels; 0: none",
           {0.0, LaplacianOptions::kMaxSigma});
  c.BorderOption(&o->border);
  c.stages = [o] { return OneStage(MakeLaplacian(*o)); };
  return c;
}

}  // namespace sluice
