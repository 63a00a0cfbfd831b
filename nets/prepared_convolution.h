// A convolution with its weights packed, and with what follows it folded in (see Fusion).
#ifndef SLUICE_NETS_PREPARED_CONVOLUTION_H_
#define SLUICE_NETS_PREPARED_CONVOLUTION_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "lib/convolution.h"
#include "lib/status.h"
#include "nets/layer.h"

namespace sluice {

class PreparedConvolution {
 public:
  // For Layer::Prepare. `bias`: one number for each output channel, or null.
  static Result<std::shared_ptr<const void>> Create(const ConvShape& shape, const float* weights,
                                                    const float* bias, const Fusion& fusion);
  // Runs what Create made, which Pass::prepared is.
  static void Forward(const void* prepared, const float* input, int64_t batch, float* output);

 private:
  PreparedConvolution(Convolution convolution, std::vector<float> bias, const Fusion& fusion);

  Convolution convolution_;
  std::vector<float> bias_;  // may be empty
  ConvActivation activation_;
  float slope_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_PREPARED_CONVOLUTION_H_
