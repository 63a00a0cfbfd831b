// Turning a picture.
#ifndef SLUICE_FILTERS_ROTATE_H_
#define SLUICE_FILTERS_ROTATE_H_

#include <memory>

#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

struct RotateOptions {
  double degrees = 90;  // clockwise
  // For angles that are no quarter turn: the result is large enough for all corners, instead of as
  // large as the picture.
  bool expand = false;
  Border border = {BorderMode::kConstant, 0.0f};  // what comes in from outside
};

// Turns about the middle of the picture. Multiples of 90 degrees move pixels and change none; width
// and height change places. Any other angle interpolates linearly between four pixels, in f32, with
// coordinates that are the same on every machine. Any type and number of channels. Needs the whole
// picture. Fails for angles that are not finite and for results above the limits.
std::unique_ptr<FrameFilter> MakeRotate(const RotateOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_ROTATE_H_
