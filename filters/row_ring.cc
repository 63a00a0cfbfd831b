#include "filters/row_ring.h"

#include "lib/buffer.h"

namespace sluice {

RowRing::RowRing(int rows, int left, int width)
    : rows_(rows),
      left_(RowStride(static_cast<size_t>(left), sizeof(float)) / sizeof(float)),
      stride_(RowStride(left_ + (static_cast<size_t>(width) + 63) / 64 * 64 + 64, sizeof(float)) /
              sizeof(float)),
      numbers_(static_cast<size_t>(rows) * stride_) {}

float* RowRing::Row(int y) {
  const int place = ((y % rows_) + rows_) % rows_;
  return numbers_.data() + static_cast<size_t>(place) * stride_ + left_;
}

}  // namespace sluice
