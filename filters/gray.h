// Colour to gray.
#ifndef SLUICE_FILTERS_GRAY_H_
#define SLUICE_FILTERS_GRAY_H_

#include <cstdint>
#include <memory>

#include "lib/row_filter.h"

namespace sluice {

// What red, green and blue count for.
enum class GrayWeights : uint8_t {
  k601,      // 0.299, 0.587, 0.114: ITU-R BT.601, as JPEG, Pillow and OpenCV have it
  k709,      // 0.2126, 0.7152, 0.0722: ITU-R BT.709, high-definition video
  kAverage,  // a third each
};

// One gray channel from red, green and blue; any other number of colours is averaged, one is kept
// as it is. An alpha channel is kept behind it. The sample type is kept: u8 and u16 are the
// weighted mean rounded half to even, exactly; f32 is G + wr (R - G) + wb (B - G), so that a gray
// pixel keeps its value. The weights apply to the samples as they are (gamma-encoded luma).
std::unique_ptr<RowFilter> MakeGray(GrayWeights weights);

}  // namespace sluice

#endif  // SLUICE_FILTERS_GRAY_H_
