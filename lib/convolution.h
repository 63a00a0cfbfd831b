// Convolutions of nets, in f32, in one, two and three dimensions.
//
// Arrays are channels last: (batch, depth, height, width, channels), axes that a net does not have
// are 1. Weights are (out_channels, kernel depth, height, width, in_channels / groups). As in all
// nets the kernel is not mirrored: output o sums weights[k] * input[o * stride + k * dilation -
// pad_before], where the input is 0 outside.
//
// All functions run over threads; their bytes do not depend on how many there are. Targets with a
// fused multiply-add round differently from those without.
#ifndef SLUICE_LIB_CONVOLUTION_H_
#define SLUICE_LIB_CONVOLUTION_H_

#include <array>
#include <cstdint>
#include <memory>

#include "lib/status.h"

namespace sluice {

struct ConvPlan;

// Sizes of a convolution; axes are depth, height, width.
struct ConvShape {
  int64_t batch = 1;
  std::array<int64_t, 3> input{1, 1, 1};
  std::array<int64_t, 3> kernel{1, 1, 1};
  std::array<int64_t, 3> stride{1, 1, 1};
  std::array<int64_t, 3> dilation{1, 1, 1};
  std::array<int64_t, 3> pad_before{0, 0, 0};
  std::array<int64_t, 3> pad_after{0, 0, 0};
  int64_t in_channels = 1;
  int64_t out_channels = 1;
  int64_t groups = 1;  // divides both; input channels of a group give output channels of the same

  // The size of the output along an axis; 0 where the kernel does not fit into the padded input.
  int64_t output(int axis) const;
  // Fails (usage) when a size is not positive, padding is negative, the groups do not divide the
  // channels, the kernel does not fit, or a number of elements exceeds 2^48.
  Status Check() const;

  // Numbers of elements; the shape is one that passes Check().
  int64_t input_size() const;   // batch included
  int64_t output_size() const;  // batch included
  int64_t weight_count() const;
  // Of the whole batch, those with padding included.
  int64_t multiply_adds() const;
};

enum class ConvActivation {
  kNone,
  kRelu,       // max(x, 0)
  kLeakyRelu,  // x, below zero slope * x
  kRelu6,      // min(max(x, 0), 6)
  kSwish,      // x / (1 + exp(-x))
  kHardSwish,  // x * min(max(x + 3, 0), 6) / 6
};

// What happens to the sums before they are stored: activation(bias + residual + sum). NaN stays
// NaN.
struct ConvEpilogue {
  const float* bias = nullptr;      // one number for each output channel
  const float* residual = nullptr;  // an array of the output's shape; may be the output itself
  ConvActivation activation = ConvActivation::kNone;
  float slope = 0.0f;  // of kLeakyRelu
};

// How a convolution may be computed.
enum class ConvMethod {
  kFastest,  // Winograd's way too where it is faster (3 x 3 taps): coarser rounding, by a factor of
             // some 10, and an infinity or NaN spreads over a tile of 4 x 4 outputs. With fewer
             // output channels than a vector has numbers it spreads over outputs beside one
             // another.
  kPlainSums,  // each output is the sum of its products, in order
};

// A convolution with its weights packed once, in the order in which the kernels read them. Copies
// share the packed weights.
class Convolution {
 public:
  // The batch of the shape does not matter. Fails as ConvShape::Check, or when memory is short.
  static Result<Convolution> Create(const ConvShape& shape, const float* weights,
                                    ConvMethod method = ConvMethod::kFastest);

  // Arrays must not overlap, except for `residual` as said there.
  void Forward(const float* input, float* output, int64_t batch,
               const ConvEpilogue& epilogue = {}) const;

  const ConvShape& shape() const;

 private:
  explicit Convolution(std::shared_ptr<const ConvPlan> plan) : plan_(std::move(plan)) {}
  std::shared_ptr<const ConvPlan> plan_;
};

// The gradient with respect to the input: the transpose of the convolution, applied to d_output.
// Also what a transposed convolution computes. add: d_input += instead of =. Fails as
// ConvShape::Check, or when memory is short.
Status ConvolveBackwardData(const ConvShape& shape, const float* weights, const float* d_output,
                            float* d_input, bool add = false,
                            ConvMethod method = ConvMethod::kFastest);

// The gradients with respect to the weights and (unless null) the bias, summed over the batch.
// add: += instead of =. Fails as ConvShape::Check, or when memory is short.
Status ConvolveBackwardWeights(const ConvShape& shape, const float* input, const float* d_output,
                               float* d_weights, float* d_bias, bool add = false,
                               ConvMethod method = ConvMethod::kFastest);

}  // namespace sluice

#endif  // SLUICE_LIB_CONVOLUTION_H_
