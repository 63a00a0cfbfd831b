// The integer path of the Gaussian blur.
#ifndef SLUICE_FILTERS_GAUSSIAN_U8_H_
#define SLUICE_FILTERS_GAUSSIAN_U8_H_

#include <memory>

#include "filters/fixed_sum.h"
#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

// The most taps an axis may have: with more, the roundings of the products could add up to a step.
inline constexpr int kMaxFixedTaps = 63;

// Blurs 8-bit pictures with a symmetric kernel for each axis (from FixedGaussian), in fixed point
// (fixed_sum.h). The result differs from the exact sum, rounded, by at most 1 step.
std::unique_ptr<RowFilter> MakeGaussianU8(FixedKernel column, FixedKernel row, Border border);

}  // namespace sluice

#endif  // SLUICE_FILTERS_GAUSSIAN_U8_H_
