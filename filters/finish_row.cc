#include "filters/finish_row.h"

#include <algorithm>
#include <cmath>
#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/finish_row.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

template <class T>
void Finish(const float* sums, size_t count, float multiplier, float bias, T* out) {
  const F32 d;
  const VF32 m = hn::Set(d, multiplier);
  const VF32 b = hn::Set(d, bias);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    StoreF32(d, hn::Add(hn::Mul(hn::LoadU(d, sums + i), m), b), out + i);
  }
}

void FinishU8(const float* sums, size_t count, float multiplier, float bias, uint8_t* out) {
  Finish(sums, count, multiplier, bias, out);
}
void FinishU16(const float* sums, size_t count, float multiplier, float bias, uint16_t* out) {
  Finish(sums, count, multiplier, bias, out);
}
void FinishF32(const float* sums, size_t count, float multiplier, float bias, float* out) {
  Finish(sums, count, multiplier, bias, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(FinishU8);
HWY_EXPORT(FinishU16);
HWY_EXPORT(FinishF32);

template <>
void FinishRow(const float* sums, size_t count, float multiplier, float bias, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(FinishU8)(sums, count, multiplier, bias, out);
}
template <>
void FinishRow(const float* sums, size_t count, float multiplier, float bias, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(FinishU16)(sums, count, multiplier, bias, out);
}
template <>
void FinishRow(const float* sums, size_t count, float multiplier, float bias, float* out) {
  HWY_DYNAMIC_DISPATCH(FinishF32)(sums, count, multiplier, bias, out);
}

template <class T>
void FinishRow(const double* sums, size_t count, float multiplier, float bias, T* out) {
  for (size_t i = 0; i < count; ++i) {
    const double value = sums[i] * double(multiplier) + double(bias);
    if constexpr (std::is_same_v<T, float>) {
      out[i] = static_cast<float>(value);
    } else {
      const double most = DTypeTraits<T>::kFullScale;
      out[i] = value > 0 ? static_cast<T>(std::nearbyint(std::min(value, most))) : T{0};
    }
  }
}
template void FinishRow(const double*, size_t, float, float, uint8_t*);
template void FinishRow(const double*, size_t, float, float, uint16_t*);
template void FinishRow(const double*, size_t, float, float, float*);

}  // namespace sluice
#endif  // HWY_ONCE
