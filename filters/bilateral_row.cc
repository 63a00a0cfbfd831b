#include "filters/bilateral_row.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/bilateral_row.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// 2^t for t <= 0, 2^-126 at least. Exact for t = 0, relative error below 3e-6 elsewhere: the
// nearest whole number goes to the exponent, the rest, at most 1/2 away from 0, through a
// polynomial fitted to the smallest maximum of that error.
HWY_INLINE VF32 Exp2(F32 d, VF32 t) {
  const hn::RebindToSigned<F32> di;
  const auto magic = hn::Set(d, 12582912.0f);  // 1.5 * 2^23: adding it rounds to whole numbers
  const auto clamped = hn::Max(t, hn::Set(d, -126.0f));
  const auto shifted = hn::Add(clamped, magic);
  const auto rest = hn::Sub(clamped, hn::Sub(shifted, magic));
  auto p = hn::Add(hn::Mul(rest, hn::Set(d, 0.0095828529f)), hn::Set(d, 0.0559064262f));
  p = hn::Add(hn::Mul(rest, p), hn::Set(d, 0.2402409911f));
  p = hn::Add(hn::Mul(rest, p), hn::Set(d, 0.6931241751f));
  p = hn::Add(hn::Mul(rest, p), hn::Set(d, 1.0f));
  const auto exponent = hn::ShiftLeft<23>(hn::BitCast(di, shifted));
  return hn::BitCast(d, hn::Add(hn::BitCast(di, p), exponent));
}

HWY_INLINE VF32 Weight(F32 d, float log2_weight, VF32 distance) {
  return Exp2(d, hn::Sub(hn::Set(d, log2_weight), hn::Mul(distance, distance)));
}

// Up to four channels: all sums stay in registers. kColors channels make up the distance.
template <int kChannels, int kColors>
void FewChannels(const BilateralTaps& taps, const BilateralPlanes& planes, size_t count,
                 float* HWY_RESTRICT delta) {
  const F32 d;
  const size_t stride = planes.stride;
  const ptrdiff_t* const offsets = taps.offsets;
  const float* const log2_weights = taps.log2_weights;
  const size_t tap_count = taps.count;
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    const float* const pixel = planes.pixel + x;
    VF32 own[kChannels];
    VF32 sum[kChannels];
    HWY_UNROLL(4)
    for (int c = 0; c < kChannels; ++c) {
      own[c] = hn::LoadU(d, pixel + size_t(c) * stride);
      sum[c] = hn::Zero(d);
    }
    auto weights = hn::Set(d, 1.0f);  // the pixel itself
    for (size_t i = 0; i < tap_count; ++i) {
      const float* const neighbour = pixel + offsets[i];
      VF32 difference[kChannels];
      HWY_UNROLL(4)
      for (int c = 0; c < kChannels; ++c) {
        difference[c] = hn::Sub(hn::LoadU(d, neighbour + size_t(c) * stride), own[c]);
      }
      auto distance = difference[0];
      if constexpr (kColors > 1) {
        distance = hn::Abs(distance);
        HWY_UNROLL(4)
        for (int c = 1; c < kColors; ++c) distance = hn::Add(distance, hn::Abs(difference[c]));
      }
      const auto weight = Weight(d, log2_weights[i], distance);
      weights = hn::Add(weights, weight);
      HWY_UNROLL(4)
      for (int c = 0; c < kChannels; ++c) {
        sum[c] = hn::Add(sum[c], hn::Mul(weight, difference[c]));
      }
    }
    if constexpr (kChannels == 1) {
      hn::StoreU(hn::Div(sum[0], weights), d, delta + x);
    } else if constexpr (kChannels == 2) {
      hn::StoreInterleaved2(hn::Div(sum[0], weights), hn::Div(sum[1], weights), d, delta + 2 * x);
    } else if constexpr (kChannels == 3) {
      hn::StoreInterleaved3(hn::Div(sum[0], weights), hn::Div(sum[1], weights),
                            hn::Div(sum[2], weights), d, delta + 3 * x);
    } else {
      hn::StoreInterleaved4(hn::Div(sum[0], weights), hn::Div(sum[1], weights),
                            hn::Div(sum[2], weights), hn::Div(sum[3], weights), d, delta + 4 * x);
    }
  }
}

