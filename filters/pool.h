// Pooling: the largest, smallest or mean sample of each window.
#ifndef SLUICE_FILTERS_POOL_H_
#define SLUICE_FILTERS_POOL_H_

#include <memory>

#include "lib/row_filter.h"

namespace sluice {

enum class PoolOp { kMax, kAverage, kMin };

struct PoolOptions {
  PoolOp op = PoolOp::kMax;
  int width = 2;  // of the window, in pixels
  int height = 2;
  int stride_x = 0;  // from one window to the next; 0: the window's own size
  int stride_y = 0;
  int pad = 0;        // how far windows may reach over each edge; less than the window
  bool ceil = false;  // also take a last window that is not full
};

// Each channel by itself; the sample type is kept. There are floor((n + 2 pad - size) / stride) + 1
// windows along an axis of n samples; with `ceil` the division is rounded up, as long as the last
// window still begins within the picture or its left padding.
//
// What lies outside the picture does not count: it is never the largest or smallest, and a mean is
// over the real samples of its window, rounded half to even. A NaN in a window makes its result
// NaN. Prepare refuses a window that doesn't fit and padding as large as the window.
std::unique_ptr<RowFilter> MakePool(const PoolOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_POOL_H_
