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
  static constexpr float kSum = 256.0f;

  bool exact = false;
  std::vector<float> taps;          // taps[j] is the weight at distance j
  std::vector<int16_t> whole_taps;  // the same; empty unless exact
  int radius() const { return static_cast<int>(taps.size()) - 1; }

  // The central difference, right sample minus left sample, across a smoothed step edge of height
  // one: what a gradient is divided by to make it the height of the step.
  float step() const { return kSum * (taps[0] + (radius() > 0 ? taps[1] : 0.0f)); }
};

// sigma >= 0; 0 does not smooth.
CannySmoothing MakeCannySmoothing(double sigma);

// out[i] = taps[0] * in[radius][i] + sum over j of taps[j] * (in[radius - j][i] + in[radius +
// j][i]) for i in [0, count): down the columns of 2 * radius + 1 rows or, given one row at 2 *
// radius + 1 shifts, along it. f32, j from 1 up. Reads and writes whole vectors, up to
// kRowAlignment bytes past the last number.
void SymmetricSum(const float* const* in, const float* taps, int radius, size_t count, float* out);

// The same from u8 and in whole numbers: the taps, all of them together, are at most 256. Reads up
// to the next multiple of kRowAlignment; writes as above.
void SymmetricSum(const uint8_t* const* in, const int16_t* taps, int radius, size_t count,
                  float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_SMOOTHING_H_
