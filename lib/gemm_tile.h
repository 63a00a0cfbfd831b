// What the inner loop of matrix products reads and writes; see gemm_kernel-inl.h.
#ifndef SLUICE_LIB_GEMM_TILE_H_
#define SLUICE_LIB_GEMM_TILE_H_

#include <cstdint>

namespace sluice {

// The broadcast operand: number k of row r is data[r * row_stride + k * k_stride].
struct Broadcast {
  const float* data;
  int64_t row_stride;
  int64_t k_stride;
};

// The vector operand: panels of kTileVectors vectors, panel p's vectors for k at
// data + p * panel_stride + k * k_stride.
struct Panels {
  const float* data;
  int64_t panel_stride;
  int64_t k_stride;
};

// Rows of C, or of what sums start from (stride 0: the same numbers for each row).
struct TileFrom {
  const float* data;
  int64_t stride;
};
struct TileTo {
  float* data;
  int64_t stride;
};

}  // namespace sluice

#endif  // SLUICE_LIB_GEMM_TILE_H_
