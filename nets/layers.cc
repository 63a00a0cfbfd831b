#include "nets/layers.h"

#include "nets/activations.h"
#include "nets/batch_norm.h"
#include "nets/convolution_layer.h"
#include "nets/dense.h"
#include "nets/dropout.h"
#include "nets/joins.h"
#include "nets/max_unpool.h"
#include "nets/pooling.h"
#include "nets/reshape.h"
#include "nets/response_norm.h"
#include "nets/upsample.h"

namespace sluice {

const std::vector<LayerType>& LayerTypes() {
  static const std::vector<LayerType> types = {
      {"conv", "conv KERNELS SIZE [stride S] [pad P] [dilation D] [groups G] [nobias] [init I]",
       "convolution of a signal, picture or volume", &MakeConv},
      {"depthwise",
       "depthwise SIZE [stride S] [pad P] [dilation D] [multiplier M] [nobias] [init I]",
       "convolution of each channel alone", &MakeDepthwise},
      {"deconv", "deconv KERNELS SIZE [stride S] [pad P] [nobias] [init I]",
       "transposed convolution", &MakeDeconv},
      {"dense", "dense OUTPUTS [nobias] [init I]",
       "fully connected: a weighted sum of all channels", &MakeDense},
      {"maxpool", "maxpool SIZE|global [stride SIZE] [pad 0] [ceil]",
       "the greatest number of each channel in windows", &MakeMaxPool},
      {"avgpool", "avgpool SIZE|global [stride SIZE] [pad 0] [ceil]",
       "the mean of each channel in windows; padding does not count", &MakeAvgPool},
      {"globalpool", "globalpool", "the mean of each channel", &MakeGlobalPool},
      {"maxunpool", "maxunpool NAME", "numbers back to where the maxpool NAME took them from",
       &MakeMaxUnpool, false, true},
      {"upsample", "upsample nearest|bilinear|nails FACTOR", "FACTOR times as many places",
       &MakeUpsample},
      {"batchnorm", "batchnorm [momentum 0.1] [epsilon 1e-5]",
       "mean 0 and variance 1 for each channel, then a scale and a shift", &MakeBatchNorm},
      {"lrn", "lrn [SIZE] [alpha 1e-4] [beta 0.75] [k 2]",
       "local response normalisation across channels", &MakeResponseNorm},
      {"dropout", "dropout P", "while training, numbers are 0 with probability P", &MakeDropout},
      {"relu", "relu", "max(0, x)", &MakeActivation<ActivationType::kRelu>},
      {"relu6", "relu6", "min(6, max(0, x))", &MakeActivation<ActivationType::kRelu6>},
      {"leaky", "leaky [0.01]", "x, below 0 SLOPE x", &MakeActivation<ActivationType::kLeaky>},
      {"elu", "elu [1]", "x, below 0 ALPHA (exp(x) - 1)", &MakeActivation<ActivationType::kElu>},
      {"sigmoid", "sigmoid", "1 / (1 + exp(-x))", &MakeActivation<ActivationType::kSigmoid>},
      {"tanh", "tanh", "hyperbolic tangent", &MakeActivation<ActivationType::kTanh>},
      {"swish", "swish", "x sigmoid(x)", &MakeActivation<ActivationType::kSwish>},
      {"hardsigmoid", "hardsigmoid", "relu6(x + 3) / 6",
       &MakeActivation<ActivationType::kHardSigmoid>},
      {"hardswish", "hardswish", "x relu6(x + 3) / 6", &MakeActivation<ActivationType::kHardSwish>},
      {"maxout", "maxout K", "the greatest of K channels", &MakeMaxout},
      {"softmax", "softmax", "channels as probabilities", &MakeSoftmax},
      {"add", "add A B...", "the sum of results", &MakeAdd, true},
      {"concat", "concat A B...", "the channels of all results", &MakeConcat, true},
      {"multiply", "multiply A B", "products; one place multiplies all", &MakeMultiply, true},
      {"pad", "pad BEFORE [after AFTER]", "zeros around", &MakePad},
      {"crop", "crop BEFORE [after AFTER]", "places at the border taken away", &MakeCrop},
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
