#include "filters/correlate_u8.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/correlate_u8.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/pair_sums-inl.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

using I32 = hn::ScalableTag<int32_t>;
using VI32 = hn::Vec<I32>;

void PackPairs(const uint8_t* HWY_RESTRICT upper, const uint8_t* HWY_RESTRICT lower, size_t count,
               int32_t* HWY_RESTRICT out) {
  const I32 d;
  const hn::Rebind<uint8_t, I32> d8;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VI32 first = hn::PromoteTo(d, hn::LoadU(d8, upper + i));
    const VI32 second = hn::PromoteTo(d, hn::LoadU(d8, lower + i));
    hn::StoreU(hn::Or(first, hn::ShiftLeft<16>(second)), d, out + i);
  }
}

// Adds one pair of rows to the upper two output rows, the lower two, or both: two vectors of each.
// The lower rows began a pair later, so their weights are those of the tap pair before.
template <bool kUpper, bool kLower>
HWY_INLINE void AddPair(const int32_t* HWY_RESTRICT pair, const int32_t* HWY_RESTRICT even,
                        const int32_t* HWY_RESTRICT odd, ptrdiff_t width, size_t step, VI32& a0,
                        VI32& b0, VI32& a1, VI32& b1, VI32& a2, VI32& b2, VI32& a3, VI32& b3) {
  const I32 d;
  for (ptrdiff_t j = 0; j < width; ++j, pair += step) {
    const VI32 a = hn::LoadU(d, pair);
    const VI32 b = hn::LoadU(d, pair + hn::Lanes(d));
    if constexpr (kUpper) {
      const VI32 w0 = hn::Set(d, even[j]);
      a0 = AddPairProducts(d, a0, a, w0);
      b0 = AddPairProducts(d, b0, b, w0);
      const VI32 w1 = hn::Set(d, odd[j]);
      a1 = AddPairProducts(d, a1, a, w1);
      b1 = AddPairProducts(d, b1, b, w1);
    }
    if constexpr (kLower) {
      const VI32 w2 = hn::Set(d, even[j - width]);
      a2 = AddPairProducts(d, a2, a, w2);
      b2 = AddPairProducts(d, b2, b, w2);
      const VI32 w3 = hn::Set(d, odd[j - width]);
      a3 = AddPairProducts(d, a3, a, w3);
      b3 = AddPairProducts(d, b3, b, w3);
    }
  }
}

void Correlate(const PairCorrelation& c) {
  const I32 d;
  const F32 df;
  const size_t lanes = hn::Lanes(d);
  const VF32 multiplier = hn::Set(df, c.finish.multiplier);
  const VF32 bias = hn::Set(df, c.finish.bias);
  const VI32 rounding = hn::Set(d, c.finish.rounding);
  const auto finish = [&](VI32 sum, uint8_t* out) HWY_ATTR {
    if (c.finish.shifts) {
      const hn::Rebind<uint8_t, I32> d8;
      const VI32 value = hn::ShiftRightSame(hn::Add(sum, rounding), c.finish.shift);
      hn::StoreU(hn::DemoteTo(d8, value), d8, out);
    } else {
      StoreF32(df, hn::Add(hn::Mul(hn::ConvertTo(df, sum), multiplier), bias), out);
    }
  };
  const ptrdiff_t width = c.width;
  for (size_t x = 0; x < c.count; x += 2 * lanes) {
    VI32 a0 = hn::Zero(d), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0;
    const size_t at = c.begin + x;
    AddPair<true, false>(c.pairs[0] + at, c.even_weights, c.odd_weights, width, c.step, a0, b0, a1,
                         b1, a2, b2, a3, b3);
    for (int t = 1; t < c.taps; ++t) {
      AddPair<true, true>(c.pairs[t] + at, c.even_weights + t * width, c.odd_weights + t * width,
                          width, c.step, a0, b0, a1, b1, a2, b2, a3, b3);
    }
    AddPair<false, true>(c.pairs[c.taps] + at, c.even_weights + c.taps * width,
                         c.odd_weights + c.taps * width, width, c.step, a0, b0, a1, b1, a2, b2, a3,
                         b3);
    finish(a0, c.out[0] + x);
    finish(b0, c.out[0] + x + lanes);
    finish(a1, c.out[1] + x);
    finish(b1, c.out[1] + x + lanes);
    finish(a2, c.out[2] + x);
    finish(b2, c.out[2] + x + lanes);
    finish(a3, c.out[3] + x);
    finish(b3, c.out[3] + x + lanes);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(PackPairs);
HWY_EXPORT(Correlate);

void PackRowPair(const uint8_t* upper, const uint8_t* lower, size_t count, int32_t* out) {
  HWY_DYNAMIC_DISPATCH(PackPairs)(upper, lower, count, out);
}
void CorrelatePairs(const PairCorrelation& c) { HWY_DYNAMIC_DISPATCH(Correlate)(c); }

}  // namespace sluice
#endif  // HWY_ONCE
