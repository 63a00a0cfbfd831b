// Gaussian blur and derivatives of Gaussians.
#ifndef SLUICE_FILTERS_GAUSSIAN_H_
#define SLUICE_FILTERS_GAUSSIAN_H_

#include <cstdint>
#include <memory>

#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

enum class GaussianMethod : uint8_t {
  kAuto,       // multirate where it is precise enough, which is where it is faster; otherwise fir
  kFir,        // the weights themselves: costs in proportion to sigma
  kMultirate,  // through a coarser grid (multirate.h): sigma above about 4, no derivatives
};

struct GaussianOptions {
  double sigma_x = 1.0;   // standard deviation along rows and columns in pixels; 0 leaves the axis
  double sigma_y = 1.0;   // as it is
  double truncate = 3.0;  // half width in sigmas: ceil(truncate * sigma) pixels
  int order_x = 0;        // order of the derivative along rows and columns: 0, 1 or 2
  int order_y = 0;
  GaussianMethod method = GaussianMethod::kAuto;
  bool f32 = false;  // f32 in fractions of full scale also without a derivative
  Border border;
};

// Each channel by itself. A blur keeps the sample type; a derivative gives f32 in fractions of full
// scale per pixel (per pixel squared for order 2), normalised so that a ramp that rises by 1 a
// pixel gives 1, and x^2 / 2 gives 1. Weights sum to exactly 1 in the integer path and to 0 for
// derivatives (gaussian_kernel.h).
//
// fir in u8 is computed in integers and differs from the exact sum, rounded, by at most 1 step.
// multirate is off the sum over the Gaussian's weights by less than half an 8-bit step (1/510 of
// full scale) in the worst picture, and by some hundredths in photos. Prepare refuses numbers that
// are not finite, negative sigmas, half widths above SeparableKernel::kMaxTaps / 2, and kMultirate
// where it does not apply.
std::unique_ptr<RowFilter> MakeGaussian(const GaussianOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_GAUSSIAN_H_
