#include <algorithm>
#include <vector>

#include "lib/conv_depthwise.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_depthwise_gradient.cc"
#include "hwy/cache_control.h"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_patches-inl.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

constexpr int kMostLanes = HWY_MAX_BYTES / 4;

// Taps of a line whose sums stay in registers, and sums that do.
constexpr int kMostTaps = HWY_TARGET == HWY_SCALAR ? 4 : 8;
constexpr int kMostSums = 9;

// A row of gradients, and the pixels under up to three lines of taps for its first output.
struct GradientLines {
  const float* pixels[3];
  int64_t tap_step;
  int64_t x_step;
  const float* gradients;
  int64_t out_step;
  int64_t count;
  // Fetched meanwhile, a cache line for each output: parts of the rows that come next. Along the
  // pixels of one vector of channels the processor does not foresee them.
  const float* next_pixels;
  const float* next_gradients;
};

// Sums of kLines lines of kTaps taps each: sum[l][k] += pixels[l][x + k] * gradients[x].
template <int kLines, int kTaps>
void SumLines(const GradientLines& lines, float* sums, int64_t sum_stride) {
  const F32 d;
  VF32 sum[kLines * kTaps];
#pragma GCC unroll 16
  for (int k = 0; k < kLines * kTaps; ++k) sum[k] = hn::LoadU(d, sums + k * sum_stride);
  for (int64_t x = 0; x < lines.count; ++x) {
    const VF32 gradient = hn::LoadU(d, lines.gradients + x * lines.out_step);
#pragma GCC unroll 4
    for (int l = 0; l < kLines; ++l) {
      const float* from = lines.pixels[l] + x * lines.x_step;
#pragma GCC unroll 8
      for (int k = 0; k < kTaps; ++k) {
        VF32& to = sum[l * kTaps + k];
        to = hn::MulAdd(hn::LoadU(d, from + k * lines.tap_step), gradient, to);
      }
    }
  }
#pragma GCC unroll 16
  for (int k = 0; k < kLines * kTaps; ++k) hn::StoreU(sum[k], d, sums + k * sum_stride);
}

// The same for 3 x 3 taps that move by one pixel from output to output: a pixel stays in a register
// while it is under the kernel. pixels[l] is under the middle tap; before the first one and after
// the last one there may be none.
void SumSquare(const GradientLines& lines, bool has_first, bool has_last, float* sums,
               int64_t sum_stride) {
  const F32 d;
  const VF32 zero = hn::Zero(d);
  VF32 sum[9];
  VF32 left[3], middle[3];
#pragma GCC unroll 16
  for (int k = 0; k < 9; ++k) sum[k] = hn::LoadU(d, sums + k * sum_stride);
#pragma GCC unroll 4
  for (int l = 0; l < 3; ++l) {
    left[l] = has_first ? hn::LoadU(d, lines.pixels[l] - lines.tap_step) : zero;
    middle[l] = hn::LoadU(d, lines.pixels[l]);
  }
  const auto add = [&](int64_t x, const VF32* right) HWY_ATTR {
    const VF32 gradient = hn::LoadU(d, lines.gradients + x * lines.out_step);
#pragma GCC unroll 4
    for (int l = 0; l < 3; ++l) {
      sum[l * 3] = hn::MulAdd(left[l], gradient, sum[l * 3]);
      sum[l * 3 + 1] = hn::MulAdd(middle[l], gradient, sum[l * 3 + 1]);
      sum[l * 3 + 2] = hn::MulAdd(right[l], gradient, sum[l * 3 + 2]);
      left[l] = middle[l];
      middle[l] = right[l];
    }
  };
  VF32 right[3] = {zero, zero, zero};
  const int64_t count = lines.count - (has_last ? 0 : 1);
  for (int64_t x = 0; x < count; ++x) {
    hwy::Prefetch(lines.next_pixels + x * 16);
    hwy::Prefetch(lines.next_gradients + x * 16);
#pragma GCC unroll 4
    for (int l = 0; l < 3; ++l) right[l] = hn::LoadU(d, lines.pixels[l] + (x + 1) * lines.tap_step);
    add(x, right);
  }
  if (!has_last) {
    const VF32 none[3] = {zero, zero, zero};
    add(count, none);
  }
#pragma GCC unroll 16
  for (int k = 0; k < 9; ++k) hn::StoreU(sum[k], d, sums + k * sum_stride);
}

