// Any rank of any rectangular window of u8 samples, at a cost a sample that does not depend on the
// window's size.
#ifndef SLUICE_FILTERS_MEDIAN_PLANES_H_
#define SLUICE_FILTERS_MEDIAN_PLANES_H_

#include <cstddef>
#include <cstdint>

#include "filters/rank_window.h"

namespace sluice {

// The best width of a tile, in samples.
int PlaneTileWidth(const RankWindow& window);

// Writes the results of a tile to out[y * out_stride + x]. Rows of the tile may be read up to
// kRankTileSlack samples past their end.
void RankByPlanes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out,
                  size_t out_stride);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MEDIAN_PLANES_H_
