// Hardly any number is used more often than there are taps, so that reading is what costs. A vector
// of channels of a few neighbouring outputs is computed from row to row downwards: each pixel is
// read once, and goes into the sums of all outputs that it is a part of, of up to three rows.
#include "lib/conv_depthwise_band.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_depthwise_band.cc"
#include "hwy/cache_control.h"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_clamp-inl.h"
#include "lib/conv_epilogue-inl.h"
#include "lib/conv_patches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Neighbouring outputs: 3 rows of sums and 9 weights in 32 registers, or in 16 as far as they go.
#if HWY_ARCH_X86 && HWY_TARGET > HWY_AVX3
constexpr int kPixels = 2;
#else
constexpr int kPixels = 7;
#endif
// Rows that are computed before the next columns: with what they read they stay in the second
// cache.
constexpr int64_t kRows = 8;
// From so many numbers on (1 MiB) the next band's rows are fetched beforehand, in the order in
// which they lie: down the columns the processor does not foresee what is read.
constexpr int64_t kManyNumbers = 256 * 1024;

alignas(HWY_MAX_BYTES) constexpr float kZeros[HWY_MAX_BYTES / 4] = {};

// A row of pixels under the outputs, the first and the last of which may be outside.
struct Pixels {
  const float* first;
  const float* second;
  const float* last;
  int64_t step;
};

// sum += the three taps of a row of the kernel.
template <int kCount, int kStride>
HWY_INLINE void AddTaps(VF32 pixel, int j, const VF32* taps, VF32 (&sum)[kCount]) {
#pragma GCC unroll 3
  for (int k = 0; k < 3; ++k) {
    const int i = j - k;
    if (i >= 0 && i % kStride == 0 && i / kStride < kCount) {
      sum[i / kStride] = hn::MulAdd(pixel, taps[k], sum[i / kStride]);
    }
  }
}

// A row of pixels goes into the sums of up to three rows of outputs, with the taps given for each.
template <int kCount, int kStride, int kSums>
HWY_INLINE void AddRow(const Pixels& pixels, const VF32* taps0, VF32 (&sum0)[kCount],
                       const VF32* taps1, VF32 (&sum1)[kCount], const VF32* taps2,
                       VF32 (&sum2)[kCount]) {
  const F32 d;
  constexpr int kColumns = (kCount - 1) * kStride + 3;
#pragma GCC unroll 16
  for (int j = 0; j < kColumns; ++j) {
    const VF32 pixel = hn::LoadU(d, j == 0              ? pixels.first
                                    : j == kColumns - 1 ? pixels.last
                                                        : pixels.second + (j - 1) * pixels.step);
    AddTaps<kCount, kStride>(pixel, j, taps0, sum0);
    if constexpr (kSums > 1) AddTaps<kCount, kStride>(pixel, j, taps1, sum1);
    if constexpr (kSums > 2) AddTaps<kCount, kStride>(pixel, j, taps2, sum2);
  }
}

template <int kCount>
HWY_INLINE void Start(VF32 value, VF32 (&sum)[kCount]) {
#pragma GCC unroll 8
  for (int i = 0; i < kCount; ++i) sum[i] = value;
}

class Band {
 public:
  Band(const ConvProblem& problem, const ConvArrays& arrays)
      : p_(problem),
        arrays_(arrays),
        activation_(ClampOf(arrays.epilogue.activation, &clamp_)),
        large_(p_.input[1] * p_.in_step[1] + p_.output[1] * p_.out_step[1] >=
               kManyNumbers * p_.stride[2] * p_.stride[2]) {}

