// Layers that only say how numbers are arranged.
#ifndef SLUICE_NETS_RESHAPE_H_
#define SLUICE_NETS_RESHAPE_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// flatten: the numbers of a picture as one vector, in the order they have in memory.
Result<std::unique_ptr<Layer>> MakeFlatten(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_RESHAPE_H_
