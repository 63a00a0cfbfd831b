// Turns pictures upright by their EXIF orientation.
#ifndef SLUICE_LIB_CODECS_ORIENTATION_H_
#define SLUICE_LIB_CODECS_ORIENTATION_H_

#include <memory>

#include "lib/row_reader.h"

namespace sluice {

// The rows of `upstream`, a u8 or u16 picture of 1 to 4 channels, turned from `orientation` (1 to
// 8, EXIF tag 0x0112) to upright. 1 gives `upstream` itself; anything else holds the whole picture,
// and 5 to 8 exchange width and height.
std::unique_ptr<RowReader> MakeUpright(std::unique_ptr<RowReader> upstream, int orientation);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_ORIENTATION_H_
