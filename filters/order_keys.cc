#include "filters/order_keys.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/order_keys.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using I32 = hn::ScalableTag<int32_t>;

// Flips the magnitude of negative numbers: its own inverse.
hn::Vec<I32> FlipNegative(I32 d, hn::Vec<I32> v) {
  return hn::Xor(v, hn::And(hn::ShiftRight<31>(v), hn::Set(d, 0x7FFFFFFF)));
}

void ToKeys(const float* HWY_RESTRICT samples, size_t count, int32_t* HWY_RESTRICT keys) {
  const I32 d;
  const hn::RebindToFloat<I32> df;
  const auto magnitude = hn::Set(d, 0x7FFFFFFF);
  const auto infinity = hn::Set(d, 0x7F800000);
  const auto nan = hn::Set(d, kNanKey);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto bits = hn::BitCast(d, hn::LoadU(df, samples + i));
    const auto is_nan = hn::Gt(hn::And(bits, magnitude), infinity);
    hn::StoreU(hn::IfThenElse(is_nan, nan, FlipNegative(d, bits)), d, keys + i);
  }
}

void FromKeys(int32_t* keys, size_t count) {
  const I32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(FlipNegative(d, hn::LoadU(d, keys + i)), d, keys + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ToKeys);
HWY_EXPORT(FromKeys);

void SamplesToKeys(const float* samples, size_t count, int32_t* keys) {
  HWY_DYNAMIC_DISPATCH(ToKeys)(samples, count, keys);
}

void KeysToSamples(int32_t* keys, size_t count) { HWY_DYNAMIC_DISPATCH(FromKeys)(keys, count); }

}  // namespace sluice
#endif  // HWY_ONCE
