// Mirroring a picture.
#ifndef SLUICE_FILTERS_FLIP_H_
#define SLUICE_FILTERS_FLIP_H_

#include <memory>

#include "lib/row_filter.h"

namespace sluice {

// Left and right change places: column x becomes column width - 1 - x. Of any type and number of
// channels.
std::unique_ptr<RowFilter> MakeFlipHorizontal();

// Top and bottom change places: row y becomes row height - 1 - y. Needs the whole picture; of a
// volume, each slice is turned by itself.
std::unique_ptr<FrameFilter> MakeFlipVertical();

}  // namespace sluice

#endif  // SLUICE_FILTERS_FLIP_H_
