// The horizontal pass of resizing: sixteen rows side by side in the lanes of vectors, so that every
// output column, with taps and weights of its own, costs one vector multiplication a tap.
#ifndef SLUICE_FILTERS_RESIZE_COLUMNS_H_
#define SLUICE_FILTERS_RESIZE_COLUMNS_H_

#include <cstddef>

#include "filters/resize_weights.h"

namespace sluice {

// Rows that are resized together.
inline constexpr int kResizeRows = 16;

// Turns kResizeRows rows of `samples` samples, `stride` apart, into `samples` groups of
// kResizeRows: out[s * kResizeRows + r] = rows[r * stride + s]. Reads and writes up to 3 samples
// (groups) more.
void RowsToGroups(const float* rows, size_t stride, size_t samples, float* out);
// And back: rows[r * stride + s] = groups[s * kResizeRows + r].
void GroupsToRows(const float* groups, size_t samples, size_t stride, float* rows);

// Output pixels [begin, end) of kResizeRows rows, as groups. `in` holds the groups of the input's
// pixels from weights.begin(begin) on.
void ResizeGroups(const float* in, const ResizeWeights& weights, int channels, int begin, int end,
                  float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_RESIZE_COLUMNS_H_
