// Fully connected layers.
#ifndef SLUICE_NETS_DENSE_H_
#define SLUICE_NETS_DENSE_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// dense OUTPUTS [nobias] [init I]: y = W x + b for each place of the input, where x has `channels`
// numbers; after flatten, one place has them all. Weights (outputs, channels), bias (outputs).
Result<std::unique_ptr<Layer>> MakeDense(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_DENSE_H_
