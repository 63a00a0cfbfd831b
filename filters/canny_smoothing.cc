#include "filters/canny_smoothing.h"

#include <cmath>
#include <cstdlib>

#include "filters/gaussian_kernel.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/canny_smoothing.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/pair_sums-inl.h"
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
void SumColumnsWholeU8(const uint8_t* const* in, const CannySmoothing& smoothing, size_t count,
                       int16_t* HWY_RESTRICT out) {
  const hn::ScalableTag<int16_t> d;
  const hn::Rebind<uint8_t, decltype(d)> d8;
  using V = hn::Vec<decltype(d)>;
  const size_t lanes = hn::Lanes(d);
  const int radius = smoothing.radius();
  const int16_t* taps = smoothing.whole_taps.data();
  const V bias = hn::Set(d, static_cast<int16_t>(kColumnBias));
  const V first = hn::Set(d, taps[0]);
  const auto load = [&](const uint8_t* from)
                        HWY_ATTR { return hn::PromoteTo(d, hn::LoadU(d8, from)); };
  for (size_t x = 0; x < count; x += 2 * lanes) {
    V sum0 = hn::Sub(hn::Mul(load(in[radius] + x), first), bias);
    V sum1 = hn::Sub(hn::Mul(load(in[radius] + x + lanes), first), bias);
    for (int j = 1; j <= radius; ++j) {
      const uint8_t* HWY_RESTRICT before = in[radius - j] + x;
      const uint8_t* HWY_RESTRICT after = in[radius + j] + x;
      const V tap = hn::Set(d, taps[j]);
      sum0 = hn::Add(sum0, hn::Mul(hn::Add(load(before), load(after)), tap));
      sum1 = hn::Add(sum1, hn::Mul(hn::Add(load(before + lanes), load(after + lanes)), tap));
    }
    hn::StoreU(sum0, d, out + x);
    hn::StoreU(sum1, d, out + x + lanes);
  }
}

#if HWY_TARGET == HWY_SCALAR

void SumRowWholeI16(const int16_t* HWY_RESTRICT in, const CannySmoothing& smoothing, size_t count,
                    float* HWY_RESTRICT out) {
  const int radius = smoothing.radius();
  for (size_t x = 0; x < count; ++x) {
    const int16_t* center = in + x + radius;
    int32_t sum = smoothing.whole_taps[0] * center[0];
    for (int j = 1; j <= radius; ++j) {
      sum += smoothing.whole_taps[static_cast<size_t>(j)] * (center[-j] + center[j]);
    }
    out[x] = static_cast<float>(sum);
  }
}

#else

// A 32-bit lane holds two neighbours of the row, the first of which stands under an even output.
// The same lanes, times other pairs of weights, serve the odd output after it: the row is read once
// for every second shift.
void SumRowWholeI16(const int16_t* HWY_RESTRICT in, const CannySmoothing& smoothing, size_t count,
                    float* HWY_RESTRICT out) {
  const F32 d;
  const hn::RebindToSigned<F32> d32;
  const hn::Repartition<int16_t, F32> d16;
  using V = hn::Vec<decltype(d32)>;
  const size_t lanes = hn::Lanes(d);
  const int32_t* pairs = smoothing.pairs.data();
  const int shifts = smoothing.radius() + 1;
  const auto load = [&](const int16_t* from)
                        HWY_ATTR { return hn::BitCast(d32, hn::LoadU(d16, from)); };
  for (size_t x = 0; x < count; x += 4 * lanes) {
    V even0 = hn::Zero(d32);
    V even1 = hn::Zero(d32);
    V odd0 = hn::Zero(d32);
    V odd1 = hn::Zero(d32);
    for (int s = 0; s < shifts; ++s) {
      const V weights_even = hn::Set(d32, pairs[2 * s]);
      const V weights_odd = hn::Set(d32, pairs[2 * s + 1]);
      const V samples0 = load(in + x + 2 * s);
      const V samples1 = load(in + x + 2 * lanes + 2 * s);
      even0 = AddPairProducts(d32, even0, samples0, weights_even);
      even1 = AddPairProducts(d32, even1, samples1, weights_even);
      odd0 = AddPairProducts(d32, odd0, samples0, weights_odd);
      odd1 = AddPairProducts(d32, odd1, samples1, weights_odd);
    }
    hn::StoreInterleaved2(hn::ConvertTo(d, even0), hn::ConvertTo(d, odd0), d, out + x);
    hn::StoreInterleaved2(hn::ConvertTo(d, even1), hn::ConvertTo(d, odd1), d, out + x + 2 * lanes);
  }
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SymmetricSumF32);
HWY_EXPORT(SumColumnsWholeU8);
HWY_EXPORT(SumRowWholeI16);

namespace {

void AddWholeTaps(CannySmoothing* smoothing) {
  smoothing->whole_taps.assign(smoothing->taps.begin(), smoothing->taps.end());
  const int radius = smoothing->radius();
  const auto weight = [&](int distance) {
    const auto j = static_cast<size_t>(std::abs(distance));
    return uint32_t{j < smoothing->taps.size() ? uint16_t(smoothing->whole_taps[j]) : uint16_t{0}};
  };
  for (int shift = -radius; shift <= radius; shift += 2) {
    const uint32_t even = weight(shift) | weight(shift + 1) << 16;
    const uint32_t odd = weight(shift - 1) | weight(shift) << 16;
    smoothing->pairs.push_back(static_cast<int32_t>(even));
    smoothing->pairs.push_back(static_cast<int32_t>(odd));
  }
}

}  // namespace

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
    outside += gaussian.data()[radius + j] * double{CannySmoothing::kSum};
    const double rounded = smoothing.exact ? std::round(outside) : outside;
    smoothing.taps[static_cast<size_t>(j)] = static_cast<float>(rounded - rounded_outside);
    rounded_outside = rounded;
  }
  smoothing.taps[0] = static_cast<float>(double{CannySmoothing::kSum} - 2.0 * rounded_outside);
  while (smoothing.taps.back() == 0.0f) smoothing.taps.pop_back();
  if (smoothing.exact) AddWholeTaps(&smoothing);
  return smoothing;
}

void SymmetricSum(const float* const* in, const float* taps, int radius, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(SymmetricSumF32)(in, taps, radius, count, out);
}
void SumColumnsWhole(const uint8_t* const* in, const CannySmoothing& smoothing, size_t count,
                     int16_t* out) {
  HWY_DYNAMIC_DISPATCH(SumColumnsWholeU8)(in, smoothing, count, out);
}
void SumRowWhole(const int16_t* in, const CannySmoothing& smoothing, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(SumRowWholeI16)(in, smoothing, count, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
