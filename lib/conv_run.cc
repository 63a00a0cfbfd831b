#include <algorithm>
#include <vector>

#include "lib/conv_depthwise.h"
#include "lib/conv_direct.h"
#include "lib/conv_overlap.h"
#include "lib/conv_part.h"
#include "lib/conv_problem.h"
#include "lib/conv_winograd.h"
#include "lib/parallel.h"
#include "lib/thread_scratch.h"

namespace sluice {
namespace {

// Multiply-adds worth a part of their own: some 20 microseconds.
constexpr int64_t kLeastWork = int64_t{1} << 20;
// A part has at least about so many positions, or there is too much to read for each product.
constexpr int64_t kLeastPositions = 28;
constexpr int64_t kLeastColumns = 64;

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }
int64_t RoundUp(int64_t a, int64_t unit) { return CeilDivide(a, unit) * unit; }

// How positions and the output channels of a group are shared out.
struct Grid {
  int64_t positions_each = 1;
  int64_t columns_each = 1;
};

// Enough parts for all threads, cut by positions first, since each part of the channels has to put
// together the patches of its own.
Grid MakeGrid(const ConvProblem& p) {
  const int64_t positions = p.positions();
  int64_t wanted = 1;
  if (Threads() > 1) {
    const double work = double(positions) * double(p.out_channels) * double(p.depth());
    wanted =
        int64_t(std::clamp(work * double(p.groups) / double(kLeastWork), 1.0, 4.0 * Threads()));
    wanted = CeilDivide(wanted, p.groups);
  }
  int64_t down = CeilDivide(positions, kMostConvPositions);
  int64_t across = 1;
  if (down < wanted) {
    down = std::clamp(positions / kLeastPositions, down, wanted);
    across = std::clamp<int64_t>(wanted / down, 1, CeilDivide(p.out_channels, kLeastColumns));
  }
  Grid grid;
  grid.positions_each = std::min(RoundUp(CeilDivide(positions, down), 14), kMostConvPositions);
  grid.columns_each = RoundUp(CeilDivide(p.out_channels, across), kLeastColumns);
  return grid;
}

int64_t PanelCount(const ConvProblem& problem) {
  return problem.groups * CeilDivide(problem.out_channels, ConvPanelWidth());
}

void RunPatches(const ConvProblem& problem, const ConvArrays& arrays) {
  const int64_t positions = problem.positions();
  const Grid grid = MakeGrid(problem);
  const int64_t down = CeilDivide(positions, grid.positions_each);
  const int64_t across = CeilDivide(problem.out_channels, grid.columns_each);
  ParallelFor(problem.groups * down * across, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      ConvPart part;
      part.begin = i % down * grid.positions_each;
      part.end = std::min(part.begin + grid.positions_each, positions);
      part.column0 = i / down % across * grid.columns_each;
      part.column1 = std::min(part.column0 + grid.columns_each, problem.out_channels);
      part.group = i / down / across;
      RunConvPart(problem, arrays, part, ThreadScratch(ConvPartScratch(problem, part)));
    }
  });
}

void RunProducts(const ConvProblem& problem, const ConvArrays& arrays) {
  return IsDirect(problem) ? RunDirect(problem, arrays) : RunPatches(problem, arrays);
}

// Weights in another order: those of a problem whose outputs are joined, where output channel
// (n, o) has the kernel of o, n strides further on, and zeros around it; or those of one whose taps
// along the width are output channels.
class OtherWeights {
 public:
  static OtherWeights Joined(const ConvProblem& p, const ConvWeights& weights, int64_t count) {
    const ConvProblem joined = JoinPixels(p, count);
    OtherWeights other(joined);
    for (int64_t o = 0; o < joined.out_channels; ++o) {
      for (int64_t t = 0; t < p.taps(); ++t) {
        other.Copy(p, weights, o % p.out_channels, t, o,
                   t / p.kernel[2] * joined.kernel[2] + t % p.kernel[2] +
                       o / p.out_channels * p.stride[2]);
      }
    }
    return other;
  }

  static OtherWeights Overlapping(const ConvProblem& p, const ConvWeights& weights) {
    OtherWeights other(OverlapProblem(p));
    for (int64_t o = 0; o < p.out_channels; ++o) {
      for (int64_t t = 0; t < p.taps(); ++t) {
        other.Copy(p, weights, o, t, t % p.kernel[2] * p.out_channels + o, t / p.kernel[2]);
      }
    }
    return other;
  }

  ConvWeights weights() const {
    ConvWeights w;
    for (int64_t t = 0; t < taps_; ++t) w.taps.push_back(t * channels_);
    w.data = numbers_.data();
    w.in_stride = 1;
    w.out_stride = taps_ * channels_;
    return w;
  }

