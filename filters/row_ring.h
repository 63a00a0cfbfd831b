// A few rows of f32 numbers between the steps of a filter.
#ifndef SLUICE_FILTERS_ROW_RING_H_
#define SLUICE_FILTERS_ROW_RING_H_

#include <cstddef>

#include "lib/scratch.h"

namespace sluice {

// The last few rows of f32 numbers: row y lies where row y - rows was. A row may be read and
// written from `left` numbers before its first pixel to 64 after its last.
class RowRing {
 public:
  RowRing(int rows, int left, int width);
  // Pixel 0 of row y, aligned to kRowAlignment.
  float* Row(int y);

 private:
  int rows_;
  size_t left_;
  size_t stride_;
  Scratch<float> numbers_;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_ROW_RING_H_
