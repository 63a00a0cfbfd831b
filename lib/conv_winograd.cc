#include "lib/conv_winograd.h"

#include <algorithm>

#include "lib/conv_winograd_part.h"
#include "lib/parallel.h"
#include "lib/thread_scratch.h"

namespace sluice {
namespace {

constexpr int64_t kLeastWork = int64_t{1} << 20;
// Tiles that are computed together: few, so that what is between the transforms stays in the second
// cache; more where that would not fit anyway and there are many weights, to read them less often.
constexpr int64_t kTiles = 14;
constexpr int64_t kTilesOfManyChannels = 42;
constexpr int64_t kManyChannels = 512;
constexpr int64_t kLeastChannels = 16;

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }

}  // namespace

int WinogradTile(const ConvProblem& p) {
  const bool fits = p.groups == 1 && p.kernel[1] == 3 && p.kernel[2] == 3 && p.stride[1] == 1 &&
                    p.stride[2] == 1 && p.dilation[1] == 1 && p.dilation[2] == 1 &&
                    p.in_channels >= kLeastChannels && p.out_channels >= kLeastChannels;
  if (!fits) return 0;
  // Multiplications for a plane of outputs, with what the transforms cost beside them as measured
  // (AVX-512 on Zen 4).
  const auto cost = [&](int64_t tile) {
    return CeilDivide(p.output[1], tile) * CeilDivide(p.output[2], tile) * (tile + 2) * (tile + 2);
  };
  const double plain = 9.0 * double(p.output[1] * p.output[2]);
  const double two = 1.2 * double(cost(2));
  const double four = 1.25 * double(cost(4));
  if (plain <= std::min(two, four)) return 0;
  return two < four ? 2 : 4;
}

size_t WinogradWeightSize(const ConvProblem& problem, int tile) {
  const int64_t panels = CeilDivide(problem.out_channels, ConvPanelWidth());
  return size_t((tile + 2) * (tile + 2) * panels * ConvPanelWidth() * problem.kernel[0] *
                problem.in_channels);
}

void PackWinogradWeights(const ConvProblem& problem, const ConvWeights& weights, int tile,
                         float* packed) {
  const int64_t numbers = problem.depth() * ConvPanelWidth();
  ParallelFor(CeilDivide(problem.out_channels, ConvPanelWidth()), 1,
              [&](int64_t begin, int64_t end) {
                PackWinogradPanels(problem, weights, tile, begin, end,
                                   ThreadScratch(size_t(numbers)), packed);
              });
}

void RunWinograd(const ConvProblem& problem, const ConvArrays& arrays, int tile) {
  const int64_t tiles = WinogradGrid::Of(problem, tile).count;
  const bool many = problem.kernel[0] * problem.in_channels >= kManyChannels;
  int64_t down = CeilDivide(tiles, many ? kTilesOfManyChannels : kTiles);
  int64_t across = 1;
  if (Threads() > 1) {
    // Parts for all threads; those of the same tiles all transform the same input.
    const double work = double(tiles) * double((tile + 2) * (tile + 2) * problem.kernel[0]) *
                        double(problem.in_channels) * double(problem.out_channels);
    const auto wanted = int64_t(std::clamp(work / double(kLeastWork), 1.0, 4.0 * Threads()));
    if (down < wanted) {
      down = std::clamp(tiles / 14, down, wanted);
      across = std::clamp<int64_t>(wanted / down, 1, CeilDivide(problem.out_channels, 64));
    }
  }
  const int64_t tiles_each = CeilDivide(tiles, down);
  const int64_t columns_each = CeilDivide(CeilDivide(problem.out_channels, across), 64) * 64;
  down = CeilDivide(tiles, tiles_each);
  across = CeilDivide(problem.out_channels, columns_each);
  ParallelFor(down * across, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      WinogradPart part;
      part.begin = i % down * tiles_each;
      part.end = std::min(part.begin + tiles_each, tiles);
      part.column0 = i / down * columns_each;
      part.column1 = std::min(part.column0 + columns_each, problem.out_channels);
      RunWinogradPart(problem, arrays, tile, part,
                      ThreadScratch(WinogradPartScratch(problem, tile, part)));
    }
  });
}

}  // namespace sluice
