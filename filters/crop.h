// Cutting a rectangle out of a picture.
#ifndef SLUICE_FILTERS_CROP_H_
#define SLUICE_FILTERS_CROP_H_

#include <memory>
#include <optional>

#include "filters/gravity.h"
#include "lib/row_filter.h"

namespace sluice {

struct CropOptions {
  int width = 0;  // of the rectangle, in pixels; 0: up to the picture's edge
  int height = 0;
  int x = 0;  // its left and upper edge, from the picture's
  int y = 0;
  std::optional<Gravity> gravity;  // instead of x and y
};

// The rectangle's pixels, unchanged, of any type and number of channels. Prepare fails when the
// rectangle is not wholly inside the picture.
std::unique_ptr<RowFilter> MakeCrop(const CropOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CROP_H_
