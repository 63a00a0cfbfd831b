// Local response normalisation of rows of channels.
#ifndef SLUICE_NETS_RESPONSE_NORM_KERNELS_H_
#define SLUICE_NETS_RESPONSE_NORM_KERNELS_H_

#include <cstdint>

namespace sluice {

struct ResponseNormOptions {
  int64_t size = 5;  // channels
  float alpha = 1e-4F;
  float beta = 0.75F;
  float k = 2;
};

// With s_c = k + alpha sum_j x_j^2 over the neighbours j of c: y_c = x_c s_c^-beta.
void ResponseNorm(const ResponseNormOptions& options, const float* x, int64_t rows,
                  int64_t channels, float* y);

// dx_c = dy_c s_c^-beta - 2 alpha beta x_c sum_i dy_i x_i s_i^(-beta - 1) over the i whose
// neighbour c is.
void ResponseNormBackward(const ResponseNormOptions& options, const float* x, const float* dy,
                          int64_t rows, int64_t channels, float* dx);

}  // namespace sluice

#endif  // SLUICE_NETS_RESPONSE_NORM_KERNELS_H_
