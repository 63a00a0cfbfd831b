#include "lib/conv_depthwise.h"

#include <algorithm>

#include "lib/conv_depthwise_band.h"
#include "lib/conv_depthwise_kernel.h"
#include "lib/parallel.h"
#include "lib/thread_scratch.h"

namespace sluice {
namespace {

// Multiply-adds worth a part of their own: some 20 microseconds.
constexpr int64_t kLeastWork = int64_t{1} << 18;

}  // namespace

bool IsDepthwise(const ConvProblem& problem) {
  return problem.groups > 1 && problem.in_channels == 1 && problem.out_channels <= 4;
}

size_t DepthwiseWeightSize(const ConvProblem& problem) {
  return size_t(problem.out_channels * problem.taps() * problem.groups);
}

void PackDepthwiseWeights(const ConvProblem& problem, const ConvWeights& weights, float* packed) {
  for (int64_t m = 0; m < problem.out_channels; ++m) {
    for (const int64_t tap : weights.taps) {
      const float* from = weights.data + tap + m * weights.out_stride;
      for (int64_t g = 0; g < problem.groups; ++g) *packed++ = from[g * weights.group_stride];
    }
  }
}

void RunDepthwise(const ConvProblem& problem, const ConvArrays& arrays) {
  const int64_t rows = problem.batch * problem.output[0] * problem.output[1];
  const int64_t work = std::max<int64_t>(
      1, problem.output[2] * problem.taps() * problem.groups * problem.out_channels);
  // Bands of rows share few of the rows they read.
  int64_t each = std::max<int64_t>(1, kLeastWork / work);
  if (Threads() == 1) each = rows;
  each = std::clamp<int64_t>(rows / (4 * Threads()), each, std::max<int64_t>(each, 16));
  if (IsDepthwiseBand(problem, arrays.epilogue)) {
    return ParallelFor(rows, each, [&](int64_t begin, int64_t end) {
      RunDepthwiseBand(problem, arrays, begin, end);
    });
  }
  ParallelFor(rows, each, [&](int64_t begin, int64_t end) {
    const int64_t outputs = problem.groups * problem.out_channels;
    float* scratch = ThreadScratch(size_t(problem.groups + outputs));
    std::fill_n(scratch, problem.groups, 0.0f);
    RunDepthwiseRows(problem, arrays, begin, end, scratch, scratch + problem.groups);
  });
}

}  // namespace sluice
