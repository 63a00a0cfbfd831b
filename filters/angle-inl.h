// Angles of vectors, for kernels compiled once for each SIMD target.
#if defined(SLUICE_FILTERS_ANGLE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_FILTERS_ANGLE_INL_H_
#undef SLUICE_FILTERS_ANGLE_INL_H_
#else
#define SLUICE_FILTERS_ANGLE_INL_H_
#endif

#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// The angle of (x, y) in degrees, above -180 to 180, and 0 for (0, 0). The polynomial of Cephes'
// atanf (S. Moshier) on [0, tan 22.5], after moving the angle there.
HWY_INLINE VF32 AngleDegrees(F32 d, VF32 x, VF32 y) {
  const VF32 zero = hn::Zero(d);
  const VF32 one = hn::Set(d, 1.0f);
  const VF32 ax = hn::Abs(x);
  const VF32 ay = hn::Abs(y);
  const auto steep = hn::Gt(ay, ax);
  const VF32 big = hn::IfThenElse(steep, ay, ax);
  const VF32 small = hn::IfThenElse(steep, ax, ay);
  const VF32 slope = hn::IfThenZeroElse(hn::Eq(big, zero), hn::Div(small, big));
  // atan(slope) = 45 + atan((slope - 1) / (slope + 1)) degrees.
  const auto upper = hn::Gt(slope, hn::Set(d, 0.41421356f));
  const VF32 turned = hn::Div(hn::Sub(slope, one), hn::Add(slope, one));
  const VF32 t = hn::IfThenElse(upper, turned, slope);
  const VF32 z = hn::Mul(t, t);
  VF32 sum = hn::Set(d, 8.05374449538e-2f);
  sum = hn::Sub(hn::Mul(sum, z), hn::Set(d, 1.38776856032e-1f));
  sum = hn::Add(hn::Mul(sum, z), hn::Set(d, 1.99777106478e-1f));
  sum = hn::Sub(hn::Mul(sum, z), hn::Set(d, 3.33329491539e-1f));
  const VF32 radians = hn::Add(hn::Mul(hn::Mul(sum, z), t), t);
  VF32 angle = hn::Mul(radians, hn::Set(d, 57.2957795f));
  angle = hn::Add(angle, hn::IfThenElseZero(upper, hn::Set(d, 45.0f)));
  angle = hn::IfThenElse(steep, hn::Sub(hn::Set(d, 90.0f), angle), angle);
  angle = hn::IfThenElse(hn::Lt(x, zero), hn::Sub(hn::Set(d, 180.0f), angle), angle);
  return hn::IfThenElse(hn::Lt(y, zero), hn::Neg(angle), angle);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_FILTERS_ANGLE_INL_H_
