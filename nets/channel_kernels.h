// Sums over rows, channel by channel, and what is done with them. Rows of `columns` numbers, one
// after the other; the same bytes on every SIMD target.
#ifndef SLUICE_NETS_CHANNEL_KERNELS_H_
#define SLUICE_NETS_CHANNEL_KERNELS_H_

#include <cstdint>

namespace sluice {

// sums_c += weight x_c, of one row.
void AddScaledRow(const float* x, float weight, int64_t columns, float* sums);
// sums_c += sum_r x_rc.
void AddColumns(const float* x, int64_t rows, int64_t columns, float* sums);
// sums_c += sum_r (x_rc - means_c), squares_c += sum_r (x_rc - means_c)^2.
void AddDistances(const float* x, const float* means, int64_t rows, int64_t columns, float* sums,
                  float* squares);
// sums_c += sum_r dy_rc, products_c += sum_r dy_rc (x_rc - means_c).
void AddProducts(const float* x, const float* dy, const float* means, int64_t rows, int64_t columns,
                 float* sums, float* products);

// y_rc = (x_rc - means_c) scales_c + shifts_c.
void Standardize(const float* x, const float* means, const float* scales, const float* shifts,
                 int64_t rows, int64_t columns, float* y);
// dx_rc = scales_c dy_rc - shifts_c - slopes_c (x_rc - means_c).
void StandardizeBackward(const float* x, const float* dy, const float* means, const float* scales,
                         const float* shifts, const float* slopes, int64_t rows, int64_t columns,
                         float* dx);

}  // namespace sluice

#endif  // SLUICE_NETS_CHANNEL_KERNELS_H_
