// Losses of nets that give a score to each class.
#ifndef SLUICE_NETS_CLASS_LOSSES_H_
#define SLUICE_NETS_CLASS_LOSSES_H_

#include <memory>

#include "lib/losses.h"
#include "nets/layer_arguments.h"
#include "nets/losses.h"

namespace sluice {

// LOSS [smoothing S] [weights W,W...] [ignore LABEL]: a score for each class in the channels, a
// label for each place (pictures: each pixel). The mean over the places whose label is neither
// negative nor LABEL, each weighted by its class's W: divided by the sum of the weights, as PyTorch
// does. smoothing (softmax alone): the right class should have probability 1 - S + S / classes, the
// others S / classes (Szegedy et al., CVPR 2016). Weights are those of the label, also of what is
// smoothed.
Result<std::unique_ptr<BatchLoss>> MakeClassLoss(Loss loss, LayerArguments& arguments,
                                                 const Shape& output);

}  // namespace sluice

#endif  // SLUICE_NETS_CLASS_LOSSES_H_
