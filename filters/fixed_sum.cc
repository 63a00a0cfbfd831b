#include "filters/fixed_sum.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/fixed_sum.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using I16 = hn::ScalableTag<int16_t>;
using U16 = hn::ScalableTag<uint16_t>;
using VI16 = hn::Vec<I16>;
using VU16 = hn::Vec<U16>;

// A sum over samples, in u16 with seven bits of fraction: each sample, or pair of samples at equal
// distance from the middle, comes times 128 and gives the high half of its product with the weight
// in 1/65536. That half is truncated; starting at half a unit for each product makes up for it.
struct FromSamples {
  using In = uint8_t;
  using V = VU16;
  static HWY_INLINE V Start(int products) {
    return hn::Set(U16(), static_cast<uint16_t>(products / 2));
  }
  static HWY_INLINE V Load(const uint8_t* from) {
    return hn::PromoteTo(U16(), hn::LoadU(hn::Rebind<uint8_t, U16>(), from));
  }
  static HWY_INLINE V Pair(V a, V b) { return hn::Add(a, b); }
  static HWY_INLINE V Weight(int16_t weight) {
    return hn::Set(U16(), static_cast<uint16_t>(2 * weight));
  }
  static HWY_INLINE V Add(V sum, V v, V weight) {
    return hn::Add(sum, hn::MulHigh(hn::ShiftLeft<7>(v), weight));
  }
  static HWY_INLINE VI16 Result(V sum) {
    return hn::BitCast(I16(), hn::Sub(sum, hn::Set(U16(), uint16_t{255 * 64})));
  }
};

// A sum over fixed-point values: rounded products with weights in 1/32768. Saturation only matters
// where negative weights have overshot the range of samples.
struct FromFixed {
  using In = int16_t;
  using V = VI16;
  static HWY_INLINE V Start(int) { return hn::Zero(I16()); }
  static HWY_INLINE V Load(const int16_t* from) { return hn::LoadU(I16(), from); }
  static HWY_INLINE V Pair(V a, V b) { return hn::SaturatedAdd(a, b); }
  static HWY_INLINE V Weight(int16_t weight) { return hn::Set(I16(), weight); }
  static HWY_INLINE V Add(V sum, V v, V weight) {
    return hn::Add(sum, hn::MulFixedPoint15(v, weight));
  }
  static HWY_INLINE VI16 Result(V sum) { return sum; }
};

HWY_INLINE void Put(VI16 v, int16_t* out) { hn::StoreU(v, I16(), out); }
HWY_INLINE void Put(VI16 v, uint8_t* out) {
  const VI16 rounded = hn::SaturatedAdd(v, hn::Set(I16(), int16_t{255 * 64 + 64}));
  const hn::Rebind<uint8_t, I16> d8;
  hn::StoreU(hn::DemoteTo(d8, hn::ShiftRight<7>(rounded)), d8, out);
}

// kCount vectors from sample x on; side by side they share the loads of pointers and weights.
template <class From, size_t kCount, class Out>
HWY_INLINE void SumVectors(const typename From::In* const* in, const int16_t* half, int taps,
                           size_t x, Out* out) {
  using V = typename From::V;
  const size_t lanes = hn::Lanes(I16());
  const int middle = taps / 2;
  const V start = From::Start(middle + 1);
  V sum0 = start;
  V sum1 = start;
  V sum2 = start;
  V sum3 = start;
  for (int t = 0; t <= middle; ++t) {
    const auto* a = in[t] + x;
    const auto* b = in[taps - 1 - t] + x;
    const V weight = From::Weight(half[t]);
    const auto add = [&](V sum, size_t i) HWY_ATTR {
      const V v = From::Load(a + i * lanes);
      return From::Add(sum, t == middle ? v : From::Pair(v, From::Load(b + i * lanes)), weight);
    };
    sum0 = add(sum0, 0);
    if constexpr (kCount > 1) {
      sum1 = add(sum1, 1);
      sum2 = add(sum2, 2);
      sum3 = add(sum3, 3);
    }
  }
  Put(From::Result(sum0), out + x);
  if constexpr (kCount > 1) {
    Put(From::Result(sum1), out + x + lanes);
    Put(From::Result(sum2), out + x + 2 * lanes);
    Put(From::Result(sum3), out + x + 3 * lanes);
  }
}

