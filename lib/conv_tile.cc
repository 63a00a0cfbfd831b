#include "lib/conv_tile.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_tile.cc"
#include "hwy/cache_control.h"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_clamp-inl.h"
#include "lib/conv_tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// The first `columns` numbers of each row.
template <int kRows, int kVectors>
HWY_INLINE void StoreColumns(const VF32 (&sum)[kRows][kVectors], TileTo to, int64_t columns) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
#pragma GCC unroll 4
  for (int v = 0; v < kVectors; ++v) {
    const int64_t left = columns - v * lanes;
    if (left <= 0) return;
    const auto mask = hn::FirstN(d, size_t(std::min(left, lanes)));
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      hn::BlendedStore(sum[r][v], mask, d, to.data + r * to.stride + v * lanes);
    }
  }
}

template <int kRows, int kVectors>
void ConvTile(const ConvRuns& runs, Broadcast a, Panels b, TileFrom from, TileTo to,
              int64_t columns, const ConvClamp& clamp) {
  const F32 d;
  // Where sums go is fetched beforehand, or the stores would wait for it.
  const auto lanes = int64_t(hn::Lanes(d));
  if (runs.next != nullptr) {
    for (int64_t i = 0; i < runs.next_count; i += 16) hwy::Prefetch(runs.next + i);
  } else {
    for (int r = 0; r < kRows; ++r) {
      for (int v = 0; v < kVectors; ++v) hwy::Prefetch(to.data + r * to.stride + v * lanes);
    }
  }
  if (runs.next_last != nullptr) {
    for (int64_t i = 0; i < runs.next_count; i += 16) hwy::Prefetch(runs.next_last + i);
  }
  VF32 sum[kRows][kVectors];
  LoadTile(from, sum);
  const float* data = a.data;
  for (int64_t i = 0; i < runs.count; ++i) {
    a.data = data + runs.offsets[i];
    AddProducts(runs.depth, a, b, sum);
    b.data += runs.depth * b.k_stride;
  }
  if (runs.last.data != nullptr) {
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const float* row = runs.last.data + r * runs.last.stride;
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) {
        sum[r][v] = hn::Add(sum[r][v], hn::LoadU(d, row + v * lanes));
      }
    }
  }
  if (clamp.low > -std::numeric_limits<float>::infinity()) {
    const VF32 low = hn::Set(d, clamp.low);
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) sum[r][v] = AtLeast(low, sum[r][v]);
    }
  }
  if (clamp.high < std::numeric_limits<float>::infinity()) {
    const VF32 high = hn::Set(d, clamp.high);
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) sum[r][v] = AtMost(high, sum[r][v]);
    }
  }
  if (columns == kVectors * lanes) {
    StoreTile(sum, to);
  } else {
    StoreColumns(sum, to, columns);
  }
}

template <int kRows = 1>
void FillConvTiles(ConvTiles& tiles) {
  ConvTileFunction* row = tiles.functions[kRows - 1];
  row[0] = &ConvTile<kRows, 1>;
  row[1] = &ConvTile<kRows, kTileVectors>;
  if constexpr (kRows <= kMostRowsOfTwoPanels) row[2] = &ConvTile<kRows, kMostConvVectors>;
  if constexpr (kRows < kTileRows) FillConvTiles<kRows + 1>(tiles);
}

}  // namespace

const ConvTiles& GetConvTiles() {
  static const ConvTiles tiles = [] {
    ConvTiles t = {};
    FillConvTiles(t);
    return t;
  }();
  return tiles;
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(GetConvTiles);

const ConvTiles& GetConvTiles() { return HWY_DYNAMIC_DISPATCH(GetConvTiles)(); }

}  // namespace sluice
#endif  // HWY_ONCE
