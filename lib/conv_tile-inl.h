// The choice among the tiles of conv_tile.h by what is left to do.
#if defined(SLUICE_LIB_CONV_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_TILE_INL_H_
#undef SLUICE_LIB_CONV_TILE_INL_H_
#else
#define SLUICE_LIB_CONV_TILE_INL_H_
#endif

#include <algorithm>
#include <cstdint>

#include "hwy/highway.h"
#include "lib/conv_tile.h"
#include "lib/gemm_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Tiles of few rows take two panels, for enough independent sums to hide the latency of the
// multiply-add.
constexpr int kMostConvVectors = 2 * kTileVectors;
constexpr int kMostLanes = HWY_MAX_BYTES / 4;
// Enough for any tile.
constexpr int kConvTileSize = std::max(kTileRows, 6) * kMostConvVectors * kMostLanes;

constexpr int kMostRowsOfTwoPanels = (kTileRows - (kTileRows == 14 ? 2 : 0)) / 2;

struct ConvTileChoice {
  ConvTileFunction function;
  int64_t vectors;
};

// A tile of `rows` rows for the first of `vectors` vectors still to do.
HWY_INLINE ConvTileChoice ChooseConvTile(const ConvTiles& tiles, int64_t rows, int64_t vectors) {
  const ConvTileFunction* row = tiles.functions[rows - 1];
  if (vectors == 1) return {row[0], 1};
  if (vectors > kTileVectors && rows <= kMostRowsOfTwoPanels) return {row[2], kMostConvVectors};
  return {row[1], kTileVectors};
}

// A product whose numbers k lie side by side in one run, of whole vectors.
HWY_INLINE void RunConvTile(ConvTileChoice tile, int64_t depth, Broadcast a, Panels b,
                            TileFrom from, TileTo to) {
  const int64_t offset = 0;
  tile.function({&offset, 1, depth}, a, b, from, to, tile.vectors * int64_t(hn::Lanes(F32())), {});
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_TILE_INL_H_
