// Samples to keys and back (filters/order_keys.h), a vector at a time.
#if defined(SLUICE_FILTERS_ORDER_KEYS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_FILTERS_ORDER_KEYS_INL_H_
#undef SLUICE_FILTERS_ORDER_KEYS_INL_H_
#else
#define SLUICE_FILTERS_ORDER_KEYS_INL_H_
#endif

#include <cstdint>

#include "filters/order_keys.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Flips the magnitude of negative numbers: its own inverse.
template <class D>
HWY_INLINE hn::Vec<D> FlipNegative(D d, hn::Vec<D> v) {
  return hn::Xor(v, hn::And(hn::ShiftRight<31>(v), hn::Set(d, 0x7FFFFFFF)));
}

// The keys of the samples at `from` (any alignment).
template <class D, class T>
HWY_INLINE hn::Vec<D> LoadKeys(D d, const T* from) {
  if constexpr (std::is_same_v<T, float>) {
    const hn::RebindToFloat<D> df;
    const auto bits = hn::BitCast(d, hn::LoadU(df, from));
    const auto magnitude = hn::And(bits, hn::Set(d, 0x7FFFFFFF));
    const auto is_nan = hn::Gt(magnitude, hn::Set(d, 0x7F800000));
    return hn::IfThenElse(is_nan, hn::Set(d, kNanKey), FlipNegative(d, bits));
  } else {
    return hn::LoadU(d, from);
  }
}

// Writes the samples of keys to `to` (any alignment).
template <class D, class T>
HWY_INLINE void StoreSamples(D d, hn::Vec<D> keys, T* to) {
  if constexpr (std::is_same_v<T, float>) {
    const hn::RebindToFloat<D> df;
    hn::StoreU(hn::BitCast(df, FlipNegative(d, keys)), df, to);
  } else {
    hn::StoreU(keys, d, to);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_FILTERS_ORDER_KEYS_INL_H_
