// The transforms of Winograd's minimal filtering, on vectors of channels.
#if defined(SLUICE_LIB_CONV_WINOGRAD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_CONV_WINOGRAD_INL_H_
#undef SLUICE_LIB_CONV_WINOGRAD_INL_H_
#else
#define SLUICE_LIB_CONV_WINOGRAD_INL_H_
#endif

#include <algorithm>
#include <cstdint>

#include "hwy/highway.h"
#include "lib/conv_winograd_part.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// F(2, 3) and F(4, 3) of Lavin and Gray, along one axis: kTile outputs from kTile + 2 inputs.
template <int kTile>
struct Winograd;

template <>
struct Winograd<2> {
  // y = B^T x, 4 from 4.
  static HWY_INLINE void Input(F32, const VF32* x, VF32* y) {
    y[0] = hn::Sub(x[0], x[2]);
    y[1] = hn::Add(x[1], x[2]);
    y[2] = hn::Sub(x[2], x[1]);
    y[3] = hn::Sub(x[1], x[3]);
  }
  // y = A^T x, 2 from 4.
  static HWY_INLINE void Output(F32, const VF32* x, VF32* y) {
    const VF32 sum = hn::Add(x[1], x[2]);
    const VF32 difference = hn::Sub(x[1], x[2]);
    y[0] = hn::Add(x[0], sum);
    y[1] = hn::Sub(difference, x[3]);
  }
  // y = G x, 4 from 3.
  static HWY_INLINE void Weights(F32 d, const VF32* x, VF32* y) {
    const VF32 half = hn::Set(d, 0.5f);
    const VF32 outer = hn::Mul(half, hn::Add(x[0], x[2]));
    const VF32 inner = hn::Mul(half, x[1]);
    y[0] = x[0];
    y[1] = hn::Add(outer, inner);
    y[2] = hn::Sub(outer, inner);
    y[3] = x[2];
  }
};

template <>
struct Winograd<4> {
  static HWY_INLINE void Input(F32 d, const VF32* x, VF32* y) {
    const VF32 two = hn::Set(d, 2.0f);
    const VF32 four = hn::Set(d, 4.0f);
    const VF32 even4 = hn::NegMulAdd(four, x[2], x[4]);  // x4 - 4 x2
    const VF32 odd4 = hn::NegMulAdd(four, x[1], x[3]);
    const VF32 even = hn::Sub(x[4], x[2]);
    const VF32 odd = hn::Sub(x[3], x[1]);
    y[0] = hn::MulAdd(four, x[0], hn::Sub(even4, x[2]));
    y[1] = hn::Add(even4, odd4);
    y[2] = hn::Sub(even4, odd4);
    y[3] = hn::MulAdd(two, odd, even);
    y[4] = hn::NegMulAdd(two, odd, even);
    y[5] = hn::NegMulAdd(four, odd, hn::Sub(x[5], x[3]));  // 4 x1 - 5 x3 + x5
  }
  static HWY_INLINE void Output(F32 d, const VF32* x, VF32* y) {
    const VF32 two = hn::Set(d, 2.0f);
    const VF32 four = hn::Set(d, 4.0f);
    const VF32 eight = hn::Set(d, 8.0f);
    const VF32 sum1 = hn::Add(x[1], x[2]);
    const VF32 difference1 = hn::Sub(x[1], x[2]);
    const VF32 sum2 = hn::Add(x[3], x[4]);
    const VF32 difference2 = hn::Sub(x[3], x[4]);
    y[0] = hn::Add(hn::Add(x[0], sum1), sum2);
    y[1] = hn::MulAdd(two, difference2, difference1);
    y[2] = hn::MulAdd(four, sum2, sum1);
    y[3] = hn::Add(hn::MulAdd(eight, difference2, difference1), x[5]);
  }
  static HWY_INLINE void Weights(F32 d, const VF32* x, VF32* y) {
    const VF32 sixth = hn::Set(d, 1.0f / 6.0f);
    const VF32 twelfth = hn::Set(d, 1.0f / 12.0f);
    const VF32 outer = hn::Mul(sixth, hn::Add(x[0], x[2]));
    const VF32 inner = hn::Mul(sixth, x[1]);
    const VF32 wide = hn::MulAdd(sixth, x[2], hn::Mul(hn::Set(d, 1.0f / 24.0f), x[0]));
    const VF32 odd = hn::Mul(twelfth, x[1]);
    y[0] = hn::Mul(hn::Set(d, 0.25f), x[0]);
    y[1] = hn::Neg(hn::Add(outer, inner));
    y[2] = hn::Sub(inner, outer);
    y[3] = hn::Add(wide, odd);
    y[4] = hn::Sub(wide, odd);
    y[5] = x[2];
  }
  // The transposes of the last two, for gradients: y = A x, 6 from 4, and y = G^T x, 3 from 6.
  static HWY_INLINE void OutputTransposed(F32 d, const VF32* x, VF32* y) {
    const VF32 four = hn::Set(d, 4.0f);
    const VF32 even = hn::Add(x[0], x[2]);
    const VF32 odd = hn::Add(x[1], x[3]);
    const VF32 wide_even = hn::MulAdd(four, x[2], x[0]);
    const VF32 wide_odd = hn::MulAdd(four, x[3], x[1]);
    const VF32 two = hn::Set(d, 2.0f);
    y[0] = x[0];
    y[1] = hn::Add(even, odd);
    y[2] = hn::Sub(even, odd);
    y[3] = hn::MulAdd(two, wide_odd, wide_even);
    y[4] = hn::NegMulAdd(two, wide_odd, wide_even);
    y[5] = x[3];
  }
  static HWY_INLINE void WeightsTransposed(F32 d, const VF32* x, VF32* y) {
    const VF32 sixth = hn::Set(d, 1.0f / 6.0f);
    const VF32 sum1 = hn::Mul(sixth, hn::Add(x[1], x[2]));
    const VF32 difference1 = hn::Mul(sixth, hn::Sub(x[2], x[1]));
    const VF32 sum2 = hn::Add(x[3], x[4]);
    const VF32 difference2 = hn::Sub(x[3], x[4]);
    y[0] =
        hn::MulAdd(hn::Set(d, 1.0f / 24.0f), sum2, hn::Sub(hn::Mul(hn::Set(d, 0.25f), x[0]), sum1));
    y[1] = hn::MulAdd(hn::Set(d, 1.0f / 12.0f), difference2, difference1);
    y[2] = hn::Add(hn::Sub(hn::Mul(sixth, sum2), sum1), x[5]);
  }
};

