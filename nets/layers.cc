#include "nets/layers.h"

#include "nets/convolution_layer.h"
#include "nets/dense.h"
#include "nets/reshape.h"

namespace sluice {

const std::vector<LayerType>& LayerTypes() {
  static const std::vector<LayerType> types = {
      {"conv", "conv KERNELS SIZE [stride S] [pad P] [dilation D] [groups G] [nobias]",
       "convolution of a signal, picture or volume", &MakeConv},
      {"depthwise", "depthwise SIZE [stride S] [pad P] [dilation D] [multiplier M] [nobias]",
       "convolution of each channel alone", &MakeDepthwise},
      {"deconv", "deconv KERNELS SIZE [stride S] [pad P] [nobias]", "transposed convolution",
       &MakeDeconv},
      {"dense", "dense OUTPUTS [nobias]", "fully connected: a weighted sum of all channels",
       &MakeDense},
      {"flatten", "flatten", "a picture's numbers as one vector", &MakeFlatten},
  };
  return types;
}

const LayerType* FindLayerType(const std::string& name) {
  for (const LayerType& type : LayerTypes()) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace sluice
