#include "lib/conv_depthwise_kernel.h"

#include <algorithm>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_depthwise_kernel.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_clamp-inl.h"
#include "lib/conv_epilogue-inl.h"
#include "lib/conv_patches-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Pixels of a row that are computed side by side: enough sums to hide the latency of the
// multiply-add.
constexpr int kPixels = 8;
constexpr int kMostLanes = HWY_MAX_BYTES / 4;

// Taps in lines along the width; those of dilation 1 in lines of kTaps read pixels that several
// outputs share once. pixels[line * columns + j] is where the line's column j of pixels is.
template <int kTaps, int kStride, int kCount>
HWY_INLINE void SumTaps(F32 d, const float* const* pixels, int64_t lines, int64_t columns,
                        int64_t channel, const float* weights, int64_t tap_stride, VF32* sums) {
  VF32 sum[kCount];
#pragma GCC unroll 8
  for (int i = 0; i < kCount; ++i) sum[i] = sums[i];
  const float* weight = weights + channel;
  for (int64_t line = 0; line < lines; ++line, pixels += columns) {
    VF32 w[kTaps];
#pragma GCC unroll 8
    for (int k = 0; k < kTaps; ++k, weight += tap_stride) w[k] = hn::LoadU(d, weight);
#pragma GCC unroll 24
    for (int j = 0; j < (kCount - 1) * kStride + kTaps; ++j) {
      const VF32 pixel = hn::LoadU(d, pixels[j] + channel);
#pragma GCC unroll 8
      for (int i = 0; i < kCount; ++i) {
        const int k = j - i * kStride;
        if (k >= 0 && k < kTaps) sum[i] = hn::MulAdd(pixel, w[k], sum[i]);
      }
    }
  }
#pragma GCC unroll 8
  for (int i = 0; i < kCount; ++i) sums[i] = sum[i];
}

// How the taps are seen: as lines of kTaps taps, whose outputs are kStride columns apart. With
// lines of a single tap any kernel will do: a line for each tap, a column for each output.
template <int kTaps, int kStride>
class Rows {
 public:
  Rows(const ConvProblem& problem, const ConvArrays& arrays, const float* zeros, float* scratch)
      : p_(problem),
        arrays_(arrays),
        zeros_(zeros),
        scratch_(scratch),
        lanes_(int64_t(hn::Lanes(F32()))),
        lines_(problem.taps() / kTaps),
        pixels_(size_t(lines_ * kColumns)),
        activation_(ClampOf(arrays.epilogue.activation, &clamp_)) {}

  void Run(int64_t begin, int64_t end) {
    // Nearly equal tiles rather than whole tiles and a small rest.
    const int64_t tiles = (p_.output[2] + kPixels - 1) / kPixels;
    for (int64_t row = begin; row < end; ++row) {
      ConvPosition position = ConvPosition::Of(p_, row * p_.output[2]);
      for (int64_t tile = 0; tile < tiles; ++tile) {
        position.at[2] = p_.output[2] * tile / tiles;
        const int64_t count = p_.output[2] * (tile + 1) / tiles - position.at[2];
        FindPixels(position, count);
        const int64_t place = position.OutputOffset(p_);
        if (p_.out_channels == 1 && p_.groups >= lanes_) {
          RunTile(count, place);
        } else {
          for (int64_t i = 0; i < count; ++i) RunPixel(i, place + i * p_.out_step[2]);
        }
      }
    }
  }

 private:
  static constexpr int kColumns = (kPixels - 1) * kStride + kTaps;

  void FindPixels(const ConvPosition& position, int64_t count) {
    const float* image = arrays_.input + position.image * p_.in_image;
    const float** to = pixels_.data();
    const int64_t columns = (count - 1) * kStride + kTaps;
    // A line of several taps has dilation 1.
    const int64_t step = kTaps > 1 ? 1 : p_.stride[2];
    for (int64_t kz = 0; kz < p_.kernel[0]; ++kz) {
      const int64_t z = position.at[0] * p_.stride[0] + kz * p_.dilation[0] - p_.pad[0];
      for (int64_t ky = 0; ky < p_.kernel[1]; ++ky) {
        const int64_t y = position.at[1] * p_.stride[1] + ky * p_.dilation[1] - p_.pad[1];
        const bool inside = z >= 0 && z < p_.input[0] && y >= 0 && y < p_.input[1];
        const int64_t row = z * p_.in_step[0] + y * p_.in_step[1];
        for (int64_t kx = 0; kx < p_.kernel[2]; kx += kTaps, to += kColumns) {
          int64_t x = position.at[2] * p_.stride[2] + kx * p_.dilation[2] - p_.pad[2];
          if (inside && x >= 0 && x + (columns - 1) * step < p_.input[2]) {
            const float* pixel = image + row + x * p_.in_step[2];
            for (int64_t j = 0; j < columns; ++j) to[j] = pixel + j * step * p_.in_step[2];
            continue;
          }
          for (int64_t j = 0; j < columns; ++j, x += step) {
            to[j] = inside && x >= 0 && x < p_.input[2] ? image + row + x * p_.in_step[2] : zeros_;
          }
        }
      }
    }
  }

