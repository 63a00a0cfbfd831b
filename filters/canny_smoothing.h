// The Gaussian of the Canny edge detector: its weights, and weighted sums of rows.
#ifndef SLUICE_FILTERS_CANNY_SMOOTHING_H_
#define SLUICE_FILTERS_CANNY_SMOOTHING_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

// A sampled Gaussian of half width ceil(3 sigma), symmetric, whose weights sum to 256.
//
// Up to a sigma of kExactSigma the weights are whole numbers. Two passes over samples of 8 bits
// then stay below 2^24, so that f32 holds every sum exactly: the order of summation, the sample
// type and turning or mirroring the picture change no bit of the gradient, and plateaus (an ideal
// step has the same gradient on both sides) are exact ties. For a larger sigma 8 bits a weight
// would be too coarse.
struct CannySmoothing {
  static constexpr double kExactSigma = 2.0;
  static constexpr int kSum = 256;

  bool exact = false;
  std::vector<float> taps;          // taps[j] is the weight at distance j
  std::vector<int16_t> whole_taps;  // the same; empty unless exact
  // For shifts -radius, 2 - radius, ... radius: the weights of two neighbours, the left one in the
  // lower half, in a sum at the place of the shift 0 and in the sum after that. Empty unless exact.
  std::vector<int32_t> pairs;
  int radius() const { return static_cast<int>(taps.size()) - 1; }

  // The central difference, right sample minus left sample, across a smoothed step edge of height
  // one: what a gradient is divided by to make it the height of the step.
  float step() const { return float{kSum} * (taps[0] + (radius() > 0 ? taps[1] : 0.0f)); }
};

// sigma >= 0; 0 does not smooth.
CannySmoothing MakeCannySmoothing(double sigma);

// out[i] = taps[0] * in[radius][i] + sum over j of taps[j] * (in[radius - j][i] + in[radius +
// j][i]) for i in [0, count): down the columns of 2 * radius + 1 rows or, given one row at 2 *
// radius + 1 shifts, along it. f32, j from 1 up. Reads and writes whole vectors, up to
// kRowAlignment bytes past the last number.
void SymmetricSum(const float* const* in, const float* taps, int radius, size_t count, float* out);

// The two passes for one channel of u8 with an exact smoothing, in whole numbers. Sums of columns
// are stored less kColumnBias, which makes them fit 16 bits; sums along rows are then too small by
// 256 times that, everywhere, which no gradient notices.
inline constexpr int kColumnBias = 255 * CannySmoothing::kSum / 2;

// Reads up to the next multiple of kRowAlignment, writes up to kRowAlignment bytes past the last
// number.
void SumColumnsWhole(const uint8_t* const* in, const CannySmoothing& smoothing, size_t count,
                     int16_t* out);

// out[i] = the sum over in[i] ... in[i + 2 * radius], for i in [0, count). Reads and writes up to 4
// * kRowAlignment bytes past the last number.
void SumRowWhole(const int16_t* in, const CannySmoothing& smoothing, size_t count, float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_SMOOTHING_H_
