// The last step of a convolution: from sums to samples.
#ifndef SLUICE_FILTERS_FINISH_ROW_H_
#define SLUICE_FILTERS_FINISH_ROW_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// out[i] = sums[i] * multiplier + bias for i in [0, count), saturated and rounded half to even; NaN
// becomes 0 in u8 and u16. Whole vectors are read and written: up to kRowAlignment bytes after the
// last one on both sides. T is uint8_t, uint16_t or float.
template <class T>
void FinishRow(const float* sums, size_t count, float multiplier, float bias, T* out);

// The same, one at a time.
template <class T>
void FinishRow(const double* sums, size_t count, float multiplier, float bias, T* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_FINISH_ROW_H_