  // `count` pixels from `place` on.
  template <int kCount = kPixels>
  void RunTile(int64_t count, int64_t place) {
    if constexpr (kCount > 1) {
      if (count < kCount) return RunTile<kCount - 1>(count, place);
    }
    RunPixels<kCount>(place);
    if (activation_ == ConvActivation::kNone) return;
    float* to = arrays_.output + place;
    ActivateRows({to, p_.out_step[2], to, p_.out_step[2], kCount, p_.groups}, activation_,
                 arrays_.epilogue.slope);
  }

  template <int kCount>
  HWY_INLINE void RunPixels(int64_t place) {
    const F32 d;
    const float* bias = arrays_.epilogue.bias;
    const float* residual = arrays_.epilogue.residual;
    const VF32 low = hn::Set(d, clamp_.low);
    const VF32 high = hn::Set(d, clamp_.high);
    for (int64_t c = 0; c < p_.groups; c += lanes_) {
      // The last vector overlaps the one before, of which it computes a part again.
      const int64_t channel = std::min(c, p_.groups - lanes_);
      const VF32 start = bias == nullptr ? hn::Zero(d) : hn::LoadU(d, bias + channel);
      float* to = arrays_.output + place + channel;
      VF32 sums[kCount];
#pragma GCC unroll 8
      for (int i = 0; i < kCount; ++i) {
        sums[i] = start;
        if (residual != nullptr) {
          const int64_t from = place + channel + i * p_.out_step[2];
          sums[i] = hn::Add(start, hn::LoadU(d, residual + from));
        }
      }
      SumTaps<kTaps, kStride, kCount>(d, pixels_.data(), lines_, kColumns, channel, arrays_.packed,
                                      p_.groups, sums);
#pragma GCC unroll 8
      for (int i = 0; i < kCount; ++i) {
        const int64_t step = i * p_.out_step[2];
        const VF32 sum = AtMost(high, AtLeast(low, sums[i]));
        if (channel == c) {
          hn::StoreU(sum, d, to + step);
        } else {
          // Not again what is there, as that may be the residual.
          HWY_ALIGN float numbers[kMostLanes];
          hn::Store(sum, d, numbers);
          std::copy(numbers + (c - channel), numbers + lanes_, to + step + (c - channel));
        }
      }
    }
  }

  // Few channels, or several outputs for each: pixel i, number by number.
  void RunPixel(int64_t i, int64_t place) {
    const float* bias = arrays_.epilogue.bias;
    const float* residual = arrays_.epilogue.residual;
    const float* weight = arrays_.packed;
    const int64_t taps = p_.taps();
    const int64_t outputs = p_.out_channels;
    const int64_t count = p_.groups * outputs;
    for (int64_t j = 0; j < count; ++j) {
      scratch_[j] =
          (bias == nullptr ? 0.0f : bias[j]) + (residual == nullptr ? 0.0f : residual[place + j]);
    }
    const float* const* pixels = pixels_.data() + i * kStride;
    for (int64_t m = 0; m < outputs; ++m, weight += taps * p_.groups) {
      int64_t c = 0;
      const F32 d;
      for (; c + lanes_ <= p_.groups; c += lanes_) {
        HWY_ALIGN float numbers[kMostLanes];
        for (int64_t l = 0; l < lanes_; ++l) numbers[l] = scratch_[(c + l) * outputs + m];
        VF32 sum = hn::Load(d, numbers);
        SumTaps<kTaps, kStride, 1>(d, pixels, lines_, kColumns, c, weight, p_.groups, &sum);
        hn::Store(sum, d, numbers);
        for (int64_t l = 0; l < lanes_; ++l) scratch_[(c + l) * outputs + m] = numbers[l];
      }
      for (; c < p_.groups; ++c) {
        for (int64_t t = 0; t < taps; ++t) {
          scratch_[c * outputs + m] +=
              pixels[t / kTaps * kColumns + t % kTaps][c] * weight[t * p_.groups + c];
        }
      }
    }
    ActivateRows({scratch_, count, arrays_.output + place, count, 1, count},
                 arrays_.epilogue.activation, arrays_.epilogue.slope);
  }

  const ConvProblem& p_;
  const ConvArrays& arrays_;
  const float* zeros_;
  float* scratch_;
  const int64_t lanes_;
  const int64_t lines_;
  std::vector<const float*> pixels_;  // lines x kColumns
  ConvClamp clamp_;
  const ConvActivation activation_;  // what is left to do after the clamp
};

}  // namespace

void RunDepthwiseRows(const ConvProblem& problem, const ConvArrays& arrays, int64_t begin,
                      int64_t end, const float* zeros, float* scratch) {
  const auto run = [&](auto rows) { rows.Run(begin, end); };
  const int64_t taps = problem.dilation[2] == 1 ? problem.kernel[2] : 1;
  const int64_t stride = problem.stride[2];
  if (taps == 5 && stride == 1) {
    run(Rows<5, 1>(problem, arrays, zeros, scratch));
  } else if (taps == 5 && stride == 2) {
    run(Rows<5, 2>(problem, arrays, zeros, scratch));
  } else {
    run(Rows<1, 1>(problem, arrays, zeros, scratch));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(RunDepthwiseRows);

void RunDepthwiseRows(const ConvProblem& problem, const ConvArrays& arrays, int64_t begin,
                      int64_t end, const float* zeros, float* scratch) {
  HWY_DYNAMIC_DISPATCH(RunDepthwiseRows)(problem, arrays, begin, end, zeros, scratch);
}

}  // namespace sluice
#endif  // HWY_ONCE
