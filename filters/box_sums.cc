#include "filters/box_sums.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/box_sums.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

template <class S, class T>
void Move(const T* HWY_RESTRICT add, const T* HWY_RESTRICT subtract, size_t count,
          S* HWY_RESTRICT sums) {
  const hn::ScalableTag<S> d;
  const hn::Rebind<T, decltype(d)> dt;
  using Signed = hn::RebindToSigned<decltype(d)>;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto plus = hn::BitCast(d, hn::PromoteTo(Signed(), hn::LoadU(dt, add + i)));
    const auto minus = hn::BitCast(d, hn::PromoteTo(Signed(), hn::LoadU(dt, subtract + i)));
    hn::StoreU(hn::Add(hn::LoadU(d, sums + i), hn::Sub(plus, minus)), d, sums + i);
  }
}

// Four vectors side by side share the loads of the pointers.
template <class S, class F>
HWY_INLINE void ForSums(const S* const* in, int terms, size_t count, const F& f) {
  const hn::ScalableTag<S> d;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  for (; i + 3 * lanes < count; i += 4 * lanes) {
    auto sum0 = hn::LoadU(d, in[0] + i);
    auto sum1 = hn::LoadU(d, in[0] + i + lanes);
    auto sum2 = hn::LoadU(d, in[0] + i + 2 * lanes);
    auto sum3 = hn::LoadU(d, in[0] + i + 3 * lanes);
    for (int t = 1; t < terms; ++t) {
      const S* line = in[t] + i;
      sum0 = hn::Add(sum0, hn::LoadU(d, line));
      sum1 = hn::Add(sum1, hn::LoadU(d, line + lanes));
      sum2 = hn::Add(sum2, hn::LoadU(d, line + 2 * lanes));
      sum3 = hn::Add(sum3, hn::LoadU(d, line + 3 * lanes));
    }
    f(i, sum0);
    f(i + lanes, sum1);
    f(i + 2 * lanes, sum2);
    f(i + 3 * lanes, sum3);
  }
  for (; i < count; i += lanes) {
    auto sum = hn::LoadU(d, in[0] + i);
    for (int t = 1; t < terms; ++t) sum = hn::Add(sum, hn::LoadU(d, in[t] + i));
    f(i, sum);
  }
}

template <class S>
void AddTo(const S* const* in, int terms, size_t count, S* out) {
  const hn::ScalableTag<S> d;
  ForSums(in, terms, count,
          [&](size_t i, hn::Vec<decltype(d)> sum) HWY_ATTR { hn::StoreU(sum, d, out + i); });
}

// Rounds up from the half, then takes back the ties that went to an odd mean. Ties only exist for
// even counts.
void MeanU16(const uint16_t* const* in, int terms, size_t count, const BoxDivider& divider,
             uint8_t* out) {
  const hn::ScalableTag<uint16_t> d;
  const hn::RebindToSigned<decltype(d)> di;
  const hn::Rebind<uint8_t, decltype(d)> d8;
  using V = hn::Vec<decltype(d)>;
  const auto samples = static_cast<uint16_t>(divider.count());
  const V all = hn::Set(d, samples);
  const V half = hn::Set(d, static_cast<uint16_t>(samples / 2));
  const V multiplier = hn::Set(d, divider.multiplier());
  const V one = hn::Set(d, uint16_t{1});
  const int shift = divider.shift();
  const auto store = [&](size_t i, V mean) HWY_ATTR {
    hn::StoreU(hn::DemoteTo(d8, hn::BitCast(di, mean)), d8, out + i);
  };
  if (samples % 2 != 0) {
    ForSums(in, terms, count, [&](size_t i, V sum) HWY_ATTR {
      store(i, hn::ShiftRightSame(hn::MulHigh(hn::Add(sum, half), multiplier), shift));
    });
  } else {
    ForSums(in, terms, count, [&](size_t i, V sum) HWY_ATTR {
      const V raised = hn::Add(sum, half);
      const V mean = hn::ShiftRightSame(hn::MulHigh(raised, multiplier), shift);
      const auto tie = hn::Eq(hn::Mul(mean, all), raised);
      store(i, hn::Sub(mean, hn::IfThenElseZero(tie, hn::And(mean, one))));
    });
  }
}

