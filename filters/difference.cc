#include "filters/difference.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/difference.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class T>
void DifferenceOf(const T* a, const T* b, size_t count, T* difference) {
  const hn::ScalableTag<T> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto from = hn::LoadU(d, a + i);
    const auto what = hn::LoadU(d, b + i);
    if constexpr (sizeof(T) == 4) {
      hn::StoreU(hn::Sub(from, what), d, difference + i);
    } else {
      hn::StoreU(hn::SaturatedSub(from, what), d, difference + i);
    }
  }
}

void DifferenceU8(const uint8_t* a, const uint8_t* b, size_t count, uint8_t* difference) {
  DifferenceOf(a, b, count, difference);
}
void DifferenceU16(const uint16_t* a, const uint16_t* b, size_t count, uint16_t* difference) {
  DifferenceOf(a, b, count, difference);
}
void DifferenceF32(const float* a, const float* b, size_t count, float* difference) {
  DifferenceOf(a, b, count, difference);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(DifferenceU8);
HWY_EXPORT(DifferenceU16);
HWY_EXPORT(DifferenceF32);

void Difference(const uint8_t* a, const uint8_t* b, size_t count, uint8_t* difference) {
  HWY_DYNAMIC_DISPATCH(DifferenceU8)(a, b, count, difference);
}
void Difference(const uint16_t* a, const uint16_t* b, size_t count, uint16_t* difference) {
  HWY_DYNAMIC_DISPATCH(DifferenceU16)(a, b, count, difference);
}
void Difference(const float* a, const float* b, size_t count, float* difference) {
  HWY_DYNAMIC_DISPATCH(DifferenceF32)(a, b, count, difference);
}

}  // namespace sluice
#endif  // HWY_ONCE
