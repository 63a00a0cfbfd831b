// Losses of nets that give numbers: probabilities, pictures, measurements.
#ifndef SLUICE_NETS_NUMBER_LOSSES_H_
#define SLUICE_NETS_NUMBER_LOSSES_H_

#include <memory>

#include "nets/layer_arguments.h"
#include "nets/losses.h"

namespace sluice {

// With s the numbers of the output and t those they should be, the mean over all of them of
//   l1      |s - t|
//   l2      (s - t)^2
//   binary  ln(1 + exp(s)) - t s: cross-entropy of sigmoid(s) and t, 0 <= t <= 1; the net ends
//           without a sigmoid
Result<std::unique_ptr<BatchLoss>> MakeL1Loss(LayerArguments& arguments, const Shape& output);
Result<std::unique_ptr<BatchLoss>> MakeL2Loss(LayerArguments& arguments, const Shape& output);
Result<std::unique_ptr<BatchLoss>> MakeBinaryLoss(LayerArguments& arguments, const Shape& output);

// dice [smooth 1]: 1 - (2 sum p t + smooth) / (sum p + sum t + smooth), sums over the places of an
// example, the mean over channels and examples; p are probabilities (the net ends with sigmoid or
// softmax), t their masks. After Sudre et al., DLMIA 2017.
Result<std::unique_ptr<BatchLoss>> MakeDiceLoss(LayerArguments& arguments, const Shape& output);

}  // namespace sluice

#endif  // SLUICE_NETS_NUMBER_LOSSES_H_
