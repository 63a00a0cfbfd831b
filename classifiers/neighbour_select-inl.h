// Picks out of many keys those that are worth a place among a query's candidates.
#if defined(SLUICE_CLASSIFIERS_NEIGHBOUR_SELECT_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_CLASSIFIERS_NEIGHBOUR_SELECT_INL_H_
#undef SLUICE_CLASSIFIERS_NEIGHBOUR_SELECT_INL_H_
#else
#define SLUICE_CLASSIFIERS_NEIGHBOUR_SELECT_INL_H_
#endif

#include <algorithm>
#include <cstdint>

#include "classifiers/neighbour_candidates.h"
#include "hwy/highway.h"
#include "lib/gemm_kernel-inl.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Numbers of a block of rows, which stay in the second cache while all queries go by: 512 KiB.
constexpr int64_t kBlockNumbers = 1 << 17;

// Rows of a block, in whole panels.
HWY_INLINE int64_t BlockRows(int64_t columns) {
  const int64_t width = TileColumns();
  return std::clamp<int64_t>(kBlockNumbers / columns / width * width, width, 16 * width);
}

// Looks for keys below the limit in a tile of one query: a comparison for each vector of them.
HWY_INLINE void Select(const float* keys, int64_t count, int64_t row, Candidates* candidates) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  VF32 limit = hn::Set(d, candidates->limit);
  for (int64_t i = 0; i < count; i += lanes) {
    if (HWY_LIKELY(hn::AllFalse(d, hn::Lt(hn::Load(d, keys + i), limit)))) continue;
    for (int64_t j = i; j < i + lanes; ++j) {
      if (keys[j] < candidates->limit) candidates->Add(keys[j], static_cast<int32_t>(row + j));
    }
    limit = hn::Set(d, candidates->limit);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_CLASSIFIERS_NEIGHBOUR_SELECT_INL_H_
