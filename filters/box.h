// The mean over a rectangle.
#ifndef SLUICE_FILTERS_BOX_H_
#define SLUICE_FILTERS_BOX_H_

#include <memory>

#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

struct BoxOptions {
  static constexpr int kMaxSide = 1 << 20;

  int width = 3;  // of the rectangle, in pixels, 1 to kMaxSide
  int height = 3;
  Border border;
};

// Every sample becomes the mean of the rectangle around it, each channel by itself; the sample type
// is kept. The pixel stands at (width / 2, height / 2) of the rectangle, rounded down: an even side
// reaches one pixel further to the left or up.
//
// u8 and u16: the exact mean, rounded half to even. f32: sums in an order that depends only on the
// row's number, so that NaN and infinities stay within the rectangles that hold them. Time does not
// grow with the height, and with the logarithm of the width at most. Prepare refuses other sides.
std::unique_ptr<RowFilter> MakeBox(const BoxOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_BOX_H_
