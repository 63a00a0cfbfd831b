#include "filters/weighted_sum.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/weighted_sum.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// Four vectors side by side hide the latency of the additions and share the loads of the weights.
template <class T, class U>
void Sum(const T* const* in, const float* weights, int taps, size_t count, U* out) {
  const F32 d;
  const size_t lanes = hn::Lanes(d);
  size_t x = 0;
  for (; x + 3 * lanes < count; x += 4 * lanes) {
    const VF32 first = hn::Set(d, weights[0]);
    VF32 sum0 = hn::Mul(LoadF32(d, in[0] + x), first);
    VF32 sum1 = hn::Mul(LoadF32(d, in[0] + x + lanes), first);
    VF32 sum2 = hn::Mul(LoadF32(d, in[0] + x + 2 * lanes), first);
    VF32 sum3 = hn::Mul(LoadF32(d, in[0] + x + 3 * lanes), first);
    for (int t = 1; t < taps; ++t) {
      const T* HWY_RESTRICT row = in[t] + x;
      const VF32 weight = hn::Set(d, weights[t]);
      sum0 = hn::Add(sum0, hn::Mul(LoadF32(d, row), weight));
      sum1 = hn::Add(sum1, hn::Mul(LoadF32(d, row + lanes), weight));
      sum2 = hn::Add(sum2, hn::Mul(LoadF32(d, row + 2 * lanes), weight));
      sum3 = hn::Add(sum3, hn::Mul(LoadF32(d, row + 3 * lanes), weight));
    }
    StoreF32(d, sum0, out + x);
    StoreF32(d, sum1, out + x + lanes);
    StoreF32(d, sum2, out + x + 2 * lanes);
    StoreF32(d, sum3, out + x + 3 * lanes);
  }
  for (; x < count; x += lanes) {
    VF32 sum = hn::Mul(LoadF32(d, in[0] + x), hn::Set(d, weights[0]));
    for (int t = 1; t < taps; ++t) {
      sum = hn::Add(sum, hn::Mul(LoadF32(d, in[t] + x), hn::Set(d, weights[t])));
    }
    StoreF32(d, sum, out + x);
  }
}

// The k-th sum takes its tap t from row k + t: while row r is in a register, it serves tap r - k of
// each sum k that has one. w0 ... w3 are the weights of taps r ... r - 3; they move on with r.
static_assert(kSumRows == 4);
template <class T>
void SumRows(const T* const* in, const float* weights, int taps, size_t count, float* const* out) {
  if (taps < kSumRows) {
    for (int k = 0; k < kSumRows; ++k) Sum(in + k, weights, taps, count, out[k]);
    return;
  }
  const F32 d;
  const size_t lanes = hn::Lanes(d);
  for (size_t x = 0; x < count; x += lanes) {
    const auto row = [&](int r) HWY_ATTR { return LoadF32(d, in[r] + x); };
    const auto weight = [&](int t) HWY_ATTR { return hn::Set(d, weights[t]); };
    const auto add = [&](VF32 sum, VF32 v, VF32 w) HWY_ATTR { return hn::Add(sum, hn::Mul(v, w)); };
    VF32 w3 = weight(0);
    VF32 w2 = weight(1);
    VF32 w1 = weight(2);
    VF32 w0 = weight(3);
    VF32 v = row(0);
    VF32 sum0 = hn::Mul(v, w3);
    v = row(1);
    sum0 = add(sum0, v, w2);
    VF32 sum1 = hn::Mul(v, w3);
    v = row(2);
    sum0 = add(sum0, v, w1);
    sum1 = add(sum1, v, w2);
    VF32 sum2 = hn::Mul(v, w3);
    v = row(3);
    sum0 = add(sum0, v, w0);
    sum1 = add(sum1, v, w1);
    sum2 = add(sum2, v, w2);
    VF32 sum3 = hn::Mul(v, w3);
    for (int r = 4; r < taps; ++r) {
      v = row(r);
      w3 = w2;
      w2 = w1;
      w1 = w0;
      w0 = weight(r);
      sum0 = add(sum0, v, w0);
      sum1 = add(sum1, v, w1);
      sum2 = add(sum2, v, w2);
      sum3 = add(sum3, v, w3);
    }
    v = row(taps);
    sum1 = add(sum1, v, w0);
    sum2 = add(sum2, v, w1);
    sum3 = add(sum3, v, w2);
    v = row(taps + 1);
    sum2 = add(sum2, v, w0);
    sum3 = add(sum3, v, w1);
    v = row(taps + 2);
    sum3 = add(sum3, v, w0);
    hn::StoreU(sum0, d, out[0] + x);
    hn::StoreU(sum1, d, out[1] + x);
    hn::StoreU(sum2, d, out[2] + x);
    hn::StoreU(sum3, d, out[3] + x);
  }
}

