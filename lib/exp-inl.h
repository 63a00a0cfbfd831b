// The exponential function for activations, in about half the time of Highway's, for kernels
// compiled once for each SIMD target.
#if defined(SLUICE_LIB_EXP_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_EXP_INL_H_
#undef SLUICE_LIB_EXP_INL_H_
#else
#define SLUICE_LIB_EXP_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// e^x, off by at most 1.1 units in the last place from -87.3 to 88.3; less than 1e-38 below,
// infinite above. Callers have to mind NaN, which may give any number.
//
// x = n ln 2 + r with |r| <= ln(2) / 2, and e^x = 2^n (1 + r + r^2 q(r)), where q minimises the
// relative error (4e-9). Adding 1.5 * 2^23 rounds to a whole number, which then is in the lowest
// bits; with 127 they are the exponent's.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V FastExp(D d, V x) {
  const hn::RebindToUnsigned<D> bits;
  const V magic = hn::Set(d, 12582912.0F + 127.0F);
  x = hn::Min(hn::Max(x, hn::Set(d, -88.0F)), hn::Set(d, 89.0F));
  const V rounded = hn::MulAdd(x, hn::Set(d, 1.44269504F), magic);
  const V n = hn::Sub(rounded, magic);
  // ln 2 in two parts, the first with few bits, so that its product with n is exact.
  const V r =
      hn::NegMulAdd(n, hn::Set(d, -2.12194440e-4F), hn::NegMulAdd(n, hn::Set(d, 0.693359375F), x));
  V q = hn::MulAdd(hn::Set(d, 0.00137511501F), r, hn::Set(d, 0.00836898759F));
  q = hn::MulAdd(q, r, hn::Set(d, 0.0416695438F));
  q = hn::MulAdd(q, r, hn::Set(d, 0.166665182F));
  q = hn::MulAdd(q, r, hn::Set(d, 0.499999881F));
  const V p = hn::Add(hn::MulAdd(hn::Mul(r, r), q, r), hn::Set(d, 1.0F));
  return hn::Mul(p, hn::BitCast(d, hn::ShiftLeft<23>(hn::BitCast(bits, rounded))));
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_EXP_INL_H_
