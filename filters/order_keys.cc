#include "filters/order_keys.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/order_keys.cc"
// foreach_target.h must come before any other header of the kernel:
// clang-format off
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "filters/order_keys-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

void ToKeys(const float* samples, size_t count, int32_t* keys) {
  const hn::ScalableTag<int32_t> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(LoadKeys(d, samples + i), d, keys + i);
  }
}

void FromKeys(int32_t* keys, size_t count) {
  const hn::ScalableTag<int32_t> d;
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
