// The horizontal pass of resizing: sixteen rows side by side in the lanes of vectors, so that every
// output column, with taps and weights of its own, costs one vector multiplication a tap.
#ifndef SLUICE_FILTERS_RESIZE_COLUMNS_H_
#define SLUICE_FILTERS_RESIZE_COLUMNS_H_

#include <cstddef>

#include "filters/resize_weights.h"

namespace sluice {

// Output pixels [begin, end) of kGroup rows, as groups (see transpose.h). `in` holds the groups of
// the input's pixels from weights.begin(begin) on.
void ResizeGroups(const float* in, const ResizeWeights& weights, int channels, int begin, int end,
                  float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_RESIZE_COLUMNS_H_