// T x T^T of a square (kFrom x kFrom -> kTo x kTo) of vectors: load(row, column) gives those of x,
// store(row, column, v) takes the others.
template <int kFrom, int kTo, class Transform, class Load, class Store>
HWY_INLINE void TransformSquare(F32 d, const Transform& transform, const Load& load,
                                const Store& store) {
  VF32 between[kTo][kFrom];
#pragma GCC unroll 8
  for (int j = 0; j < kFrom; ++j) {
    VF32 x[kFrom];
    VF32 y[kTo];
#pragma GCC unroll 8
    for (int i = 0; i < kFrom; ++i) x[i] = load(i, j);
    transform(d, x, y);
#pragma GCC unroll 8
    for (int i = 0; i < kTo; ++i) between[i][j] = y[i];
  }
#pragma GCC unroll 8
  for (int i = 0; i < kTo; ++i) {
    VF32 y[kTo];
    transform(d, between[i], y);
#pragma GCC unroll 8
    for (int j = 0; j < kTo; ++j) store(i, j, y[j]);
  }
}

// Where a tile is: its first output.
struct WinogradPlace {
  int64_t image, z, y, x;

  static WinogradPlace Of(const ConvProblem& p, const WinogradGrid& grid, int side, int64_t tile) {
    const int64_t x = tile % grid.across;
    tile /= grid.across;
    const int64_t y = tile % grid.down;
    tile /= grid.down;
    return {tile / p.output[0], tile % p.output[0], y * side, x * side};
  }
};

// The transformed input of one tile: its place (i, j), channel c of tap k along the depth, goes to
// to[(i * (kTile + 2) + j) * step + k * channels + c]. zeros: a pixel outside the input.
template <int kTile>
HWY_INLINE void TransformInputTile(const ConvProblem& p, const float* input,
                                   const WinogradPlace& place, const float* zeros, int64_t step,
                                   float* to) {
  constexpr int kSide = kTile + 2;
  const F32 d;
  const auto lanes = int64_t(hn::Lanes(d));
  for (int64_t k = 0; k < p.kernel[0]; ++k, to += p.in_channels) {
    const int64_t z = place.z * p.stride[0] + k * p.dilation[0] - p.pad[0];
    const float* pixels[kSide * kSide];
    for (int i = 0; i < kSide; ++i) {
      const int64_t y = place.y + i - p.pad[1];
      const bool inside = z >= 0 && z < p.input[0] && y >= 0 && y < p.input[1];
      for (int j = 0; j < kSide; ++j) {
        const int64_t x = place.x + j - p.pad[2];
        pixels[i * kSide + j] = inside && x >= 0 && x < p.input[2]
                                    ? input + place.image * p.in_image + z * p.in_step[0] +
                                          y * p.in_step[1] + x * p.in_step[2]
                                    : zeros;
      }
    }
    for (int64_t c = 0; c < p.in_channels; c += lanes) {
      // The last vector overlaps the one before.
      const int64_t channel = std::min(c, p.in_channels - lanes);
      TransformSquare<kSide, kSide>(
          d, [](F32 tag, const VF32* x, VF32* y) HWY_ATTR { Winograd<kTile>::Input(tag, x, y); },
          [&](int i, int j) HWY_ATTR { return hn::LoadU(d, pixels[i * kSide + j] + channel); },
          [&](int i, int j, VF32 v)
              HWY_ATTR { hn::StoreU(v, d, to + (i * kSide + j) * step + channel); });
    }
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_CONV_WINOGRAD_INL_H_
