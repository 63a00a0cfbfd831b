// Loops over numbers a vector at a time, for kernels compiled once for each SIMD target.
#if defined(SLUICE_NETS_VECTORS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_NETS_VECTORS_INL_H_
#undef SLUICE_NETS_VECTORS_INL_H_
#else
#define SLUICE_NETS_VECTORS_INL_H_
#endif

#include <cstdint>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Calls f(d, i) for i from 0 in steps of the lanes of `d`: whole vectors, then shorter ones for
// what is left. Nothing beyond `count` is touched.
template <class F>
HWY_INLINE void ForVectors(int64_t count, const F& f) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 4> d4;
  const hn::CappedTag<float, 1> d1;
  int64_t i = 0;
  for (; i + int64_t(hn::Lanes(d)) <= count; i += int64_t(hn::Lanes(d))) f(d, i);
  for (; i + int64_t(hn::Lanes(d4)) <= count; i += int64_t(hn::Lanes(d4))) f(d4, i);
  for (; i < count; ++i) f(d1, i);
}

template <class D, class F>
HWY_INLINE void CoverBy(D d, int64_t count, const F& f) {
  const auto lanes = int64_t(hn::Lanes(d));
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes) f(d, i);
  if (i < count) f(d, count - lanes);
}

// The same with the longest vectors that fit, the last one drawn back to the end: some numbers may
// come twice. For functions that only write what they do not read.
template <class F>
HWY_INLINE void CoverVectors(int64_t count, const F& f) {
  const hn::ScalableTag<float> d;
  const hn::CappedTag<float, 8> d8;
  const hn::CappedTag<float, 4> d4;
  const hn::CappedTag<float, 1> d1;
  if (count >= int64_t(hn::Lanes(d))) {
    CoverBy(d, count, f);
  } else if (count >= int64_t(hn::Lanes(d8))) {
    CoverBy(d8, count, f);
  } else if (count >= int64_t(hn::Lanes(d4))) {
    CoverBy(d4, count, f);
  } else {
    CoverBy(d1, count, f);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_NETS_VECTORS_INL_H_