 private:
  explicit OtherWeights(const ConvProblem& p)
      : taps_(p.taps()), channels_(p.in_channels), numbers_(size_t(p.out_channels * p.depth())) {}

  void Copy(const ConvProblem& p, const ConvWeights& weights, int64_t out, int64_t tap,
            int64_t to_out, int64_t to_tap) {
    const float* from = weights.data + weights.taps[size_t(tap)] + out * weights.out_stride;
    float* to = numbers_.data() + (to_out * taps_ + to_tap) * channels_;
    for (int64_t c = 0; c < p.in_channels; ++c) to[c] = from[c * weights.in_stride];
  }

  int64_t taps_;
  int64_t channels_;
  std::vector<float> numbers_;
};

}  // namespace

ConvWay ChooseConvWay(const ConvProblem& problem, ConvMethod method) {
  ConvWay way;
  if (IsDepthwise(problem)) {
    way.path = ConvPath::kDepthwise;
  } else if (method == ConvMethod::kFastest) {
    const int tile = WinogradTile(problem);
    if (tile != 0) {
      way.path = tile == 4 ? ConvPath::kWinograd4 : ConvPath::kWinograd2;
    } else {
      const int64_t line = problem.kernel[2] * problem.in_channels;
      const int64_t lanes = ConvPanelWidth() / 2;
      way.joined = ChooseJoinedPixels(problem, lanes, line);
      const int64_t joined_line = line + (way.joined - 1) * problem.stride[2] * problem.in_channels;
      const double cost = double(problem.output[2] * joined_line) / double(way.joined);
      if (OverlapCost(problem) < 0.8 * cost && IsDirect(OverlapProblem(problem)))
        way = {ConvPath::kOverlap, 1};
    }
  }
  return way;
}

size_t PackedConvSize(const ConvProblem& problem, ConvWay way) {
  switch (way.path) {
    case ConvPath::kDepthwise:
      return DepthwiseWeightSize(problem);
    case ConvPath::kWinograd2:
      return WinogradWeightSize(problem, 2);
    case ConvPath::kWinograd4:
      return WinogradWeightSize(problem, 4);
    case ConvPath::kOverlap:
      return PackedConvSize(OverlapProblem(problem), {});
    case ConvPath::kProduct:
      break;
  }
  const ConvProblem p = JoinPixels(problem, way.joined);
  return size_t(PanelCount(p) * p.depth() * ConvPanelWidth());
}

void PackConvWeights(const ConvProblem& problem, ConvWay way, const ConvWeights& weights,
                     float* packed) {
  switch (way.path) {
    case ConvPath::kDepthwise:
      return PackDepthwiseWeights(problem, weights, packed);
    case ConvPath::kWinograd2:
      return PackWinogradWeights(problem, weights, 2, packed);
    case ConvPath::kWinograd4:
      return PackWinogradWeights(problem, weights, 4, packed);
    case ConvPath::kOverlap:
      return PackConvWeights(OverlapProblem(problem), {},
                             OtherWeights::Overlapping(problem, weights).weights(), packed);
    case ConvPath::kProduct:
      break;
  }
  if (way.joined > 1) {
    return PackConvWeights(JoinPixels(problem, way.joined), {},
                           OtherWeights::Joined(problem, weights, way.joined).weights(), packed);
  }
  const int64_t numbers = problem.depth() * ConvPanelWidth();
  ParallelFor(
      PanelCount(problem), CeilDivide(kLeastWork / 8, numbers),
      [&](int64_t begin, int64_t end) { PackConvPanels(problem, weights, begin, end, packed); });
}

void RunConv(const ConvProblem& problem, ConvWay way, const float* packed, const float* input,
             float* output, const ConvEpilogue& epilogue) {
  if (problem.positions() == 0) return;
  ConvArrays arrays = {packed, input, output, epilogue};
  if (way.joined > 1) {
    std::vector<float> bias;
    for (int64_t n = 0; n < way.joined && epilogue.bias != nullptr; ++n) {
      bias.insert(bias.end(), epilogue.bias, epilogue.bias + problem.out_channels);
    }
    if (!bias.empty()) arrays.epilogue.bias = bias.data();
    return RunProducts(JoinPixels(problem, way.joined), arrays);
  }
  switch (way.path) {
    case ConvPath::kDepthwise:
      return RunDepthwise(problem, arrays);
    case ConvPath::kWinograd2:
      return RunWinograd(problem, arrays, 2);
    case ConvPath::kWinograd4:
      return RunWinograd(problem, arrays, 4);
    case ConvPath::kOverlap:
      return RunOverlap(problem, arrays);
    case ConvPath::kProduct:
      return RunProducts(problem, arrays);
  }
}

}  // namespace sluice