// With half the count added, the quotient is rounded down. A first guess in f32 is made a little
// too small, so that it is the quotient or one less; the remainder, exact in 32 bits, tells. A
// remainder of 0 was a tie, which goes to the even neighbour.
template <class T>
void MeanU32(const uint32_t* const* in, int terms, size_t count, const BoxDivider& divider,
             T* out) {
  const F32 df;
  const hn::ScalableTag<uint32_t> d;
  const hn::RebindToSigned<decltype(d)> di;
  const hn::Rebind<T, decltype(d)> dt;
  using V = hn::Vec<decltype(d)>;
  using VI = hn::Vec<decltype(di)>;
  const auto samples = static_cast<uint32_t>(divider.count());
  const auto store = [&](size_t i, VI mean)
                         HWY_ATTR { hn::StoreU(hn::DemoteTo(dt, mean), dt, out + i); };
  const auto reciprocal = static_cast<float>(1.0 / samples);
  if (divider.product_is_exact()) {
    const VF32 scale = hn::Set(df, reciprocal);
    ForSums(in, terms, count, [&](size_t i, V sum) HWY_ATTR {
      store(i, hn::NearestInt(hn::Mul(hn::ConvertTo(df, hn::BitCast(di, sum)), scale)));
    });
    return;
  }
  // Half the sum fits i32. It may lose 1 / count of the quotient, the factor 2^-20 of 65535.
  const VF32 scale = hn::Set(df, 2.0f * reciprocal * (1.0f - 1.0f / (1 << 20)));
  const V half = hn::Set(d, samples / 2);
  const VI all = hn::Set(di, static_cast<int32_t>(samples));
  const VI one = hn::Set(di, 1);
  const auto ties = hn::Eq(hn::And(all, one), hn::Zero(di));
  ForSums(in, terms, count, [&](size_t i, V sum) HWY_ATTR {
    const V raised = hn::Add(sum, half);
    const VF32 halved = hn::ConvertTo(df, hn::BitCast(di, hn::ShiftRight<1>(raised)));
    VI mean = hn::ConvertTo(di, hn::Mul(halved, scale));
    VI remainder = hn::Sub(hn::BitCast(di, raised), hn::Mul(mean, all));
    const auto more = hn::Not(hn::Lt(remainder, all));
    mean = hn::Add(mean, hn::IfThenElseZero(more, one));
    remainder = hn::Sub(remainder, hn::IfThenElseZero(more, all));
    const auto tie = hn::And(ties, hn::Eq(remainder, hn::Zero(di)));
    store(i, hn::Sub(mean, hn::IfThenElseZero(tie, hn::And(mean, one))));
  });
}

void MoveU8U16(const uint8_t* add, const uint8_t* subtract, size_t count, uint16_t* sums) {
  Move(add, subtract, count, sums);
}
void MoveU8U32(const uint8_t* add, const uint8_t* subtract, size_t count, uint32_t* sums) {
  Move(add, subtract, count, sums);
}
void MoveU16U32(const uint16_t* add, const uint16_t* subtract, size_t count, uint32_t* sums) {
  Move(add, subtract, count, sums);
}
void AddU16(const uint16_t* const* in, int terms, size_t count, uint16_t* out) {
  AddTo(in, terms, count, out);
}
void AddU32(const uint32_t* const* in, int terms, size_t count, uint32_t* out) {
  AddTo(in, terms, count, out);
}
void AddF32(const float* const* in, int terms, size_t count, float* out) {
  AddTo(in, terms, count, out);
}
void MeanU32U8(const uint32_t* const* in, int terms, size_t count, const BoxDivider& divider,
               uint8_t* out) {
  MeanU32(in, terms, count, divider, out);
}
void MeanU32U16(const uint32_t* const* in, int terms, size_t count, const BoxDivider& divider,
                uint16_t* out) {
  MeanU32(in, terms, count, divider, out);
}
void MeanF32(const float* const* in, int terms, size_t count, const BoxDivider& divider,
             float* out) {
  const F32 d;
  const VF32 scale = hn::Set(d, static_cast<float>(1.0 / static_cast<double>(divider.count())));
  ForSums(in, terms, count,
          [&](size_t i, VF32 sum) HWY_ATTR { hn::StoreU(hn::Mul(sum, scale), d, out + i); });
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

template <class T>
void MeanU64(const uint64_t* sums, size_t count, uint64_t samples, T* out) {
  for (size_t i = 0; i < count; ++i) {
    const uint64_t raised = sums[i] + samples / 2;
    const uint64_t mean = raised / samples;
    const bool tie = samples % 2 == 0 && mean * samples == raised;
    out[i] = static_cast<T>(tie ? mean & ~uint64_t{1} : mean);
  }
}

}  // namespace

