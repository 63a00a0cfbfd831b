// Losses of nets whose results should lie close together for examples of one class.
#ifndef SLUICE_NETS_DISTANCE_LOSSES_H_
#define SLUICE_NETS_DISTANCE_LOSSES_H_

#include <memory>

#include "nets/layer_arguments.h"
#include "nets/losses.h"

namespace sluice {

// contrastive [margin 1]: over all pairs of examples of a batch with Euclidean distance d,
// d^2 / 2 for those of one class and max(0, margin - d)^2 / 2 for others; the mean over pairs
// (Hadsell, Chopra and LeCun, CVPR 2006).
Result<std::unique_ptr<BatchLoss>> MakeContrastiveLoss(LayerArguments& arguments,
                                                       const Shape& output);

// triplet [margin 0.2]: max(0, d(a, p)^2 - d(a, n)^2 + margin) (Schroff, Kalenichenko and Philbin,
// CVPR 2015) for each example a of a batch with its farthest example p of the same class and its
// nearest n of another (Hermans, Beyer and Leibe, arXiv:1703.07737); the mean over the a that have
// both. Distances are Euclidean; the first of several equal ones counts.
Result<std::unique_ptr<BatchLoss>> MakeTripletLoss(LayerArguments& arguments, const Shape& output);

}  // namespace sluice

#endif  // SLUICE_NETS_DISTANCE_LOSSES_H_
