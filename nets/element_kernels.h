// Sums and products, number by number, over the threads.
#ifndef SLUICE_NETS_ELEMENT_KERNELS_H_
#define SLUICE_NETS_ELEMENT_KERNELS_H_

#include <cstdint>

namespace sluice {

// out_i = a_i + b_i, a_i b_i; out may be a or b.
void AddNumbers(const float* a, const float* b, int64_t count, float* out);
void MultiplyNumbers(const float* a, const float* b, int64_t count, float* out);

// out_nrc = a_nrc factors_nc for `batch` examples of `rows` rows of `columns` numbers.
void MultiplyRows(const float* a, const float* factors, int64_t batch, int64_t rows,
                  int64_t columns, float* out);

// out_rc += terms_c for rows of `columns` numbers.
void AddToRows(const float* terms, int64_t rows, int64_t columns, float* out);

}  // namespace sluice

#endif  // SLUICE_NETS_ELEMENT_KERNELS_H_
