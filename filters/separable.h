// Correlation with a separable kernel: the product of a column of weights and a row of weights.
#ifndef SLUICE_FILTERS_SEPARABLE_H_
#define SLUICE_FILTERS_SEPARABLE_H_

#include <memory>
#include <vector>

#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

// out(y, x) = sum over i, j of column[i] * row[j] * in(y + i - column_origin, x + j - row_origin),
// each channel by itself. Any lengths from 1 to kMaxTaps, odd or even; the origins are indices into
// their lists (a middle tap, or any other).
struct SeparableKernel {
  static constexpr int kMaxTaps = 1 << 20;

  std::vector<float> column;  // from top to bottom
  std::vector<float> row;     // from left to right
  int column_origin = 0;
  int row_origin = 0;
};

// A kernel of odd lengths with the origins in the middle.
SeparableKernel CenteredKernel(std::vector<float> column, std::vector<float> row);

enum class SeparableOutput {
  kSameType,  // the input's sample type: saturated, rounded half to even once
  kF32,       // f32 in fractions of full scale, of either sign
};

// A row function in f32, in a fixed order: the column's taps from top to bottom, then the row's
// from left to right. Costs one multiplication and one addition a tap; nothing depends on weights
// being symmetric. Prepare refuses empty or too long kernels and origins outside them.
std::unique_ptr<RowFilter> MakeSeparable(SeparableKernel kernel, Border border,
                                         SeparableOutput output = SeparableOutput::kSameType);

}  // namespace sluice

#endif  // SLUICE_FILTERS_SEPARABLE_H_
