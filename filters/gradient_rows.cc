#include "filters/gradient_rows.h"

#include <cstring>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/gradient_rows.cc"
// foreach_target.h must come before any other header of the kernel:
// clang-format off
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "filters/angle-inl.h"
#include "lib/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// u8 sums stay below 2^12 (16 * 255) and are computed in 16 bits.
void SumColumnsU8(const uint8_t* HWY_RESTRICT above, const uint8_t* HWY_RESTRICT row,
                  const uint8_t* HWY_RESTRICT below, size_t count, const GradientWeights& weights,
                  int16_t* HWY_RESTRICT smooth, int16_t* HWY_RESTRICT change) {
  const hn::ScalableTag<int16_t> d;
  const hn::Rebind<uint8_t, decltype(d)> d8;
  using V = hn::Vec<decltype(d)>;
  const V side = hn::Set(d, static_cast<int16_t>(weights.side));
  const V middle = hn::Set(d, static_cast<int16_t>(weights.middle));
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    const V a = hn::PromoteTo(d, hn::LoadU(d8, above + x));
    const V m = hn::PromoteTo(d, hn::LoadU(d8, row + x));
    const V b = hn::PromoteTo(d, hn::LoadU(d8, below + x));
    const V sum = hn::Add(a, b);
    hn::StoreU(hn::Add(hn::Mul(sum, side), hn::Mul(m, middle)), d, smooth + x);
    hn::StoreU(weights.second ? hn::Sub(sum, hn::Add(m, m)) : hn::Sub(b, a), d, change + x);
  }
}

template <class T>
void SumColumnsAsF32(const T* HWY_RESTRICT above, const T* HWY_RESTRICT row,
                     const T* HWY_RESTRICT below, size_t count, const GradientWeights& weights,
                     float* HWY_RESTRICT smooth, float* HWY_RESTRICT change) {
  const F32 d;
  const VF32 side = hn::Set(d, static_cast<float>(weights.side));
  const VF32 middle = hn::Set(d, static_cast<float>(weights.middle));
  const auto load = [&](const T* from) HWY_ATTR {
    const VF32 v = LoadF32(d, from);
    return std::is_same_v<T, float> ? hn::Mul(v, hn::Set(d, 255.0f)) : v;
  };
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    const VF32 a = load(above + x);
    const VF32 m = load(row + x);
    const VF32 b = load(below + x);
    const VF32 sum = hn::Add(a, b);
    hn::StoreU(hn::Add(hn::Mul(sum, side), hn::Mul(m, middle)), d, smooth + x);
    hn::StoreU(weights.second ? hn::Sub(sum, hn::Add(m, m)) : hn::Sub(b, a), d, change + x);
  }
}

void SumColumnsU16(const uint16_t* above, const uint16_t* row, const uint16_t* below, size_t count,
                   const GradientWeights& weights, float* smooth, float* change) {
  SumColumnsAsF32(above, row, below, count, weights, smooth, change);
}
void SumColumnsF32(const float* above, const float* row, const float* below, size_t count,
                   const GradientWeights& weights, float* smooth, float* change) {
  SumColumnsAsF32(above, row, below, count, weights, smooth, change);
}

// Sums of 16 bits are still exact after the horizontal pass: at most 2^12 in size.
HWY_INLINE VF32 ToF32(F32 d, hn::Vec<hn::Rebind<int16_t, F32>> v) {
  return hn::ConvertTo(d, hn::PromoteTo(hn::RebindToSigned<F32>(), v));
}
HWY_INLINE VF32 ToF32(F32 /*d*/, VF32 v) { return v; }

