#include "tools/gradient_command.h"

namespace sluice {

Command ScharrCommand() {
  Command c = GradientCommand(
      "scharr", GradientKernel::kScharr,
      "Scharr's 3x3 kernels: along x -3 0 3; -10 0 10; -3 0 3, along y the same turned. Their "
      "direction is more nearly right than Sobel's. As in OpenCV the weights are not divided: "
      "derivatives lie between -16 and 16 times full scale. --normalize divides by 32.");
  c.summary = "gradient by Scharr's kernels: magnitude, angle or derivatives";
  c.examples = {"sluice scharr --normalize photo.jpg | sluice threshold --at 0.1 > edges.png",
                "sluice scharr --axis both in.png -o gradient.npy",
                "sluice scharr --angle shots/*.png -o 'out/{stem}.npy'"};
  return c;
}

}  // namespace sluice
