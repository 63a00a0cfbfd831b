// Layers that only say how numbers are arranged.
#ifndef SLUICE_NETS_RESHAPE_H_
#define SLUICE_NETS_RESHAPE_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// flatten: the numbers of a picture as one vector, in the order they have in memory.
Result<std::unique_ptr<Layer>> MakeFlatten(LayerArguments& arguments, const LayerInputs& inputs);

// pad BEFORE [after AFTER]: zeros around each axis, as many before the first place and after the
// last one (or AFTER there): one number for all axes, or one each, 1x0.
Result<std::unique_ptr<Layer>> MakePad(LayerArguments& arguments, const LayerInputs& inputs);

// crop BEFORE [after AFTER]: the inverse, takes that many places away.
Result<std::unique_ptr<Layer>> MakeCrop(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_RESHAPE_H_
