#include "filters/canny_smoothing.h"

#include <cmath>

#include "filters/gaussian_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/canny_smoothing.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// Four vectors side by side share the loads of the weights and hide the latency of the additions.
void SymmetricSumF32(const float* const* in, const float* taps, int radius, size_t count,
                     float* HWY_RESTRICT out) {
  const F32 d;
  const size_t lanes = hn::Lanes(d);
  size_t x = 0;
  for (; x + 3 * lanes < count; x += 4 * lanes) {
    const float* HWY_RESTRICT center = in[radius] + x;
    const VF32 first = hn::Set(d, taps[0]);
    VF32 sum0 = hn::Mul(hn::LoadU(d, center), first);
    VF32 sum1 = hn::Mul(hn::LoadU(d, center + lanes), first);
    VF32 sum2 = hn::Mul(hn::LoadU(d, center + 2 * lanes), first);
    VF32 sum3 = hn::Mul(hn::LoadU(d, center + 3 * lanes), first);
    for (int j = 1; j <= radius; ++j) {
      const float* HWY_RESTRICT before = in[radius - j] + x;
      const float* HWY_RESTRICT after = in[radius + j] + x;
      const VF32 tap = hn::Set(d, taps[j]);
      const auto pair = [&](size_t i) HWY_ATTR {
        return hn::Mul(hn::Add(hn::LoadU(d, before + i), hn::LoadU(d, after + i)), tap);
      };
      sum0 = hn::Add(sum0, pair(0));
      sum1 = hn::Add(sum1, pair(lanes));
      sum2 = hn::Add(sum2, pair(2 * lanes));
      sum3 = hn::Add(sum3, pair(3 * lanes));
    }
    hn::StoreU(sum0, d, out + x);
    hn::StoreU(sum1, d, out + x + lanes);
    hn::StoreU(sum2, d, out + x + 2 * lanes);
    hn::StoreU(sum3, d, out + x + 3 * lanes);
  }
  for (; x < count; x += lanes) {
    VF32 sum = hn::Mul(hn::LoadU(d, in[radius] + x), hn::Set(d, taps[0]));
    for (int j = 1; j <= radius; ++j) {
      const VF32 pair = hn::Add(hn::LoadU(d, in[radius - j] + x), hn::LoadU(d, in[radius + j] + x));
      sum = hn::Add(sum, hn::Mul(pair, hn::Set(d, taps[j])));
    }
    hn::StoreU(sum, d, out + x);
  }
}

// The sums are at most 256 * 255 and wrap nowhere in 16 bits, read as unsigned.
void SymmetricSumU8(const uint8_t* const* in, const int16_t* taps, int radius, size_t count,
                    float* HWY_RESTRICT out) {
  const hn::ScalableTag<int16_t> d16;
  const hn::Rebind<uint8_t, decltype(d16)> d8;
  const hn::ScalableTag<uint16_t> du16;
  using V16 = hn::Vec<decltype(d16)>;
  const F32 d;
  const size_t lanes = hn::Lanes(d16);
  HWY_ALIGN uint16_t sums[2 * hn::MaxLanes(d16)];
  const auto load = [&](const uint8_t* from)
                        HWY_ATTR { return hn::PromoteTo(d16, hn::LoadU(d8, from)); };
  for (size_t x = 0; x < count; x += 2 * lanes) {
    const V16 first = hn::Set(d16, taps[0]);
    V16 sum0 = hn::Mul(load(in[radius] + x), first);
    V16 sum1 = hn::Mul(load(in[radius] + x + lanes), first);
    for (int j = 1; j <= radius; ++j) {
      const uint8_t* HWY_RESTRICT before = in[radius - j] + x;
      const uint8_t* HWY_RESTRICT after = in[radius + j] + x;
      const V16 tap = hn::Set(d16, taps[j]);
      sum0 = hn::Add(sum0, hn::Mul(hn::Add(load(before), load(after)), tap));
      sum1 = hn::Add(sum1, hn::Mul(hn::Add(load(before + lanes), load(after + lanes)), tap));
    }
    hn::Store(hn::BitCast(du16, sum0), du16, sums);
    hn::Store(hn::BitCast(du16, sum1), du16, sums + lanes);
    for (size_t i = 0; i < 2 * lanes; i += hn::Lanes(d)) {
      hn::StoreU(LoadF32(d, sums + i), d, out + x + i);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SymmetricSumF32);
HWY_EXPORT(SymmetricSumU8);

CannySmoothing MakeCannySmoothing(double sigma) {
  const int radius = GaussianRadius(sigma, 3.0);
  const std::vector<double> gaussian = GaussianTaps(sigma, radius);
  CannySmoothing smoothing;
  smoothing.exact = sigma <= CannySmoothing::kExactSigma;
  smoothing.taps.resize(static_cast<size_t>(radius) + 1);
  // From the outside in, the running sum is rounded rather than each weight: a smoothed step is
  // then right to half a unit everywhere, and the centre takes what is left of 256.
  double outside = 0;
  double rounded_outside = 0;
  for (int j = radius; j >= 1; --j) {
    outside += gaussian[static_cast<size_t>(radius + j)] * double{CannySmoothing::kSum};
    const double rounded = smoothing.exact ? std::round(outside) : outside;
    smoothing.taps[static_cast<size_t>(j)] = static_cast<float>(rounded - rounded_outside);
    rounded_outside = rounded;
  }
  smoothing.taps[0] = static_cast<float>(double{CannySmoothing::kSum} - 2.0 * rounded_outside);
  while (smoothing.taps.back() == 0.0f) smoothing.taps.pop_back();
  if (smoothing.exact) smoothing.whole_taps.assign(smoothing.taps.begin(), smoothing.taps.end());
  return smoothing;
}

void SymmetricSum(const float* const* in, const float* taps, int radius, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(SymmetricSumF32)(in, taps, radius, count, out);
}
void SymmetricSum(const uint8_t* const* in, const int16_t* taps, int radius, size_t count,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(SymmetricSumU8)(in, taps, radius, count, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
