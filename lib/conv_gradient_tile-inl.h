// Tiles of the sums that gradients of weights are: outer products of two vectors that belong to the
// same output, summed over stretches of a row of outputs. Both are read where they lie, one number
// by number (broadcast), the other in vectors.
#if defined(SLUICE_LIB_CONV_GRADIENT_TILE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_GRADIENT_TILE_INL_H_
#undef SLUICE_LIB_CONV_GRADIENT_TILE_INL_H_
#else
#define SLUICE_LIB_CONV_GRADIENT_TILE_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"
#include "lib/gemm_kernel-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Neighbouring outputs of a row: where the first one's numbers are in both operands.
struct GradientStretch {
  int64_t numbers;
  int64_t vectors;
  int64_t count;
};

struct GradientStretches {
  const GradientStretch* data;
  int64_t count;
};

// An operand, and how far it is from one output to the next.
struct GradientOperand {
  const float* data;
  int64_t step;
};

using GradientTileFunction = void (*)(GradientStretches stretches, GradientOperand numbers,
                                      GradientOperand vectors, TileTo sums);

// sums[r][v] += sum over all outputs of numbers[r] * vectors[v]. Every sum is one chain of
// multiply-adds in the order of the outputs.
template <int kRows, int kVectors>
void GradientTile(GradientStretches stretches, GradientOperand numbers, GradientOperand vectors,
                  TileTo sums) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  VF32 sum[kRows][kVectors];
  LoadTile({sums.data, sums.stride}, sum);
  for (int64_t i = 0; i < stretches.count; ++i) {
    const GradientStretch stretch = stretches.data[i];
    const float* number = numbers.data + stretch.numbers;
    const float* vector = vectors.data + stretch.vectors;
    for (int64_t n = 0; n < stretch.count; ++n, number += numbers.step, vector += vectors.step) {
      VF32 x[kVectors];
#pragma GCC unroll 2
      for (int v = 0; v < kVectors; ++v) x[v] = hn::LoadU(d, vector + v * lanes);
#pragma GCC unroll 16
      for (int r = 0; r < kRows; ++r) {
        const VF32 factor = hn::Set(d, number[r]);
#pragma GCC unroll 2
        for (int v = 0; v < kVectors; ++v) sum[r][v] = hn::MulAdd(factor, x[v], sum[r][v]);
      }
    }
  }
  StoreTile(sum, sums);
}

// The tile of `rows` rows and one or kTileVectors vectors.
template <int kRows = kTileRows>
GradientTileFunction FindGradientTile(int64_t rows, int64_t vectors) {
  if constexpr (kRows > 1) {
    if (rows < kRows) return FindGradientTile<kRows - 1>(rows, vectors);
  }
  return vectors == 1 ? &GradientTile<kRows, 1> : &GradientTile<kRows, kTileVectors>;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_GRADIENT_TILE_INL_H_
