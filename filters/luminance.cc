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
HWY_INLINE VF32 LoadAsUnit(F32 d, const T* from) {
  const VF32 v = LoadF32(d, from);
  return kUnit == LuminanceUnit::kEightBit ? ToEightBit<T>(d, v) : v;
}

// As many pixels of kChannels samples as a vector has samples. kChannels 1 and 2: the first; 3 and
// 4: RGB. Whole vectors are taken apart into channels, which are then widened piece by piece.
template <class T, LuminanceUnit kUnit, int kChannels>
HWY_INLINE void LuminanceBlock(const T* HWY_RESTRICT in, float* HWY_RESTRICT out) {
  const F32 d;
  const hn::ScalableTag<T> dt;
  using V = hn::Vec<decltype(dt)>;
  const size_t pixels = hn::Lanes(dt);
  if constexpr (kChannels == 1) {
    for (size_t i = 0; i < pixels; i += hn::Lanes(d)) {
      hn::StoreU(LoadAsUnit<T, kUnit>(d, in + i), d, out + i);
    }
  } else {
    HWY_ALIGN T red[hn::MaxLanes(dt)];
    HWY_ALIGN T green[hn::MaxLanes(dt)];
    HWY_ALIGN T blue[hn::MaxLanes(dt)];
    V r;
    V g;
    if constexpr (kChannels == 2) {
      hn::LoadInterleaved2(dt, in, r, g);
    } else {
      V b;
      if constexpr (kChannels == 3) {
        hn::LoadInterleaved3(dt, in, r, g, b);
      } else {
        V a;
        hn::LoadInterleaved4(dt, in, r, g, b, a);
      }
      hn::Store(g, dt, green);
      hn::Store(b, dt, blue);
    }
    hn::Store(r, dt, red);
    for (size_t i = 0; i < pixels; i += hn::Lanes(d)) {
      VF32 luminance = LoadAsUnit<T, kUnit>(d, red + i);
      if constexpr (kChannels > 2) {
        const VF32 y = LoadAsUnit<T, kUnit>(d, green + i);
        const VF32 from_red = hn::Mul(hn::Sub(luminance, y), hn::Set(d, kLuminanceRed));
        const VF32 blue_excess = hn::Sub(LoadAsUnit<T, kUnit>(d, blue + i), y);
        luminance = hn::Add(hn::Add(y, from_red), hn::Mul(blue_excess, hn::Set(d, kLuminanceBlue)));
      }
      hn::StoreU(luminance, d, out + i);
    }
  }
}

// Blocks may be more than the padding of a row holds, on both sides: the last one goes through
// copies.
template <class T, LuminanceUnit kUnit, int kChannels>
void LuminancePixels(const T* in, size_t width, float* HWY_RESTRICT out) {
  const hn::ScalableTag<T> dt;
  const size_t n = hn::Lanes(dt);
  size_t x = 0;
  for (; x + n <= width; x += n) {
    LuminanceBlock<T, kUnit, kChannels>(in + x * kChannels, out + x);
  }
  if (x == width) return;
  HWY_ALIGN T last[hn::MaxLanes(dt) * kChannels] = {};
  HWY_ALIGN float luminances[hn::MaxLanes(dt)];
  std::memcpy(last, in + x * kChannels, (width - x) * kChannels * sizeof(T));
  LuminanceBlock<T, kUnit, kChannels>(last, luminances);
  std::memcpy(out + x, luminances, (width - x) * sizeof(float));
}

// The mean of `colours` channels. The samples of a vector of pixels are gathered one channel after
// the other.
template <class T, LuminanceUnit kUnit>
void MeanPixels(const T* in, size_t width, size_t channels, size_t colours,
                float* HWY_RESTRICT out) {
  const F32 d;
  const size_t n = hn::Lanes(d);
  const VF32 count = hn::Set(d, static_cast<float>(colours));
  HWY_ALIGN T samples[hn::MaxLanes(F32())] = {};
  for (size_t x = 0; x < width; x += n) {
    const size_t pixels = std::min(n, width - x);
    VF32 sum = hn::Zero(d);
    for (size_t c = 0; c < colours; ++c) {
      for (size_t i = 0; i < pixels; ++i) samples[i] = in[(x + i) * channels + c];
      sum = hn::Add(sum, LoadAsUnit<T, kUnit>(d, samples));
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
