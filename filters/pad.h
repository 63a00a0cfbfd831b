// Making a picture larger by pixels around it.
#ifndef SLUICE_FILTERS_PAD_H_
#define SLUICE_FILTERS_PAD_H_

#include <memory>

#include "filters/gravity.h"
#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

struct PadOptions {
  int left = 0;  // pixels added on each side
  int right = 0;
  int top = 0;
  int bottom = 0;
  int width = 0;  // or the size of the result, 0: as it is; the picture lies in it by gravity
  int height = 0;
  Gravity gravity = Gravity::kCenter;
  Border border = {BorderMode::kConstant, 0.0f};  // what the new pixels are, of every channel
};

// The picture with new pixels around it, of any type and number of channels. Prepare fails for
// negative sides, for a size smaller than the picture and above the limits.
std::unique_ptr<RowFilter> MakePad(const PadOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_PAD_H_