  // Rows [y0, y1) of one plane.
  void Run(const ConvPosition& plane, int64_t y0, int64_t y1) {
    y0_ = y0;
    y1_ = y1;
    input_ = arrays_.input + plane.image * p_.in_image + plane.at[0] * p_.stride[0] * p_.in_step[0];
    output_ = arrays_.output + plane.image * p_.out_image + plane.at[0] * p_.out_step[0];
    if (large_) Foresee();
    // Nearly equal tiles rather than whole tiles and a small rest.
    const int64_t tiles = (p_.output[2] + kPixels - 1) / kPixels;
    for (int64_t tile = 0; tile < tiles; ++tile) {
      const int64_t x = p_.output[2] * tile / tiles;
      const int64_t count = p_.output[2] * (tile + 1) / tiles - x;
      if (p_.stride[2] == 1) {
        RunColumns<kPixels, 1>(x, count);
      } else {
        RunColumns<kPixels, 2>(x, count);
      }
      if (activation_ == ConvActivation::kNone) continue;
      for (int64_t y = y0; y < y1; ++y) {
        float* to = output_ + y * p_.out_step[1] + x * p_.out_step[2];
        ActivateRows({to, p_.out_step[2], to, p_.out_step[2], count, p_.groups}, activation_,
                     arrays_.epilogue.slope);
      }
    }
  }

 private:
  // The rows that the next band reads and writes, which are fetched while this one is computed.
  void Foresee() {
    const int64_t in_y = std::max<int64_t>(y1_ * p_.stride[1] - p_.pad[1] + 3 - p_.stride[1], 0);
    const int64_t in_end = std::min(in_y + kRows * p_.stride[1], p_.input[1]);
    next_input_ = {input_ + in_y * p_.in_step[1],
                   std::max(in_end - in_y, int64_t{0}) * p_.in_step[1]};
    const int64_t end = std::min(y1_ + kRows, p_.output[1]);
    next_output_ = {output_ + y1_ * p_.out_step[1], (end - y1_) * p_.out_step[1]};
  }

  // Numbers that are still to be fetched.
  struct Next {
    const float* data = nullptr;
    int64_t count = 0;

    HWY_INLINE void Fetch(int64_t lines) {
      for (; lines > 0 && count > 0; --lines, data += 16, count -= 16) hwy::Prefetch(data);
    }
  };

  // `count` outputs from column x on.
  template <int kCount, int kStride>
  void RunColumns(int64_t x, int64_t count) {
    if constexpr (kCount > 1) {
      if (count < kCount) return RunColumns<kCount - 1, kStride>(x, count);
    }
    const int64_t lanes = int64_t(hn::Lanes(F32()));
    for (int64_t c = 0; c < p_.groups; c += lanes) {
      // The last vector overlaps the one before, and computes a part of it again.
      RunChannels<kCount, kStride>(x, std::min(c, p_.groups - lanes));
    }
  }

