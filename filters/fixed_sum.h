// Symmetric weighted sums of 8-bit rows in 16-bit fixed point: the integer counterpart of
// WeightedSum. The same bytes on every SIMD target.
//
// Between the passes a sample x stands as (x - 127.5) * 128 in i16: seven bits of fraction, and a
// pair of samples still fits. Weights are integers whose sum is exactly the unit (kFixedUnit), so
// that a constant picture stays what it is. Each product is rounded by itself, to half a unit of
// the seventh bit: with t products in both passes together the result before the final rounding is
// within t / 256 of a step of the exact sum, in practice within a fiftieth of a step.
#ifndef SLUICE_FILTERS_FIXED_SUM_H_
#define SLUICE_FILTERS_FIXED_SUM_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

inline constexpr int kFixedUnit = 1 << 15;

// The fixed-point value of an 8-bit sample.
constexpr int16_t ToFixed(uint8_t sample) { return static_cast<int16_t>(sample * 128 - 255 * 64); }

// A symmetric kernel with an odd number of taps; `half` has its weights from the outermost to the
// middle one, in units of 1 / kFixedUnit. Sums over samples need weights of at least 0.
struct FixedKernel {
  std::vector<int16_t> half;
  int taps() const { return 2 * static_cast<int>(half.size()) - 1; }
};

// out[i] = sum over t of in[t][i] * weight t, for i in [0, count), from samples or fixed-point
// values to either; samples are saturated and rounded half up. Whole vectors are read and written:
// up to kRowAlignment bytes past the last sample, on both sides.
void FixedSum(const uint8_t* const* in, const FixedKernel& kernel, size_t count, uint8_t* out);
void FixedSum(const uint8_t* const* in, const FixedKernel& kernel, size_t count, int16_t* out);
void FixedSum(const int16_t* const* in, const FixedKernel& kernel, size_t count, int16_t* out);
void FixedSum(const int16_t* const* in, const FixedKernel& kernel, size_t count, uint8_t* out);

// The same for weights without symmetry, few of them: each product is rounded by itself.
void FixedBlend(const int16_t* const* in, const int16_t* weights, int taps, size_t count,
                int16_t* out);
void FixedBlend(const int16_t* const* in, const int16_t* weights, int taps, size_t count,
                uint8_t* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_FIXED_SUM_H_
