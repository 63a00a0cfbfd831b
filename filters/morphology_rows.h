// One erosion or dilation of rows of samples: the kernels of the morphology filter.
#ifndef SLUICE_FILTERS_MORPHOLOGY_ROWS_H_
#define SLUICE_FILTERS_MORPHOLOGY_ROWS_H_

#include <cstdint>
#include <vector>

#include "filters/key_line.h"

namespace sluice {

// A flat structuring element whose columns are runs of rows around its middle.
struct StructuringElement {
  int width = 1;   // pixels
  int height = 1;  // rows
  // The rows that each column leaves out at the top, and as many at the bottom; empty for a
  // rectangle.
  std::vector<int> left_out;

  static StructuringElement Rectangle(int width, int height);
  static StructuringElement Disc(int width, int height);  // odd sides
};

// Writes `count` rows: out[y][x] is the smallest (largest) of the samples in the rows
// rows[y .. y + element.height - 1] under the element, which reaches shape.left pixels to the left
// of the sample and shape.right to the right. f32 as filters/order_keys.h has it. Rows are aligned,
// padded and may be read and written to the end of their padding; `out` are other rows.
void MorphologyRows(const StructuringElement& element, bool largest, const RowShape& shape,
                    const uint8_t* const* rows, int count, uint8_t* const* out);
void MorphologyRows(const StructuringElement& element, bool largest, const RowShape& shape,
                    const uint16_t* const* rows, int count, uint16_t* const* out);
void MorphologyRows(const StructuringElement& element, bool largest, const RowShape& shape,
                    const float* const* rows, int count, float* const* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MORPHOLOGY_ROWS_H_