  template <int kCount, int kStride>
  void RunChannels(int64_t x, int64_t channel) {
    const F32 d;
    VF32 taps[9];
    for (int k = 0; k < 9; ++k) taps[k] = hn::LoadU(d, arrays_.packed + k * p_.groups + channel);
    const float* bias = arrays_.epilogue.bias;
    const VF32 start = bias == nullptr ? hn::Zero(d) : hn::LoadU(d, bias + channel);
    const VF32 low = hn::Set(d, clamp_.low);
    const VF32 high = hn::Set(d, clamp_.high);
    const int64_t x0 = x * kStride - p_.pad[2];
    constexpr int kLast = (kCount - 1) * kStride + 2;
    const bool has_first = x0 >= 0;
    const bool has_last = x0 + kLast < p_.input[2];
    const auto row = [&](int64_t y) HWY_ATTR {
      if (y < 0 || y >= p_.input[1]) return Pixels{kZeros, kZeros, kZeros, 0};
      const float* second = input_ + y * p_.in_step[1] + (x0 + 1) * p_.in_step[2] + channel;
      return Pixels{has_first ? second - p_.in_step[2] : kZeros, second,
                    has_last ? second + (kLast - 1) * p_.in_step[2] : kZeros, p_.in_step[2]};
    };
    float* to = output_ + y0_ * p_.out_step[1] + x * p_.out_step[2] + channel;
    const auto store = [&](const VF32(&sum)[kCount]) HWY_ATTR {
      next_input_.Fetch(kCount * kStride * kStride);
      next_output_.Fetch(kCount);
#pragma GCC unroll 8
      for (int i = 0; i < kCount; ++i) {
        hn::StoreU(AtMost(high, AtLeast(low, sum[i])), d, to + i * p_.out_step[2]);
      }
      to += p_.out_step[1];
    };
    const VF32* top = taps;
    const VF32* middle = taps + 3;
    const VF32* bottom = taps + 6;
    VF32 a[kCount], b[kCount], e[kCount];
    int64_t in_y = y0_ * kStride - p_.pad[1];
    int64_t y = y0_;
    Start(start, a);
    if constexpr (kStride == 1) {
      // The sums of outputs y, y + 1, y + 2 are in a, b, e by turns.
      AddRow<kCount, 1, 1>(row(in_y), top, a, top, a, top, a);
      Start(start, b);
      AddRow<kCount, 1, 2>(row(in_y + 1), middle, a, top, b, top, b);
      for (in_y += 2;; in_y += 3) {
        Start(start, e);
        AddRow<kCount, 1, 3>(row(in_y), bottom, a, middle, b, top, e);
        store(a);
        if (++y == y1_) return;
        Start(start, a);
        AddRow<kCount, 1, 3>(row(in_y + 1), bottom, b, middle, e, top, a);
        store(b);
        if (++y == y1_) return;
        Start(start, b);
        AddRow<kCount, 1, 3>(row(in_y + 2), bottom, e, middle, a, top, b);
        store(e);
        if (++y == y1_) return;
      }
    } else {
      AddRow<kCount, 2, 1>(row(in_y), top, a, top, a, top, a);
      for (++in_y;; in_y += 4) {
        AddRow<kCount, 2, 1>(row(in_y), middle, a, top, a, top, a);
        Start(start, b);
        AddRow<kCount, 2, 2>(row(in_y + 1), bottom, a, top, b, top, b);
        store(a);
        if (++y == y1_) return;
        AddRow<kCount, 2, 1>(row(in_y + 2), middle, b, top, b, top, b);
        Start(start, a);
        AddRow<kCount, 2, 2>(row(in_y + 3), bottom, b, top, a, top, a);
        store(b);
        if (++y == y1_) return;
      }
    }
  }

  const ConvProblem& p_;
  const ConvArrays& arrays_;
  ConvClamp clamp_;
  const ConvActivation activation_;  // what is left to do after the clamp
  const bool large_;
  int64_t y0_ = 0;
  int64_t y1_ = 0;
  const float* input_ = nullptr;  // of the plane
  float* output_ = nullptr;
  Next next_input_;
  Next next_output_;
};

}  // namespace

bool IsDepthwiseBand(const ConvProblem& p, const ConvEpilogue& epilogue) {
  for (size_t a = 1; a < 3; ++a) {
    if (p.kernel[a] != 3 || p.dilation[a] != 1 || p.stride[a] != p.stride[1]) return false;
  }
  const int64_t right = (p.output[2] - 1) * p.stride[2] - p.pad[2] + 2;
  return p.kernel[0] == 1 && p.pad[0] == 0 && (p.stride[1] == 1 || p.stride[1] == 2) &&
         p.pad[2] >= 0 && p.pad[2] <= 1 && right <= p.input[2] && p.out_channels == 1 &&
         p.groups >= int64_t(hn::Lanes(F32())) && epilogue.residual == nullptr;
}

void RunDepthwiseBand(const ConvProblem& problem, const ConvArrays& arrays, int64_t begin,
                      int64_t end) {
  Band band(problem, arrays);
  while (begin < end) {
    const ConvPosition position = ConvPosition::Of(problem, begin * problem.output[2]);
    const int64_t y = position.at[1];
    const int64_t rows = std::min({kRows, problem.output[1] - y, end - begin});
    band.Run(position, y, y + rows);
    begin += rows;
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(IsDepthwiseBand);
HWY_EXPORT(RunDepthwiseBand);

bool IsDepthwiseBand(const ConvProblem& problem, const ConvEpilogue& epilogue) {
  return HWY_DYNAMIC_DISPATCH(IsDepthwiseBand)(problem, epilogue);
}

void RunDepthwiseBand(const ConvProblem& problem, const ConvArrays& arrays, int64_t begin,
                      int64_t end) {
  HWY_DYNAMIC_DISPATCH(RunDepthwiseBand)(problem, arrays, begin, end);
}

}  // namespace sluice
#endif  // HWY_ONCE
