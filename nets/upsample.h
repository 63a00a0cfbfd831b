// Layers that make pictures larger without parameters.
#ifndef SLUICE_NETS_UPSAMPLE_H_
#define SLUICE_NETS_UPSAMPLE_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// upsample nearest|bilinear|nails FACTOR: FACTOR (one for all axes, or one each) times as many
// places, in 1 to 3 axes. nearest: each place again and again. bilinear: between the two nearest
// places along each axis, whose numbers stand at their centres and go on beyond the outer ones
// (PyTorch's align_corners=False); linear in 1-D, trilinear in 3-D. nails: the first of each FACTOR
// places, zeros between ("bed of nails").
Result<std::unique_ptr<Layer>> MakeUpsample(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_UPSAMPLE_H_