#define SLUICE_SUM(name, T, U)                                                          \
  void name(const T* const* in, const float* weights, int taps, size_t count, U* out) { \
    Sum(in, weights, taps, count, out);                                                 \
  }
SLUICE_SUM(SumU8ToF32, uint8_t, float)
SLUICE_SUM(SumU16ToF32, uint16_t, float)
SLUICE_SUM(SumF32, float, float)
SLUICE_SUM(SumF32ToU8, float, uint8_t)
SLUICE_SUM(SumF32ToU16, float, uint16_t)
#undef SLUICE_SUM

#define SLUICE_SUM_ROWS(name, T)                                                                   \
  void name(const T* const* in, const float* weights, int taps, size_t count, float* const* out) { \
    SumRows(in, weights, taps, count, out);                                                        \
  }
SLUICE_SUM_ROWS(SumRowsU8, uint8_t)
SLUICE_SUM_ROWS(SumRowsU16, uint16_t)
SLUICE_SUM_ROWS(SumRowsF32, float)
#undef SLUICE_SUM_ROWS

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SumU8ToF32);
HWY_EXPORT(SumU16ToF32);
HWY_EXPORT(SumF32);
HWY_EXPORT(SumF32ToU8);
HWY_EXPORT(SumF32ToU16);
HWY_EXPORT(SumRowsU8);
HWY_EXPORT(SumRowsU16);
HWY_EXPORT(SumRowsF32);

template <>
void WeightedSum(const uint8_t* const* in, const float* weights, int taps, size_t count,
                 float* out) {
  HWY_DYNAMIC_DISPATCH(SumU8ToF32)(in, weights, taps, count, out);
}
template <>
void WeightedSum(const uint16_t* const* in, const float* weights, int taps, size_t count,
                 float* out) {
  HWY_DYNAMIC_DISPATCH(SumU16ToF32)(in, weights, taps, count, out);
}
template <>
void WeightedSum(const float* const* in, const float* weights, int taps, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(SumF32)(in, weights, taps, count, out);
}
template <>
void WeightedSum(const float* const* in, const float* weights, int taps, size_t count,
                 uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(SumF32ToU8)(in, weights, taps, count, out);
}
template <>
void WeightedSum(const float* const* in, const float* weights, int taps, size_t count,
                 uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(SumF32ToU16)(in, weights, taps, count, out);
}

template <>
void WeightedSumRows(const uint8_t* const* in, const float* weights, int taps, size_t count,
                     float* const* out) {
  HWY_DYNAMIC_DISPATCH(SumRowsU8)(in, weights, taps, count, out);
}
template <>
void WeightedSumRows(const uint16_t* const* in, const float* weights, int taps, size_t count,
                     float* const* out) {
  HWY_DYNAMIC_DISPATCH(SumRowsU16)(in, weights, taps, count, out);
}
template <>
void WeightedSumRows(const float* const* in, const float* weights, int taps, size_t count,
                     float* const* out) {
  HWY_DYNAMIC_DISPATCH(SumRowsF32)(in, weights, taps, count, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
