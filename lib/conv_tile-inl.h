// Tiles of the products that convolutions are made of, chosen by what is left to do.
#if defined(SLUICE_LIB_CONV_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_TILE_INL_H_
#undef SLUICE_LIB_CONV_TILE_INL_H_
#else
#define SLUICE_LIB_CONV_TILE_INL_H_
#endif

#include <algorithm>
#include <cstdint>
#include <limits>

#include "hwy/cache_control.h"
#include "hwy/highway.h"
#include "lib/conv_clamp-inl.h"
#include "lib/gemm_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// The broadcast operand's numbers k, in runs that lie side by side (a line of a kernel's taps with
// their channels): run i starts `offsets[i]` from each row's start.
struct ConvRuns {
  const int64_t* offsets;
  int64_t count;
  int64_t depth;  // of each run
};

using ConvTileFunction = void (*)(const ConvRuns& runs, Broadcast a, Panels b, TileFrom from,
                                  TileTo to, const ConvClamp& clamp);

// to = clamp(from + sum over the numbers k of all runs of a * b).
template <int kRows, int kVectors>
void ConvTile(const ConvRuns& runs, Broadcast a, Panels b, TileFrom from, TileTo to,
              const ConvClamp& clamp) {
  const F32 d;
  // Where the sums go is fetched while they are computed, or the stores would wait for it.
  const auto lanes = int64_t(hn::Lanes(d));
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) hwy::Prefetch(to.data + r * to.stride + v * lanes);
  }
  VF32 sum[kRows][kVectors];
  LoadTile(from, sum);
  const float* data = a.data;
  for (int64_t i = 0; i < runs.count; ++i) {
    a.data = data + runs.offsets[i];
    AddProducts(runs.depth, a, b, sum);
    b.data += runs.depth * b.k_stride;
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
  StoreTile(sum, to);
}

// Tiles of few rows take two panels, for enough independent sums to hide the latency of the
// multiply-add.
constexpr int kMostConvVectors = 2 * kTileVectors;
constexpr int kMostLanes = HWY_MAX_BYTES / 4;
// Enough for any tile.
constexpr int kConvTileSize = std::max(kTileRows, 6) * kMostConvVectors * kMostLanes;

struct ConvTileChoice {
  ConvTileFunction function;
  int64_t vectors;
};

// A tile of `rows` rows for the first of `vectors` vectors still to do.
template <int kRows = kTileRows>
ConvTileChoice ChooseConvTile(int64_t rows, int64_t vectors) {
  if constexpr (kRows > 1) {
    if (rows < kRows) return ChooseConvTile<kRows - 1>(rows, vectors);
  }
  if (vectors == 1) return {&ConvTile<kRows, 1>, 1};
  if constexpr (kRows * 2 <= kTileRows - (kTileRows == 14 ? 2 : 0)) {
    if (vectors > kTileVectors) return {&ConvTile<kRows, kMostConvVectors>, kMostConvVectors};
  }
  return {&ConvTile<kRows, kTileVectors>, kTileVectors};
}

// A product whose numbers k lie side by side in one run.
HWY_INLINE void RunConvTile(ConvTileFunction function, int64_t depth, Broadcast a, Panels b,
                            TileFrom from, TileTo to) {
  const int64_t offset = 0;
  function({&offset, 1, depth}, a, b, from, to, {});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_TILE_INL_H_
