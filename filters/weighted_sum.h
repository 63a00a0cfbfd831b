// Weighted sums of rows of samples: both passes of every separable filter. The vertical pass sums
// rows above one another, the horizontal pass one padded row with itself, shifted.
#ifndef SLUICE_FILTERS_WEIGHTED_SUM_H_
#define SLUICE_FILTERS_WEIGHTED_SUM_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// out[i] = in[0][i] * weights[0] + in[1][i] * weights[1] + ... for i in [0, count), in f32, added
// in this order; saturated and rounded half to even when U is an integer type. taps >= 1.
//
// Whole vectors are read and written: up to kRowAlignment bytes of samples after the last one, on
// both sides. Defined for (T, U) = (uint8_t, float), (uint16_t, float), (float, float),
// (float, uint8_t), (float, uint16_t).
template <class T, class U>
void WeightedSum(const T* const* in, const float* weights, int taps, size_t count, U* out);

// The rows that WeightedSumRows makes at a time.
inline constexpr int kSumRows = 4;

// kSumRows sums at once, the k-th over in[k], in[k + 1], ... : a vertical pass that reads (and
// widens) each input row once for four output rows. The same bytes as four calls of WeightedSum.
template <class T>
void WeightedSumRows(const T* const* in, const float* weights, int taps, size_t count,
                     float* const* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_WEIGHTED_SUM_H_
