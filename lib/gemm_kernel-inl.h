// The inner loop of matrix products, for every SIMD target: a tile of C in registers, and operands
// packed in the order in which it reads them.
//
// One operand gives vectors (lanes run along its "columns"), the other single numbers that are
// broadcast. A tile is kTileRows x kTileVectors vectors of sums: as many as there are registers
// for, less those for a row of vectors and one broadcast number, so that each number loaded is used
// as often as possible. Every element of C is one chain of multiply-adds over k in order, whatever
// the tile's shape.
#if defined(SLUICE_LIB_GEMM_KERNEL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_GEMM_KERNEL_INL_H_
#undef SLUICE_LIB_GEMM_KERNEL_INL_H_
#else
#define SLUICE_LIB_GEMM_KERNEL_INL_H_
#endif

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "lib/gemm_tile.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// 32 registers: 28 sums, 2 vectors, 1 broadcast number. 16 registers: 12 sums.
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX3
constexpr int kTileRows = 6;
#else
constexpr int kTileRows = 14;
#endif
constexpr int kTileVectors = 2;

HWY_INLINE int64_t TileColumns() { return kTileVectors * int64_t(hn::Lanes(F32())); }

// sum += sum over depth numbers k of a * b, for kRows rows and kVectors vectors.
template <int kRows, int kVectors>
HWY_INLINE void AddProducts(int64_t depth, Broadcast a, Panels b, VF32 (&sum)[kRows][kVectors]) {
  constexpr int kPanels = (kVectors + kTileVectors - 1) / kTileVectors;
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  // Three rows a pointer: the addressing modes of x86 reach 0, 1 and 2 strides.
  constexpr int kPointers = (kRows + 2) / 3;
  const float* row[kPointers];
#pragma GCC unroll 16
  for (int p = 0; p < kPointers; ++p) row[p] = a.data + 3 * p * a.row_stride;
  const float* panel[kPanels];
#pragma GCC unroll 16
  for (int p = 0; p < kPanels; ++p) panel[p] = b.data + p * b.panel_stride;
  for (int64_t k = 0; k < depth; ++k) {
    VF32 vector[kVectors];
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      vector[v] = hn::LoadU(d, panel[v / kTileVectors] + v % kTileVectors * lanes);
    }
#pragma GCC unroll 16
    for (int r = 0; r < kRows; ++r) {
      const VF32 number = hn::Set(d, row[r / 3][r % 3 * a.row_stride]);
#pragma GCC unroll 16
      for (int v = 0; v < kVectors; ++v) sum[r][v] = hn::MulAdd(number, vector[v], sum[r][v]);
    }
#pragma GCC unroll 16
    for (int p = 0; p < kPointers; ++p) row[p] += a.k_stride;
#pragma GCC unroll 16
    for (int p = 0; p < kPanels; ++p) panel[p] += b.k_stride;
  }
}

template <int kRows, int kVectors>
HWY_INLINE void LoadTile(TileFrom from, VF32 (&sum)[kRows][kVectors]) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      sum[r][v] = hn::LoadU(d, from.data + r * from.stride + v * lanes);
    }
  }
}

template <int kRows, int kVectors>
HWY_INLINE void StoreTile(const VF32 (&sum)[kRows][kVectors], TileTo to) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
#pragma GCC unroll 16
  for (int r = 0; r < kRows; ++r) {
#pragma GCC unroll 16
    for (int v = 0; v < kVectors; ++v) {
      hn::StoreU(sum[r][v], d, to.data + r * to.stride + v * lanes);
    }
  }
}

// to = from + sum over depth numbers k of a * b, for kRows rows and kVectors vectors.
template <int kRows, int kVectors>
HWY_INLINE void MultiplyTile(int64_t depth, Broadcast a, Panels b, TileFrom from, TileTo to) {
  VF32 sum[kRows][kVectors];
  LoadTile(from, sum);
  AddProducts(depth, a, b, sum);
  StoreTile(sum, to);
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_GEMM_KERNEL_INL_H_
