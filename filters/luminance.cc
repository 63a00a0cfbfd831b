#include "filters/luminance.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/luminance.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// From sample units to kEightBit: exact for u8, for u16 that are multiples of 257 and for f32 that
// are fl(k / 255).
template <class T>
HWY_INLINE VF32 ToEightBit(F32 d, VF32 v) {
  if constexpr (std::is_same_v<T, uint16_t>) return hn::Div(v, hn::Set(d, 257.0f));
  if constexpr (std::is_same_v<T, float>) return hn::Mul(v, hn::Set(d, 255.0f));
  return v;
}

template <class T, LuminanceUnit kUnit>
HWY_INLINE VF32 AsUnit(F32 d, hn::Vec<hn::Rebind<T, F32>> samples) {
  VF32 v;
  if constexpr (std::is_same_v<T, float>) {
    v = samples;
  } else {
    v = hn::ConvertTo(d, hn::PromoteTo(hn::RebindToSigned<F32>(), samples));
  }
  if constexpr (kUnit == LuminanceUnit::kEightBit) v = ToEightBit<T>(d, v);
  return v;
}

// Lanes(F32()) pixels of kChannels samples. kChannels 1 and 2: the first; 3 and 4: RGB.
template <class T, LuminanceUnit kUnit, int kChannels>
HWY_INLINE VF32 LuminanceVector(F32 d, const T* HWY_RESTRICT in) {
  const hn::Rebind<T, F32> dt;
  hn::Vec<decltype(dt)> r;
  if constexpr (kChannels == 1) {
    r = hn::LoadU(dt, in);
    return AsUnit<T, kUnit>(d, r);
  } else {
    hn::Vec<decltype(dt)> g;
    if constexpr (kChannels == 2) {
      hn::LoadInterleaved2(dt, in, r, g);
      return AsUnit<T, kUnit>(d, r);
    } else {
      hn::Vec<decltype(dt)> b;
      if constexpr (kChannels == 3) {
        hn::LoadInterleaved3(dt, in, r, g, b);
      } else {
        hn::Vec<decltype(dt)> a;
        hn::LoadInterleaved4(dt, in, r, g, b, a);
      }
      const VF32 green = AsUnit<T, kUnit>(d, g);
      const VF32 red = hn::Sub(AsUnit<T, kUnit>(d, r), green);
      const VF32 blue = hn::Sub(AsUnit<T, kUnit>(d, b), green);
      return hn::Add(hn::Add(green, hn::Mul(red, hn::Set(d, kLuminanceRed))),
                     hn::Mul(blue, hn::Set(d, kLuminanceBlue)));
    }
  }
}

// Interleaved loads read whole vectors of every channel, more than the row's padding allows: the
// last pixels go through a copy.
template <class T, LuminanceUnit kUnit, int kChannels>
void LuminancePixels(const T* in, size_t width, float* HWY_RESTRICT out) {
  const F32 d;
  const size_t n = hn::Lanes(d);
  size_t x = 0;
  for (; x + n <= width; x += n) {
    hn::StoreU(LuminanceVector<T, kUnit, kChannels>(d, in + x * kChannels), d, out + x);
  }
  if (x == width) return;
  HWY_ALIGN T last[hn::MaxLanes(F32()) * kChannels] = {};
  std::memcpy(last, in + x * kChannels, (width - x) * kChannels * sizeof(T));
  hn::StoreU(LuminanceVector<T, kUnit, kChannels>(d, last), d, out + x);
}

// The mean of `colours` channels. The samples of a vector of pixels are gathered one channel after
// the other.
template <class T, LuminanceUnit kUnit>
void MeanPixels(const T* in, size_t width, size_t channels, size_t colours,
                float* HWY_RESTRICT out) {
  const F32 d;
  const hn::Rebind<T, F32> dt;
  const size_t n = hn::Lanes(d);
  const VF32 count = hn::Set(d, static_cast<float>(colours));
  HWY_ALIGN T samples[hn::MaxLanes(F32())] = {};
  for (size_t x = 0; x < width; x += n) {
    const size_t pixels = std::min(n, width - x);
    VF32 sum = hn::Zero(d);
    for (size_t c = 0; c < colours; ++c) {
      for (size_t i = 0; i < pixels; ++i) samples[i] = in[(x + i) * channels + c];
      sum = hn::Add(sum, AsUnit<T, kUnit>(d, hn::Load(dt, samples)));
    }
    hn::StoreU(hn::Div(sum, count), d, out + x);
  }
}

template <class T, LuminanceUnit kUnit>
void LuminanceIn(const T* in, int width, int channels, bool alpha, float* out) {
  const auto pixels = static_cast<size_t>(width);
  const int colours = alpha && channels > 1 ? channels - 1 : channels;
  if (colours == 1) {
    if (channels == 1) return LuminancePixels<T, kUnit, 1>(in, pixels, out);
    return LuminancePixels<T, kUnit, 2>(in, pixels, out);
  }
  if (colours == 3) {
    if (channels == 3) return LuminancePixels<T, kUnit, 3>(in, pixels, out);
    return LuminancePixels<T, kUnit, 4>(in, pixels, out);
  }
  MeanPixels<T, kUnit>(in, pixels, static_cast<size_t>(channels), static_cast<size_t>(colours),
                       out);
}

template <class T>
void LuminanceAny(const T* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out) {
  if (unit == LuminanceUnit::kSample) {
    LuminanceIn<T, LuminanceUnit::kSample>(in, width, channels, alpha, out);
  } else {
    LuminanceIn<T, LuminanceUnit::kEightBit>(in, width, channels, alpha, out);
  }
}

void LuminanceU8(const uint8_t* in, int width, int channels, bool alpha, LuminanceUnit unit,
                 float* out) {
  LuminanceAny(in, width, channels, alpha, unit, out);
}
void LuminanceU16(const uint16_t* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out) {
  LuminanceAny(in, width, channels, alpha, unit, out);
}
void LuminanceF32(const float* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out) {
  LuminanceAny(in, width, channels, alpha, unit, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(LuminanceU8);
HWY_EXPORT(LuminanceU16);
HWY_EXPORT(LuminanceF32);

void LuminanceRow(const uint8_t* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(LuminanceU8)(in, width, channels, alpha, unit, out);
}
void LuminanceRow(const uint16_t* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(LuminanceU16)(in, width, channels, alpha, unit, out);
}
void LuminanceRow(const float* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(LuminanceF32)(in, width, channels, alpha, unit, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
