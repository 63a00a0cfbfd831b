#include "lib/conv_gradient_part.h"

#include <algorithm>

#include "lib/buffer.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_gradient_part.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_patches-inl.h"
#include "lib/conv_tile-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Rows of patches: whole panels, at multiples of the alignment that are no multiple of 2 KiB.
int64_t PatchPitch(int64_t depth) {
  const int64_t width = kMostConvVectors * int64_t(hn::Lanes(F32()));
  const int64_t whole = (depth + width - 1) / width * width;
  return int64_t(RowStride(size_t(whole), sizeof(float)) / sizeof(float));
}

// to[r][j] += sums[r][j], or =.
HWY_INLINE void AddRows(const float* sums, int64_t sums_stride, int64_t rows, int64_t columns,
                        bool add, float* to, int64_t to_stride) {
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  for (int64_t r = 0; r < rows; ++r, sums += sums_stride, to += to_stride) {
    int64_t j = 0;
    if (!add) {
      std::copy_n(sums, columns, to);
      continue;
    }
    for (; j + lanes <= columns; j += lanes) {
      hn::StoreU(hn::Add(hn::LoadU(d, to + j), hn::LoadU(d, sums + j)), d, to + j);
    }
    for (; j < columns; ++j) to[j] += sums[j];
  }
}

constexpr float kZeros[kMostConvVectors * kMostLanes] = {};

}  // namespace

size_t ConvGradientScratch(const ConvGradientPart& part) {
  return size_t(std::min(kGradientPositions, part.end - part.begin) *
                PatchPitch(part.k1 - part.k0));
}

void RunConvGradientPart(const ConvProblem& problem, const float* input, const float* d_output,
                         const ConvGradientPart& part, bool add, float* d_weights, float* scratch) {
  const auto lanes = int64_t(hn::Lanes(F32()));
  const int64_t depth = part.k1 - part.k0;
  const int64_t pitch = PatchPitch(depth);
  const int64_t rows = problem.out_channels;
  const int64_t tiles = (rows + kTileRows - 1) / kTileRows;
  const int64_t first = part.group * rows;
  for (int64_t begin = part.begin; begin < part.end; begin += kGradientPositions) {
    const int64_t count = std::min(kGradientPositions, part.end - begin);
    ConvPosition position = ConvPosition::Of(problem, begin);
    for (int64_t i = 0; i < count; ++i, position.Next(problem)) {
      CopyPatch(problem, input + part.group * problem.in_channels, position, part.k0, part.k1,
                scratch + i * pitch);
    }
    const float* from = d_output + begin * problem.out_step[2] + first;
    const bool sum = add || begin > part.begin;
    for (int64_t tile = 0; tile < tiles; ++tile) {
      const int64_t row = rows * tile / tiles;
      const int64_t tile_rows = rows * (tile + 1) / tiles - row;
      for (int64_t k = 0; k < depth;) {
        const ConvTileChoice choice = ChooseConvTile(tile_rows, (depth - k + lanes - 1) / lanes);
        const int64_t width = choice.vectors * lanes;
        HWY_ALIGN float sums[kConvTileSize];
        RunConvTile(choice.function, count, {from + row, 1, problem.out_step[2]},
                    {scratch + k, kTileVectors * lanes, pitch}, {kZeros, 0}, {sums, width});
        AddRows(sums, width, tile_rows, std::min(width, depth - k), sum,
                d_weights + (first + row) * problem.depth() + part.k0 + k, problem.depth());
        k += width;
      }
    }
  }
}

void SumConvOutputs(const ConvProblem& problem, const float* d_output, int64_t begin, int64_t end,
                    float* sums) {
  const int64_t channels = problem.groups * problem.out_channels;
  std::fill_n(sums, channels, 0.0f);
  for (int64_t i = begin; i < end; ++i) {
    AddRows(d_output + i * problem.out_step[2], 0, 1, channels, true, sums, 0);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ConvGradientScratch);
HWY_EXPORT(RunConvGradientPart);
HWY_EXPORT(SumConvOutputs);

size_t ConvGradientScratch(const ConvGradientPart& part) {
  return HWY_DYNAMIC_DISPATCH(ConvGradientScratch)(part);
}

void RunConvGradientPart(const ConvProblem& problem, const float* input, const float* d_output,
                         const ConvGradientPart& part, bool add, float* d_weights, float* scratch) {
  HWY_DYNAMIC_DISPATCH(RunConvGradientPart)
  (problem, input, d_output, part, add, d_weights, scratch);
}

void SumConvOutputs(const ConvProblem& problem, const float* d_output, int64_t begin, int64_t end,
                    float* sums) {
  HWY_DYNAMIC_DISPATCH(SumConvOutputs)(problem, d_output, begin, end, sums);
}

}  // namespace sluice
#endif  // HWY_ONCE
