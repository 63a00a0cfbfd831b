// The Laplacian, of the picture or of its smoothed version.
#ifndef SLUICE_FILTERS_LAPLACIAN_H_
#define SLUICE_FILTERS_LAPLACIAN_H_

#include <memory>

#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

struct LaplacianOptions {
  static constexpr double kMaxSigma = 1000.0;

  double sigma = 0.0;  // of the Gaussian, in pixels, 0 to kMaxSigma
  Border border;
};

// The sum of the second derivatives along rows and columns: negative on bright spots and lines,
// positive on dark ones, changing sign at edges. f32 in fractions of full scale per pixel squared,
// each channel (alpha too) by itself; x^2 / 2 gives 1, a constant or a slope 0.
//
// Sigma 0: the kernel 0 1 0; 1 -4 1; 0 1 0, exact for u8 and u16. Otherwise the Laplacian of a
// Gaussian (D. Marr, E. Hildreth, "Theory of edge detection", Proc. R. Soc. B 207, 1980), as two
// products of an axis' Gaussian and the other's second derivative, of half width ceil(4 sigma): at
// 3 sigma the second derivative is still a tenth of its middle. Costs in proportion to sigma.
//
// The u8, u16 (times 257) and f32 (divided by 255) versions of a picture give the same bits.
std::unique_ptr<RowFilter> MakeLaplacian(const LaplacianOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_LAPLACIAN_H_
