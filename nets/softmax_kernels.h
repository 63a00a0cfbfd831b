// Rows of scores as probabilities.
#ifndef SLUICE_NETS_SOFTMAX_KERNELS_H_
#define SLUICE_NETS_SOFTMAX_KERNELS_H_

#include <cstdint>

namespace sluice {

// y_rc = exp(x_rc) / sum_j exp(x_rj), from the greatest down, so that nothing overflows; y may be
// x. Sums are taken a vector at a time: their last bits differ between SIMD targets.
void Softmax(const float* x, int64_t rows, int64_t columns, float* y);

// dx_rc = y_rc (dy_rc - sum_j dy_rj y_rj); dx may be dy.
void SoftmaxBackward(const float* y, const float* dy, int64_t rows, int64_t columns, float* dx);

}  // namespace sluice

#endif  // SLUICE_NETS_SOFTMAX_KERNELS_H_