// Any number of channels: sums in memory.
void ManyChannels(const BilateralTaps& taps, const BilateralPlanes& planes, size_t count,
                  float* HWY_RESTRICT sums, float* HWY_RESTRICT delta) {
  const F32 d;
  const size_t lanes = hn::Lanes(d);
  const auto channels = static_cast<size_t>(planes.channels);
  for (size_t x = 0; x < count; x += lanes) {
    const float* const pixel = planes.pixel + x;
    for (size_t c = 0; c < channels; ++c) hn::Store(hn::Zero(d), d, sums + c * lanes);
    auto weights = hn::Set(d, 1.0f);  // the pixel itself
    for (size_t i = 0; i < taps.count; ++i) {
      const float* const neighbour = pixel + taps.offsets[i];
      const auto difference = [&](size_t c) HWY_ATTR {
        return hn::Sub(hn::LoadU(d, neighbour + c * planes.stride),
                       hn::LoadU(d, pixel + c * planes.stride));
      };
      auto distance = hn::Zero(d);
      for (size_t c = 0; c < static_cast<size_t>(planes.colors); ++c) {
        distance = hn::Add(distance, hn::Abs(difference(c)));
      }
      const auto weight = Weight(d, taps.log2_weights[i], distance);
      weights = hn::Add(weights, weight);
      for (size_t c = 0; c < channels; ++c) {
        const auto sum = hn::Load(d, sums + c * lanes);
        hn::Store(hn::Add(sum, hn::Mul(weight, difference(c))), d, sums + c * lanes);
      }
    }
    float* const means = sums + channels * lanes;
    for (size_t c = 0; c < channels; ++c) {
      hn::Store(hn::Div(hn::Load(d, sums + c * lanes), weights), d, means);
      for (size_t i = 0; i < lanes && x + i < count; ++i) delta[(x + i) * channels + c] = means[i];
    }
  }
}

void Row(const BilateralTaps& taps, const BilateralPlanes& planes, size_t count, float* scratch,
         float* delta) {
  switch (10 * planes.channels + planes.colors) {
    case 11:
      return FewChannels<1, 1>(taps, planes, count, delta);
    case 21:
      return FewChannels<2, 1>(taps, planes, count, delta);
    case 22:
      return FewChannels<2, 2>(taps, planes, count, delta);
    case 33:
      return FewChannels<3, 3>(taps, planes, count, delta);
    case 43:
      return FewChannels<4, 3>(taps, planes, count, delta);
    case 44:
      return FewChannels<4, 4>(taps, planes, count, delta);
    default:
      return ManyChannels(taps, planes, count, scratch, delta);
  }
}

template <class T>
void Scale(const T* samples, size_t count, float scale, float* scaled) {
  const F32 d;
  const auto far = hn::Set(d, 1e18f);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto v = hn::Mul(LoadF32(d, samples + i), hn::Set(d, scale));
    if constexpr (sizeof(T) == 4) {
      hn::StoreU(hn::IfThenElse(hn::Lt(hn::Abs(v), far), v, far), d, scaled + i);
    } else {
      hn::StoreU(v, d, scaled + i);
    }
  }
}

template <class T>
void Add(const T* samples, const float* delta, size_t count, float scale, T* out) {
  const F32 d;
  const auto unscale = hn::Set(d, 1.0f / scale);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto change = hn::Mul(hn::LoadU(d, delta + i), unscale);
    StoreF32(d, hn::Add(LoadF32(d, samples + i), change), out + i);
  }
}

void ScaleU8(const uint8_t* samples, size_t count, float scale, float* scaled) {
  Scale(samples, count, scale, scaled);
}
void ScaleU16(const uint16_t* samples, size_t count, float scale, float* scaled) {
  Scale(samples, count, scale, scaled);
}
void ScaleF32(const float* samples, size_t count, float scale, float* scaled) {
  Scale(samples, count, scale, scaled);
}
void AddU8(const uint8_t* samples, const float* delta, size_t count, float scale, uint8_t* out) {
  Add(samples, delta, count, scale, out);
}
void AddU16(const uint16_t* samples, const float* delta, size_t count, float scale, uint16_t* out) {
  Add(samples, delta, count, scale, out);
}
void AddF32(const float* samples, const float* delta, size_t count, float scale, float* out) {
  Add(samples, delta, count, scale, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Row);
HWY_EXPORT(ScaleU8);
HWY_EXPORT(ScaleU16);
HWY_EXPORT(ScaleF32);
HWY_EXPORT(AddU8);
HWY_EXPORT(AddU16);
HWY_EXPORT(AddF32);

void BilateralRow(const BilateralTaps& taps, const BilateralPlanes& planes, size_t count,
                  float* scratch, float* delta) {
  HWY_DYNAMIC_DISPATCH(Row)(taps, planes, count, scratch, delta);
}

void ScaleSamples(const uint8_t* samples, size_t count, float scale, float* scaled) {
  HWY_DYNAMIC_DISPATCH(ScaleU8)(samples, count, scale, scaled);
}
void ScaleSamples(const uint16_t* samples, size_t count, float scale, float* scaled) {
  HWY_DYNAMIC_DISPATCH(ScaleU16)(samples, count, scale, scaled);
}
void ScaleSamples(const float* samples, size_t count, float scale, float* scaled) {
  HWY_DYNAMIC_DISPATCH(ScaleF32)(samples, count, scale, scaled);
}

void AddScaled(const uint8_t* samples, const float* delta, size_t count, float scale,
               uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(AddU8)(samples, delta, count, scale, out);
}
void AddScaled(const uint16_t* samples, const float* delta, size_t count, float scale,
               uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(AddU16)(samples, delta, count, scale, out);
}
void AddScaled(const float* samples, const float* delta, size_t count, float scale, float* out) {
  HWY_DYNAMIC_DISPATCH(AddF32)(samples, delta, count, scale, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
