#include "lib/conv_winograd_gradient.h"

#include <algorithm>

#include "lib/buffer.h"
#include "lib/conv_winograd_part.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr int64_t kPlaces = 36;
// Tiles whose products are summed before they are added to those of the tiles before: as many as
// have their transforms in some 2 MiB, within limits. This is fixed, as it decides how results are
// rounded.
constexpr int64_t kNumbers = 512 * 1024;
constexpr int64_t kLeastTiles = 84;
constexpr int64_t kMostTiles = 256;
// Output channels that a part has: whole tiles of the products of every target.
constexpr int64_t kChannels = 84;

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }
int64_t Pitch(int64_t numbers) {
  // Whole groups of vectors, at multiples of the alignment that are no multiple of 2 KiB.
  return int64_t(RowStride(size_t(CeilDivide(numbers, 64) * 64), sizeof(float)) / sizeof(float));
}

}  // namespace

Status WinogradBackwardWeights(const ConvProblem& problem, const float* input,
                               const float* d_output, bool add, float* d_weights) {
  WinogradGradient work;
  work.problem = problem;
  work.input = input;
  work.d_output = d_output;
  work.depth = problem.kernel[0] * problem.in_channels;
  const int64_t tiles = WinogradGrid::Of(problem, 4).count;
  const int64_t most =
      std::min(std::clamp(kNumbers / (kPlaces * (work.depth + problem.out_channels)), kLeastTiles,
                          kMostTiles),
               tiles);
  const int64_t each = CeilDivide(tiles, CeilDivide(tiles, most));
  work.input_pitch = Pitch(work.depth);
  work.gradient_pitch = Pitch(problem.out_channels);
  work.input_step = each * work.input_pitch + 16;
  work.gradient_step = each * work.gradient_pitch + 16;
  const int64_t zeros = std::max(problem.in_channels, problem.out_channels);
  const int64_t sums = kPlaces * problem.out_channels * work.input_pitch;
  const int64_t total = kPlaces * (work.input_step + work.gradient_step) + sums + zeros;
  SLUICE_ASSIGN_OR_RETURN(Buffer memory, Buffer::Allocate(size_t(total) * sizeof(float)));
  work.inputs = reinterpret_cast<float*>(memory.data());
  work.gradients = work.inputs + kPlaces * work.input_step;
  work.sums = work.gradients + kPlaces * work.gradient_step;
  std::fill_n(work.sums + sums, zeros, 0.0f);
  work.zeros = work.sums + sums;
  const int64_t parts = CeilDivide(problem.out_channels, kChannels);
  for (work.first = 0; work.first < tiles; work.first += each) {
    work.count = std::min(each, tiles - work.first);
    ParallelFor(work.count, 7,
                [&](int64_t begin, int64_t end) { TransformGradientTiles(work, begin, end); });
    ParallelFor(kPlaces * parts, 1, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const int64_t channel = i % parts * kChannels;
        SumGradientPlace(work, i / parts, channel,
                         std::min(channel + kChannels, problem.out_channels));
      }
    });
  }
  ParallelFor(problem.out_channels, 4, [&](int64_t begin, int64_t end) {
    FinishGradient(work, begin, end, add, d_weights);
  });
  return Status::Ok();
}

}  // namespace sluice
