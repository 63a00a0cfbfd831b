// Any rank of any rectangular window of u16 and f32 samples, at a cost a sample that grows with the
// window's height.
#ifndef SLUICE_FILTERS_MEDIAN_SWEEP_H_
#define SLUICE_FILTERS_MEDIAN_SWEEP_H_

#include <cstddef>
#include <cstdint>

#include "filters/rank_window.h"

namespace sluice {

// Writes the results of a tile of one channel to out[y * out_stride + x].
void RankBySweep(const RankWindow& window, const RankTile<uint16_t>& tile, uint16_t* out,
                 size_t out_stride);
void RankBySweep(const RankWindow& window, const RankTile<int32_t>& tile, int32_t* out,
                 size_t out_stride);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MEDIAN_SWEEP_H_
