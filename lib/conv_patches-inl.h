// Patches of a convolution's input, row by row: the first operand of convolution as a product of
// matrices, of which only a block that stays in cache is ever there (Chetlur et al., cuDNN:
// Efficient primitives for deep learning, 2014).
#if defined(SLUICE_LIB_CONV_PATCHES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_PATCHES_INL_H_
#undef SLUICE_LIB_CONV_PATCHES_INL_H_
#else
#define SLUICE_LIB_CONV_PATCHES_INL_H_
#endif

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "hwy/highway.h"
#include "lib/conv_problem.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// Copies `count` numbers by moves of a size known to the compiler, the last of which overlaps.
HWY_INLINE void CopyNumbers(const float* HWY_RESTRICT from, int64_t count, float* HWY_RESTRICT to) {
  const auto copy = [&](auto size) HWY_ATTR {
    constexpr int64_t kSize = decltype(size)::value;
    for (int64_t i = 0; i + kSize < count; i += kSize) {
      std::memcpy(to + i, from + i, kSize * sizeof(float));
    }
    std::memcpy(to + count - kSize, from + count - kSize, kSize * sizeof(float));
  };
  if (count >= 16) {
    copy(std::integral_constant<int64_t, 16>());
  } else if (count >= 8) {
    copy(std::integral_constant<int64_t, 8>());
  } else if (count >= 4) {
    copy(std::integral_constant<int64_t, 4>());
  } else if (count >= 2) {
    copy(std::integral_constant<int64_t, 2>());
  } else if (count == 1) {
    to[0] = from[0];
  }
}

HWY_INLINE void ZeroNumbers(int64_t count, float* to) {
  if (count > 16) {
    std::memset(to, 0, size_t(count) * sizeof(float));
  } else {
    for (int64_t i = 0; i < count; ++i) to[i] = 0.0f;
  }
}

// A place in the output, counted along width, height, depth, batch.
struct ConvPosition {
  int64_t image = 0;
  std::array<int64_t, 3> at{0, 0, 0};

  static ConvPosition Of(const ConvProblem& p, int64_t index) {
    ConvPosition position;
    for (size_t a = 3; a-- > 0;) {
      position.at[a] = index % p.output[a];
      index /= p.output[a];
    }
    position.image = index;
    return position;
  }
  void Next(const ConvProblem& p) {
    for (size_t a = 3; a-- > 0;) {
      if (++at[a] < p.output[a]) return;
      at[a] = 0;
    }
    ++image;
  }
  int64_t OutputOffset(const ConvProblem& p) const {
    return image * p.out_image + at[0] * p.out_step[0] + at[1] * p.out_step[1] +
           at[2] * p.out_step[2];
  }
};

// Numbers [k0, k1) of the patch at `position` (its taps in order, each with all channels of the
// group whose first channel `input` points to), with zeros where the patch is outside.
HWY_INLINE void CopyPatch(const ConvProblem& p, const float* input, const ConvPosition& position,
                          int64_t k0, int64_t k1, float* HWY_RESTRICT out) {
  const int64_t channels = p.in_channels;
  const int64_t line = p.kernel[2] * channels;  // taps along the width
  const bool dense = p.dilation[2] == 1 && p.in_step[2] == channels;
  const int64_t x0 = position.at[2] * p.stride[2] - p.pad[2];
  int64_t k = k0;
  while (k < k1) {
    const int64_t index = k / line;
    const int64_t begin = k - index * line;
    const int64_t end = std::min(line, begin + k1 - k);
    const int64_t z = position.at[0] * p.stride[0] - p.pad[0] + index / p.kernel[1] * p.dilation[0];
    const int64_t y = position.at[1] * p.stride[1] - p.pad[1] + index % p.kernel[1] * p.dilation[1];
    float* to = out + k - k0;
    k += end - begin;
    if (z < 0 || z >= p.input[0] || y < 0 || y >= p.input[1]) {
      ZeroNumbers(end - begin, to);
      continue;
    }
    const float* row = input + position.image * p.in_image + z * p.in_step[0] + y * p.in_step[1];
    if (dense) {
      const int64_t first = std::clamp(-x0 * channels, begin, end);
      const int64_t last = std::clamp((p.input[2] - x0) * channels, first, end);
      ZeroNumbers(first - begin, to);
      CopyNumbers(row + (x0 * channels + first), last - first, to + first - begin);
      ZeroNumbers(end - last, to + last - begin);
      continue;
    }
    for (int64_t i = begin; i < end;) {
      const int64_t tap = i / channels;
      const int64_t c = i - tap * channels;
      const int64_t count = std::min(channels - c, end - i);
      const int64_t x = x0 + tap * p.dilation[2];
      if (x < 0 || x >= p.input[2]) {
        ZeroNumbers(count, to + i - begin);
      } else {
        CopyNumbers(row + x * p.in_step[2] + c, count, to + i - begin);
      }
      i += count;
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_PATCHES_INL_H_