using LineFunction = void (*)(const GradientLines& lines, float* sums, int64_t sum_stride);

template <int kTaps>
LineFunction FindLine(int64_t taps) {
  if constexpr (kTaps > 1) {
    if (taps < kTaps) return FindLine<kTaps - 1>(taps);
  }
  return &SumLines<1, kTaps>;
}

// The outputs o in [first, last) whose input o * stride + offset is in [0, input).
struct Range {
  int64_t first;
  int64_t last;
};
Range InputRange(int64_t offset, int64_t stride, int64_t input, int64_t output) {
  const int64_t first = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
  const int64_t last = input - offset <= 0 ? 0 : (input - offset - 1) / stride + 1;
  return {std::min(first, output), std::clamp(last, std::min(first, output), output)};
}

// Taps [k0, k0 + taps) of one or three lines of the kernel, with a row of outputs.
class Group {
 public:
  Group(const ConvProblem& problem, int64_t k0, int64_t taps, int lines)
      : p_(problem),
        k0_(k0),
        taps_(taps),
        lines_(lines),
        first_(RangeOf(0).first),
        last_(std::max(first_, RangeOf(taps - 1).last)),
        function_(lines < 3 ? FindLine<kMostTaps>(taps) : &SumLines<3, 3>),
        is_square_(lines == 3 && problem.stride[2] == 1 && problem.dilation[2] == 1 &&
                   problem.pad[2] >= 0 && problem.pad[2] <= 1 &&
                   problem.output[2] - problem.pad[2] < problem.input[2]) {
    for (int64_t k = 0; k < taps; ++k) {
      const Range own = RangeOf(k);
      const Range before = {own.first, std::min(own.last, first_)};
      const Range after = {std::max(own.first, last_), own.last};
      if (before.first < before.last) edges_.push_back({k, before});
      if (after.first < after.last) edges_.push_back({k, after});
    }
  }

  // from: the rows of the input; sums: that of line l and tap k at (l * taps + k) * channels.
  void Run(const float* const* from, const float* gradients, float* sums) const {
    const auto lanes = int64_t(hn::Lanes(F32()));
    const int64_t channels = p_.groups;
    const int64_t count = lines_ * taps_;
    int64_t c = 0;
    for (; c + lanes <= channels; c += lanes) RunVector(from, gradients, c, sums + c, channels);
    if (c == channels) return;
    if (channels >= lanes) {
      // The last vector overlaps the one before, of which it sums a part for nothing.
      HWY_ALIGN float own[kMostSums * kMostLanes] = {};
      const int64_t start = channels - lanes;
      for (int64_t k = 0; k < count; ++k) {
        std::copy_n(sums + k * channels + start, lanes, own + k * lanes);
      }
      RunVector(from, gradients, start, own, lanes);
      for (int64_t k = 0; k < count; ++k) {
        std::copy(own + k * lanes + (c - start), own + (k + 1) * lanes, sums + k * channels + c);
      }
      return;
    }
    for (int64_t k = 0; k < count; ++k) {
      const Range own = RangeOf(k % taps_);
      for (int64_t x = own.first; x < own.last; ++x) {
        const float* pixel = from[k / taps_] + Offset(x, k % taps_);
        for (int64_t j = 0; j < channels; ++j) {
          sums[k * channels + j] += pixel[j] * gradients[x * p_.out_step[2] + j];
        }
      }
    }
  }

 private:
  // The outputs for which a tap is inside.
  Range RangeOf(int64_t tap) const {
    return InputRange((k0_ + tap) * p_.dilation[2] - p_.pad[2], p_.stride[2], p_.input[2],
                      p_.output[2]);
  }

  int64_t Offset(int64_t x, int64_t tap) const {
    return (x * p_.stride[2] + (k0_ + tap) * p_.dilation[2] - p_.pad[2]) * p_.in_step[2];
  }