template <class A, GradientOutput kOutput>
void Derive(const A* smooth, const A* change, size_t channels, size_t count,
            const GradientWeights& weights, float unit, float* HWY_RESTRICT out) {
  const F32 d;
  const hn::Rebind<A, F32> da;
  using V = hn::Vec<decltype(da)>;
  const size_t lanes = hn::Lanes(d);
  const V side = hn::Set(da, static_cast<A>(weights.side));
  const V middle = hn::Set(da, static_cast<A>(weights.middle));
  const VF32 divisor = hn::Set(d, unit);
  const auto sum_x = [&](size_t i) HWY_ATTR {
    const V left = hn::LoadU(da, smooth + i - channels);
    const V right = hn::LoadU(da, smooth + i + channels);
    const V here = hn::LoadU(da, smooth + i);
    return weights.second ? hn::Sub(hn::Add(left, right), hn::Add(here, here))
                          : hn::Sub(right, left);
  };
  const auto sum_y = [&](size_t i) HWY_ATTR {
    const V left = hn::LoadU(da, change + i - channels);
    const V right = hn::LoadU(da, change + i + channels);
    return hn::Add(hn::Mul(hn::Add(left, right), side), hn::Mul(hn::LoadU(da, change + i), middle));
  };
  const auto finish = [&](V sum) HWY_ATTR { return hn::Div(ToF32(d, sum), divisor); };
  for (size_t i = 0; i < count; i += lanes) {
    if constexpr (kOutput == GradientOutput::kX) {
      hn::StoreU(finish(sum_x(i)), d, out + i);
    } else if constexpr (kOutput == GradientOutput::kY) {
      hn::StoreU(finish(sum_y(i)), d, out + i);
    } else if constexpr (kOutput == GradientOutput::kSum) {
      hn::StoreU(finish(hn::Add(sum_x(i), sum_y(i))), d, out + i);
    } else {
      const VF32 x = finish(sum_x(i));
      const VF32 y = finish(sum_y(i));
      if constexpr (kOutput == GradientOutput::kMagnitude) {
        hn::StoreU(hn::Sqrt(hn::Add(hn::Mul(x, x), hn::Mul(y, y))), d, out + i);
      } else if constexpr (kOutput == GradientOutput::kAngle) {
        hn::StoreU(AngleDegrees(d, x, y), d, out + i);
      } else if (i + lanes <= count) {
        hn::StoreInterleaved2(x, y, d, out + 2 * i);
      } else {
        // Two whole vectors may be more than the row's padding holds.
        HWY_ALIGN float pairs[2 * hn::MaxLanes(F32())];
        hn::StoreInterleaved2(x, y, d, pairs);
        std::memcpy(out + 2 * i, pairs, 2 * (count - i) * sizeof(float));
      }
    }
  }
}

template <class A>
void DeriveAs(const A* smooth, const A* change, size_t channels, size_t count,
              const GradientWeights& weights, float unit, GradientOutput output, float* out) {
  const auto run = [&](auto chosen) {
    Derive<A, decltype(chosen)::value>(smooth, change, channels, count, weights, unit, out);
  };
  switch (output) {
    case GradientOutput::kX:
      return run(std::integral_constant<GradientOutput, GradientOutput::kX>());
    case GradientOutput::kY:
      return run(std::integral_constant<GradientOutput, GradientOutput::kY>());
    case GradientOutput::kBoth:
      return run(std::integral_constant<GradientOutput, GradientOutput::kBoth>());
    case GradientOutput::kSum:
      return run(std::integral_constant<GradientOutput, GradientOutput::kSum>());
    case GradientOutput::kMagnitude:
      return run(std::integral_constant<GradientOutput, GradientOutput::kMagnitude>());
    case GradientOutput::kAngle:
      return run(std::integral_constant<GradientOutput, GradientOutput::kAngle>());
  }
}

void DeriveRowI16(const int16_t* smooth, const int16_t* change, size_t channels, size_t count,
                  const GradientWeights& weights, float unit, GradientOutput output, float* out) {
  DeriveAs(smooth, change, channels, count, weights, unit, output, out);
}
void DeriveRowF32(const float* smooth, const float* change, size_t channels, size_t count,
                  const GradientWeights& weights, float unit, GradientOutput output, float* out) {
  DeriveAs(smooth, change, channels, count, weights, unit, output, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SumColumnsU8);
HWY_EXPORT(SumColumnsU16);
HWY_EXPORT(SumColumnsF32);
HWY_EXPORT(DeriveRowI16);
HWY_EXPORT(DeriveRowF32);

void SumColumns(const uint8_t* above, const uint8_t* row, const uint8_t* below, size_t count,
                const GradientWeights& weights, int16_t* smooth, int16_t* change) {
  HWY_DYNAMIC_DISPATCH(SumColumnsU8)(above, row, below, count, weights, smooth, change);
}
void SumColumns(const uint16_t* above, const uint16_t* row, const uint16_t* below, size_t count,
                const GradientWeights& weights, float* smooth, float* change) {
  HWY_DYNAMIC_DISPATCH(SumColumnsU16)(above, row, below, count, weights, smooth, change);
}
void SumColumns(const float* above, const float* row, const float* below, size_t count,
                const GradientWeights& weights, float* smooth, float* change) {
  HWY_DYNAMIC_DISPATCH(SumColumnsF32)(above, row, below, count, weights, smooth, change);
}

void DeriveRow(const int16_t* smooth, const int16_t* change, size_t channels, size_t count,
               const GradientWeights& weights, float unit, GradientOutput output, float* out) {
  HWY_DYNAMIC_DISPATCH(DeriveRowI16)(smooth, change, channels, count, weights, unit, output, out);
}
void DeriveRow(const float* smooth, const float* change, size_t channels, size_t count,
               const GradientWeights& weights, float unit, GradientOutput output, float* out) {
  HWY_DYNAMIC_DISPATCH(DeriveRowF32)(smooth, change, channels, count, weights, unit, output, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
