// Tiles of the products that convolutions are made of, chosen by what is left to do.
#if defined(SLUICE_LIB_CONV_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_TILE_INL_H_
#undef SLUICE_LIB_CONV_TILE_INL_H_
#else
#define SLUICE_LIB_CONV_TILE_INL_H_
#endif

#include <algorithm>
#include <cstdint>

#include "hwy/highway.h"
#include "lib/gemm_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

using ConvTileFunction = void (*)(int64_t depth, Broadcast a, Panels b, TileFrom from, TileTo to);

template <int kRows, int kVectors>
void ConvTile(int64_t depth, Broadcast a, Panels b, TileFrom from, TileTo to) {
  MultiplyTile<kRows, kVectors>(depth, a, b, from, to);
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

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_TILE_INL_H_