HWY_EXPORT(MoveU8U16);
HWY_EXPORT(MoveU8U32);
HWY_EXPORT(MoveU16U32);
HWY_EXPORT(AddU16);
HWY_EXPORT(AddU32);
HWY_EXPORT(AddF32);
HWY_EXPORT(MeanU16);
HWY_EXPORT(MeanU32U8);
HWY_EXPORT(MeanU32U16);
HWY_EXPORT(MeanF32);

void MoveSums(const uint8_t* add, const uint8_t* subtract, size_t count, uint16_t* sums) {
  HWY_DYNAMIC_DISPATCH(MoveU8U16)(add, subtract, count, sums);
}
void MoveSums(const uint8_t* add, const uint8_t* subtract, size_t count, uint32_t* sums) {
  HWY_DYNAMIC_DISPATCH(MoveU8U32)(add, subtract, count, sums);
}
void MoveSums(const uint16_t* add, const uint16_t* subtract, size_t count, uint32_t* sums) {
  HWY_DYNAMIC_DISPATCH(MoveU16U32)(add, subtract, count, sums);
}
void MoveSums(const uint8_t* add, const uint8_t* subtract, size_t count, uint64_t* sums) {
  for (size_t i = 0; i < count; ++i) sums[i] = sums[i] + add[i] - subtract[i];
}
void MoveSums(const uint16_t* add, const uint16_t* subtract, size_t count, uint64_t* sums) {
  for (size_t i = 0; i < count; ++i) sums[i] = sums[i] + add[i] - subtract[i];
}

void AddLines(const uint16_t* const* in, int terms, size_t count, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(AddU16)(in, terms, count, out);
}
void AddLines(const uint32_t* const* in, int terms, size_t count, uint32_t* out) {
  HWY_DYNAMIC_DISPATCH(AddU32)(in, terms, count, out);
}
void AddLines(const float* const* in, int terms, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(AddF32)(in, terms, count, out);
}

BoxDivider::BoxDivider(uint64_t count, uint32_t full_scale) : count_(count) {
  // With multiplier = ceil(2^(16+shift) / count), t * multiplier is t * 2^(16+shift) / count plus
  // t * error / count; the quotient is right as long as the excess stays below 2^(16+shift) /
  // count.
  const uint64_t largest = full_scale * count + count / 2;
  for (int shift = 0; shift < 16 && count > 1 && largest < 65536; ++shift) {
    const uint64_t power = uint64_t{1} << (16 + shift);
    const uint64_t multiplier = (power + count - 1) / count;
    const uint64_t error = multiplier * count - power;
    if (multiplier > 65535) break;
    if (largest * error < power) {
      multiplier_ = static_cast<uint16_t>(multiplier);
      shift_ = shift;
      break;
    }
  }
  fits_u32_ = full_scale * count + count / 2 <= 0xFFFFFFFFu;
  // The product's relative error is below 2^-23 + 2^-47; odd counts keep quotients at least
  // 1 / (2 count) away from a tie. Powers of two have no rounding errors at all.
  const bool odd = count % 2 != 0;
  const bool power_of_two = (count & (count - 1)) == 0;
  product_is_exact_ = full_scale * count < (uint64_t{1} << 24) &&
                      (power_of_two || (odd && (full_scale + 1) * count < (uint64_t{1} << 21)));
}

void MeanLines(const uint16_t* const* in, int terms, size_t count, const BoxDivider& divider,
               uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(MeanU16)(in, terms, count, divider, out);
}
void MeanLines(const uint32_t* const* in, int terms, size_t count, const BoxDivider& divider,
               uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(MeanU32U8)(in, terms, count, divider, out);
}
void MeanLines(const uint32_t* const* in, int terms, size_t count, const BoxDivider& divider,
               uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(MeanU32U16)(in, terms, count, divider, out);
}
void MeanLines(const float* const* in, int terms, size_t count, const BoxDivider& divider,
               float* out) {
  HWY_DYNAMIC_DISPATCH(MeanF32)(in, terms, count, divider, out);
}

void MeanLine(const uint64_t* sums, size_t count, const BoxDivider& divider, uint8_t* out) {
  MeanU64(sums, count, divider.count(), out);
}
void MeanLine(const uint64_t* sums, size_t count, const BoxDivider& divider, uint16_t* out) {
  MeanU64(sums, count, divider.count(), out);
}

}  // namespace sluice
#endif  // HWY_ONCE
