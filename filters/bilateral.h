// Bilateral filter: a blur that stops at edges.
#ifndef SLUICE_FILTERS_BILATERAL_H_
#define SLUICE_FILTERS_BILATERAL_H_

#include <memory>
#include <optional>

#include "lib/row_filter.h"

namespace sluice {

struct BilateralOptions {
  float sigma_space = 3.0f;   // of the distance between pixels, in pixels
  float sigma_range = 0.1f;   // of the difference between samples, a fraction of full scale
  std::optional<int> radius;  // of the window, in pixels; ceil(2 sigma_space) when not given
  Border border;
};

// The largest radius of the window.
inline constexpr int kMaxBilateralRadius = 511;

// Every pixel becomes the mean of the pixels at most `radius` away from it (in a disc, as OpenCV
// has it), weighted by exp(-d^2 / (2 sigma_space^2)) for a distance of d pixels and by
// exp(-r^2 / (2 sigma_range^2)) for colours that differ by r (Tomasi and Manduchi 1998). r is the
// mean of the absolute differences of the channels, so that a gray picture gives the same result as
// its RGB copy; OpenCV takes the sum, which is a sigma_range three times as small for RGB. An alpha
// channel has no part in r; it is averaged with the same weights.
//
// The sample type is kept. Weights are computed in f32, with an error below 3e-6 of each, the same
// on every SIMD target. Samples that are NaN, infinite or beyond 1e18 sigma_range stay as they are
// and don't influence others.
//
// Usage error for sigmas that are not above 0 (sigma_range at most 1000) and a radius outside
// [0, kMaxBilateralRadius].
std::unique_ptr<RowFilter> MakeBilateral(const BilateralOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_BILATERAL_H_
