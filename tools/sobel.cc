#include "tools/gradient_command.h"

namespace sluice {

Command SobelCommand() {
  Command c = GradientCommand(
      "sobel", GradientKernel::kSobel,
      "Sobel's 3x3 kernels: along x -1 0 1; -2 0 2; -1 0 1, along y the same turned. As in OpenCV "
      "and SciPy the weights are not divided: derivatives lie between -4 and 4 times full scale, "
      "magnitudes between 0 and 4.25. --normalize divides by 8.");
  c.summary = "gradient by Sobel's kernels: magnitude, angle or derivatives";
  c.examples = {"sluice sobel --normalize photo.jpg | sluice threshold --at 0.1 > edges.png",
                "sluice sobel --axis x in.png -o dx.npy",
                "sluice sobel --angle shots/*.png -o 'out/{stem}.npy'"};
  return c;
}

}  // namespace sluice
