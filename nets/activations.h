// Layers that bend each number by itself, or a place's channels together.
#ifndef SLUICE_NETS_ACTIVATIONS_H_
#define SLUICE_NETS_ACTIVATIONS_H_

#include <memory>

#include "nets/activation_kernels.h"
#include "nets/layers.h"

namespace sluice {

// An activation of the given type; the shape stays. `leaky [SLOPE]` (0.01; Maas et al. 2013) and
// `elu [ALPHA]` (1; Clevert et al. 2016) take a number.
template <ActivationType kType>
Result<std::unique_ptr<Layer>> MakeActivation(LayerArguments& arguments, const LayerInputs& inputs);

// softmax: exp(x_c) / sum_j exp(x_j) over the channels of each place: probabilities.
Result<std::unique_ptr<Layer>> MakeSoftmax(LayerArguments& arguments, const LayerInputs& inputs);

// maxout K (Goodfellow et al., ICML 2013): the greatest of K numbers, channels c, c + n, c + 2 n...
// of each place, where n = channels / K is the number of channels of the result.
Result<std::unique_ptr<Layer>> MakeMaxout(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_ACTIVATIONS_H_