  // A vector of channels: all taps where all are inside, and what is left of each tap's own range
  // on both sides.
  void RunVector(const float* const* from, const float* gradients, int64_t channel, float* sums,
                 int64_t stride) const {
    const auto run = [&](LineFunction function, int line, int lines, int64_t tap, int64_t begin,
                         int64_t end) {
      if (begin >= end) return;
      GradientLines all = {
          {},
          p_.dilation[2] * p_.in_step[2],
          p_.stride[2] * p_.in_step[2],
          gradients + begin * p_.out_step[2] + channel,
          p_.out_step[2],
          end - begin,
          from[0] + (p_.stride[1] + p_.kernel[1] - 1) * p_.in_step[1] + channel * p_.output[2],
          gradients + p_.out_step[1] + channel * p_.output[2]};
      for (int l = 0; l < lines; ++l) all.pixels[l] = from[line + l] + Offset(begin, tap) + channel;
      if (function == nullptr) {
        const int64_t x = p_.output[2] - p_.pad[2] + 1;  // under the last tap of the last output
        return SumSquare(all, p_.pad[2] == 0, x < p_.input[2], sums, stride);
      }
      function(all, sums + (line * taps_ + tap) * stride, stride);
    };
    if (is_square_) return run(nullptr, 0, 3, 1, 0, p_.output[2]);
    run(function_, 0, lines_, 0, first_, last_);
    for (const Edge& edge : edges_) {
      for (int line = 0; line < lines_; ++line) {
        run(&SumLines<1, 1>, line, 1, edge.tap, edge.range.first, edge.range.last);
      }
    }
  }

  const ConvProblem& p_;
  const int64_t k0_;
  const int64_t taps_;
  const int lines_;
  const int64_t first_;  // outputs for which all taps are inside
  const int64_t last_;
  const LineFunction function_;
  const bool is_square_;  // whether SumSquare does it
  // What is left of the taps' own ranges on both sides.
  struct Edge {
    int64_t tap;
    Range range;
  };
  std::vector<Edge> edges_;
};

}  // namespace

void SumDepthwiseGradient(const ConvProblem& p, const float* input, const float* d_output,
                          int64_t begin, int64_t end, float* sums) {
  const int64_t channels = p.groups;
  std::fill_n(sums, p.taps() * channels, 0.0f);
  std::vector<Group> groups;
  for (int64_t k = 0; k < p.kernel[2]; k += kMostTaps) {
    groups.emplace_back(p, k, std::min<int64_t>(kMostTaps, p.kernel[2] - k), 1);
  }
  // All of the most frequent kernel's sums stay in registers.
  const bool square = p.kernel[0] == 1 && p.kernel[1] == 3 && p.kernel[2] == 3;
  const Group three(p, 0, std::min<int64_t>(p.kernel[2], 3), square ? 3 : 1);
  for (int64_t row = begin; row < end; ++row) {
    const ConvPosition position = ConvPosition::Of(p, row * p.output[2]);
    const float* gradients = d_output + position.OutputOffset(p);
    const int64_t z0 = position.at[0] * p.stride[0] - p.pad[0];
    const int64_t y0 = position.at[1] * p.stride[1] - p.pad[1];
    const auto from = [&](int64_t line) -> const float* {
      const int64_t z = z0 + line / p.kernel[1] * p.dilation[0];
      const int64_t y = y0 + line % p.kernel[1] * p.dilation[1];
      if (z < 0 || z >= p.input[0] || y < 0 || y >= p.input[1]) return nullptr;
      return input + position.image * p.in_image + z * p.in_step[0] + y * p.in_step[1];
    };
    if (square && from(0) != nullptr && from(2) != nullptr) {
      const float* lines[] = {from(0), from(1), from(2)};
      three.Run(lines, gradients, sums);
      continue;
    }
    for (int64_t line = 0; line < p.kernel[0] * p.kernel[1]; ++line) {
      const float* pixels = from(line);
      if (pixels == nullptr) continue;
      for (size_t i = 0; i < groups.size(); ++i) {
        groups[i].Run(&pixels, gradients,
                      sums + (line * p.kernel[2] + int64_t(i) * kMostTaps) * channels);
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SumDepthwiseGradient);

void SumDepthwiseGradient(const ConvProblem& problem, const float* input, const float* d_output,
                          int64_t begin, int64_t end, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumDepthwiseGradient)(problem, input, d_output, begin, end, sums);
}

}  // namespace sluice
#endif  // HWY_ONCE
