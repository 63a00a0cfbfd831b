// The gradient with respect to a convolution's bias.
#ifndef SLUICE_LIB_CONV_BIAS_GRADIENT_H_
#define SLUICE_LIB_CONV_BIAS_GRADIENT_H_

#include <cstdint>

namespace sluice {

// sums[j] = sum over rows [begin, end) of rows[i * channels + j].
void SumConvOutputs(const float* rows, int64_t channels, int64_t begin, int64_t end, float* sums);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_BIAS_GRADIENT_H_
