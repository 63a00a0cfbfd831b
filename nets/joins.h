// Layers of several inputs.
#ifndef SLUICE_NETS_JOINS_H_
#define SLUICE_NETS_JOINS_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// add A B...: the sum of results of one shape.
Result<std::unique_ptr<Layer>> MakeAdd(LayerArguments& arguments, const LayerInputs& inputs);

// concat A B...: the channels of A, then those of B, at each place. The other sizes are the same.
Result<std::unique_ptr<Layer>> MakeConcat(LayerArguments& arguments, const LayerInputs& inputs);

// multiply A B: products of numbers of one shape; or B has a single place, whose channels multiply
// those of all places of A (squeeze and excitation, Hu et al., CVPR 2018), or the other way round.
Result<std::unique_ptr<Layer>> MakeMultiply(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_JOINS_H_
