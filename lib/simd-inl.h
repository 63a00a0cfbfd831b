// Samples of any type as vectors of f32 and back, for kernels compiled once for each SIMD target.
// Arithmetic is Mul and Add in a fixed order, never fused (-ffp-contract=off), so that every target
// computes the same bytes.
#if defined(SLUICE_LIB_SIMD_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_LIB_SIMD_INL_H_
#undef SLUICE_LIB_SIMD_INL_H_
#else
#define SLUICE_LIB_SIMD_INL_H_
#endif

#include <cstddef>
#include <cstdint>

#include "hwy/highway.h"
#include "lib/dtype.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using F32 = hn::ScalableTag<float>;
using VF32 = hn::Vec<F32>;

// Lanes(F32()) samples from `from` (any alignment) as f32, in sample units.
template <class T>
HWY_INLINE VF32 LoadF32(F32 d, const T* HWY_RESTRICT from) {
  if constexpr (sizeof(T) == 4) {
    return hn::LoadU(d, from);
  } else {
    const hn::Rebind<T, F32> dt;
    const hn::RebindToSigned<F32> di;
    return hn::ConvertTo(d, hn::PromoteTo(di, hn::LoadU(dt, from)));
  }
}

// Saturates, rounds half to even and writes Lanes(F32()) samples to `to` (any alignment). NaN
// becomes 0 in u8 and u16, and stays NaN in f32.
template <class T>
HWY_INLINE void StoreF32(F32 d, VF32 v, T* HWY_RESTRICT to) {
  if constexpr (sizeof(T) == 4) {
    hn::StoreU(v, d, to);
  } else {
    const hn::Rebind<T, F32> dt;
    // The comparison also turns NaN into 0.
    const VF32 positive = hn::IfThenElseZero(hn::Gt(v, hn::Zero(d)), v);
    const VF32 clamped = hn::Min(positive, hn::Set(d, DTypeTraits<T>::kFullScale));
    hn::StoreU(hn::DemoteTo(dt, hn::NearestInt(clamped)), dt, to);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_LIB_SIMD_INL_H_
