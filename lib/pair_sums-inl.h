// Sums of products of 16-bit numbers, two products a 32-bit lane.
#if defined(SLUICE_LIB_PAIR_SUMS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_PAIR_SUMS_INL_H_
#undef SLUICE_LIB_PAIR_SUMS_INL_H_
#else
#define SLUICE_LIB_PAIR_SUMS_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Every lane of `a` and `b` holds two int16_t, the first in its lower half. Returns
// sum + a.first * b.first + a.second * b.second.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V AddPairProducts([[maybe_unused]] D d, V sum, V a, V b) {
#if HWY_ARCH_X86 && HWY_TARGET != HWY_SCALAR
  // One instruction, pmaddwd, which keeps the pairs in their lanes; the second sum stays 0.
  const hn::Repartition<int16_t, D> d16;
  V unused = hn::Zero(d);
  return hn::ReorderWidenMulAccumulate(d, hn::BitCast(d16, a), hn::BitCast(d16, b), sum, unused);
#else
  const V low =
      hn::Mul(hn::ShiftRight<16>(hn::ShiftLeft<16>(a)), hn::ShiftRight<16>(hn::ShiftLeft<16>(b)));
  const V high = hn::Mul(hn::ShiftRight<16>(a), hn::ShiftRight<16>(b));
  return hn::Add(sum, hn::Add(low, high));
#endif
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_PAIR_SUMS_INL_H_
