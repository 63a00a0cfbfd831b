// Functions of one number that bend what layers compute, with their derivatives.
#ifndef SLUICE_NETS_ACTIVATION_KERNELS_H_
#define SLUICE_NETS_ACTIVATION_KERNELS_H_

#include <cstdint>

namespace sluice {

// With a the parameter:
enum class ActivationType {
  kRelu,         // max(0, x)
  kRelu6,        // min(6, max(0, x))
  kLeaky,        // x, below 0 a x; a >= 0
  kElu,          // x, below 0 a (exp(x) - 1); a >= 0
  kSigmoid,      // 1 / (1 + exp(-x))
  kTanh,         // (exp(x) - exp(-x)) / (exp(x) + exp(-x))
  kSwish,        // x / (1 + exp(-x))
  kHardSigmoid,  // min(6, max(0, x + 3)) / 6
  kHardSwish,    // x min(6, max(0, x + 3)) / 6
};

// Whether the derivative follows from the value, so that the argument need not be kept.
constexpr bool HasDerivativeByValue(ActivationType type) {
  return type != ActivationType::kSwish && type != ActivationType::kHardSwish;
}

// y_i = f(x_i); y may be x. NaN stays NaN. exp is within an ulp or two, not correctly rounded: the
// last bits differ between SIMD targets with and without fused multiply-add.
void Activate(ActivationType type, float a, const float* x, int64_t count, float* y);

// dx_i = dy_i f'(x_i), where `at` are the values f(x), or the arguments x where those are not
// enough (HasDerivativeByValue). dx may be dy. At corners the derivative from below.
void ActivateBackward(ActivationType type, float a, const float* at, const float* dy, int64_t count,
                      float* dx);

}  // namespace sluice

#endif  // SLUICE_NETS_ACTIVATION_KERNELS_H_
