// Median and percentile: the sample of a given rank in a rectangular window.
#ifndef SLUICE_FILTERS_MEDIAN_H_
#define SLUICE_FILTERS_MEDIAN_H_

#include <cstdint>
#include <memory>

#include "lib/row_filter.h"

namespace sluice {

struct PercentileOptions {
  int width = 3;  // of the window, in pixels
  int height = 3;
  double percent = 50;  // in [0, 100]: 0 is the smallest sample, 50 the median, 100 the largest
  Border border;
};

// Every sample becomes the one with rank min(n - 1, floor(n * percent / 100)) among the n samples
// of its window, each channel by itself; rank 0 is the smallest. That is the middle one of an odd
// number and the upper of the two middle ones of an even number, as SciPy's median_filter and
// percentile_filter have it; no values are ever averaged. The window of a pixel reaches width / 2
// pixels to the left and (width - 1) / 2 to the right, rounded down, and likewise in height.
//
// The sample type is kept. An f32 NaN counts as larger than any number, and comes out as the
// canonical quiet NaN. Usage error for windows that CheckWindow refuses and a percentage outside
// [0, 100].
std::unique_ptr<RowFilter> MakePercentile(const PercentileOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MEDIAN_H_
