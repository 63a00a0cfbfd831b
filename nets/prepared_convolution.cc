#include "nets/prepared_convolution.h"

#include <cstddef>
#include <utility>

namespace sluice {

PreparedConvolution::PreparedConvolution(Convolution convolution, std::vector<float> bias,
                                         const Fusion& fusion)
    : convolution_(std::move(convolution)),
      bias_(std::move(bias)),
      activation_(fusion.activation),
      slope_(fusion.slope) {}

Result<std::shared_ptr<const void>> PreparedConvolution::Create(const ConvShape& shape,
                                                                const float* weights,
                                                                const float* bias,
                                                                const Fusion& fusion) {
  const auto kernels = static_cast<size_t>(shape.out_channels);
  std::vector<float> scaled;
  std::vector<float> terms = fusion.shift;
  if (bias != nullptr) {
    terms.resize(kernels, 0.0F);
    for (size_t k = 0; k < kernels; ++k) {
      terms[k] += (fusion.scale.empty() ? 1 : fusion.scale[k]) * bias[k];
    }
  }
  if (!fusion.scale.empty()) {
    const auto each = static_cast<size_t>(shape.weight_count()) / kernels;
    scaled.resize(kernels * each);
    for (size_t i = 0; i < scaled.size(); ++i) scaled[i] = fusion.scale[i / each] * weights[i];
    weights = scaled.data();
  }
  SLUICE_ASSIGN_OR_RETURN(Convolution packed, Convolution::Create(shape, weights));
  return std::shared_ptr<const void>(std::shared_ptr<const PreparedConvolution>(
      new PreparedConvolution(std::move(packed), std::move(terms), fusion)));
}

void PreparedConvolution::Forward(const void* prepared, const float* input, int64_t batch,
                                  float* output) {
  const auto& self = *static_cast<const PreparedConvolution*>(prepared);
  ConvEpilogue epilogue;
  epilogue.bias = self.bias_.empty() ? nullptr : self.bias_.data();
  epilogue.activation = self.activation_;
  epilogue.slope = self.slope_;
  self.convolution_.Forward(input, output, batch, epilogue);
}

}  // namespace sluice
