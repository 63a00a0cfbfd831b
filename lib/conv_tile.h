// Tiles of the products that convolutions are made of, compiled once for all that use them.
#ifndef SLUICE_LIB_CONV_TILE_H_
#define SLUICE_LIB_CONV_TILE_H_

#include <cstdint>
#include <limits>

#include "lib/gemm_tile.h"

namespace sluice {

// What the sums are clamped to before they are stored; NaN stays.
struct ConvClamp {
  float low = -std::numeric_limits<float>::infinity();
  float high = std::numeric_limits<float>::infinity();
};

// The broadcast operand's numbers k, in runs that lie side by side (a line of a kernel's taps with
// their channels): run i starts `offsets[i]` from each row's start.
struct ConvRuns {
  const int64_t* offsets;
  int64_t count;
  int64_t depth;  // of each run
  // Where results go soon: numbers that are fetched while these sums are computed.
  const float* next = nullptr;
  int64_t next_count = 0;
  // Rows of numbers that are added last, unless null.
  TileFrom last = {nullptr, 0};
  const float* next_last = nullptr;  // fetched like `next`
};

// The first `columns` columns of to = clamp(from + sum over the numbers k of all runs of a * b +
// last); all columns where there are last numbers.
using ConvTileFunction = void (*)(const ConvRuns& runs, Broadcast a, Panels b, TileFrom from,
                                  TileTo to, int64_t columns, const ConvClamp& clamp);

// A target's tiles of 1 to `rows` rows, of one vector, of one panel, and of two (null where a panel
// has enough sums).
struct ConvTiles {
  ConvTileFunction functions[14][3];
};
const ConvTiles& GetConvTiles();

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_TILE_H_
