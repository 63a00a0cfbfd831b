// Convolutions as layers of nets.
#ifndef SLUICE_NETS_CONVOLUTION_LAYER_H_
#define SLUICE_NETS_CONVOLUTION_LAYER_H_

#include <memory>

#include "nets/layers.h"

namespace sluice {

// conv KERNELS SIZE [stride S] [pad P|same|valid] [dilation D] [groups G] [nobias] [init I], on
// signals, pictures and volumes: (input + padding - extent) / stride + 1 places, rounded down,
// where extent is (size - 1) * dilation + 1. Weights (kernels, depth, height, width, channels /
// groups).
Result<std::unique_ptr<Layer>> MakeConv(LayerArguments& arguments, const LayerInputs& inputs);

// depthwise SIZE [stride S] [pad P] [dilation D] [multiplier M] [nobias] [init I]: a convolution
// with as many groups as channels, each giving M channels.
Result<std::unique_ptr<Layer>> MakeDepthwise(LayerArguments& arguments, const LayerInputs& inputs);

// deconv KERNELS SIZE [stride S] [pad P] [nobias] [init I], the transposed convolution: the
// derivative of a convolution by its input, of results of this layer's input. (input - 1) * stride
// + size - padding places. Weights (channels, depth, height, width, kernels), as of that
// convolution. Dumoulin and Visin, A guide to convolution arithmetic for deep learning,
// arXiv:1603.07285.
Result<std::unique_ptr<Layer>> MakeDeconv(LayerArguments& arguments, const LayerInputs& inputs);

}  // namespace sluice

#endif  // SLUICE_NETS_CONVOLUTION_LAYER_H_
