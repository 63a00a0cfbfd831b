// Any rank of any rectangular window of u8 samples, at a cost a sample that does not depend on the
// window's size.
#ifndef SLUICE_FILTERS_MEDIAN_PLANES_H_
#define SLUICE_FILTERS_MEDIAN_PLANES_H_

#include <cstddef>
#include <cstdint>

#include "filters/rank_window.h"

namespace sluice {

// Writes the results of a tile to out[y * out_stride + x], and anything up to the next x that is a
// multiple of 64.
void RankByPlanes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out,
                  size_t out_stride);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MEDIAN_PLANES_H_