template <class From, class Out>
void Sum(const typename From::In* const* in, const int16_t* half, int taps, size_t count,
         Out* out) {
  const size_t lanes = hn::Lanes(I16());
  size_t x = 0;
  for (; x + 3 * lanes < count; x += 4 * lanes) SumVectors<From, 4>(in, half, taps, x, out);
  for (; x < count; x += lanes) SumVectors<From, 1>(in, half, taps, x, out);
}

template <size_t kCount, class Out>
HWY_INLINE void BlendVectors(const int16_t* const* in, const int16_t* weights, int taps, size_t x,
                             Out* out) {
  const size_t lanes = hn::Lanes(I16());
  VI16 sum0 = hn::Zero(I16());
  VI16 sum1 = sum0;
  VI16 sum2 = sum0;
  VI16 sum3 = sum0;
  for (int t = 0; t < taps; ++t) {
    const int16_t* line = in[t] + x;
    const VI16 weight = FromFixed::Weight(weights[t]);
    sum0 = FromFixed::Add(sum0, FromFixed::Load(line), weight);
    if constexpr (kCount > 1) {
      sum1 = FromFixed::Add(sum1, FromFixed::Load(line + lanes), weight);
      sum2 = FromFixed::Add(sum2, FromFixed::Load(line + 2 * lanes), weight);
      sum3 = FromFixed::Add(sum3, FromFixed::Load(line + 3 * lanes), weight);
    }
  }
  Put(sum0, out + x);
  if constexpr (kCount > 1) {
    Put(sum1, out + x + lanes);
    Put(sum2, out + x + 2 * lanes);
    Put(sum3, out + x + 3 * lanes);
  }
}

template <class Out>
void Blend(const int16_t* const* in, const int16_t* weights, int taps, size_t count, Out* out) {
  const size_t lanes = hn::Lanes(I16());
  size_t x = 0;
  for (; x + 3 * lanes < count; x += 4 * lanes) BlendVectors<4>(in, weights, taps, x, out);
  for (; x < count; x += lanes) BlendVectors<1>(in, weights, taps, x, out);
}

void SumU8ToFixed(const uint8_t* const* in, const int16_t* half, int taps, size_t count,
                  int16_t* out) {
  Sum<FromSamples>(in, half, taps, count, out);
}
void SumU8(const uint8_t* const* in, const int16_t* half, int taps, size_t count, uint8_t* out) {
  Sum<FromSamples>(in, half, taps, count, out);
}
void SumFixed(const int16_t* const* in, const int16_t* half, int taps, size_t count, int16_t* out) {
  Sum<FromFixed>(in, half, taps, count, out);
}
void SumFixedToU8(const int16_t* const* in, const int16_t* half, int taps, size_t count,
                  uint8_t* out) {
  Sum<FromFixed>(in, half, taps, count, out);
}

void BlendFixed(const int16_t* const* in, const int16_t* weights, int taps, size_t count,
                int16_t* out) {
  Blend(in, weights, taps, count, out);
}
void BlendFixedToU8(const int16_t* const* in, const int16_t* weights, int taps, size_t count,
                    uint8_t* out) {
  Blend(in, weights, taps, count, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SumU8ToFixed);
HWY_EXPORT(SumU8);
HWY_EXPORT(SumFixed);
HWY_EXPORT(SumFixedToU8);
HWY_EXPORT(BlendFixed);
HWY_EXPORT(BlendFixedToU8);

void FixedSum(const uint8_t* const* in, const FixedKernel& kernel, size_t count, int16_t* out) {
  HWY_DYNAMIC_DISPATCH(SumU8ToFixed)(in, kernel.half.data(), kernel.taps(), count, out);
}
void FixedSum(const uint8_t* const* in, const FixedKernel& kernel, size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(SumU8)(in, kernel.half.data(), kernel.taps(), count, out);
}
void FixedSum(const int16_t* const* in, const FixedKernel& kernel, size_t count, int16_t* out) {
  HWY_DYNAMIC_DISPATCH(SumFixed)(in, kernel.half.data(), kernel.taps(), count, out);
}
void FixedSum(const int16_t* const* in, const FixedKernel& kernel, size_t count, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(SumFixedToU8)(in, kernel.half.data(), kernel.taps(), count, out);
}

void FixedBlend(const int16_t* const* in, const int16_t* weights, int taps, size_t count,
                int16_t* out) {
  HWY_DYNAMIC_DISPATCH(BlendFixed)(in, weights, taps, count, out);
}
void FixedBlend(const int16_t* const* in, const int16_t* weights, int taps, size_t count,
                uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(BlendFixedToU8)(in, weights, taps, count, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
