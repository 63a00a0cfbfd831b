#include "filters/magnitude.h"

#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/magnitude.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

bool Within(const float* samples, size_t count, float limit) {
  const F32 d;
  const VF32 most = hn::Set(d, limit);
  auto within = hn::Eq(most, most);
  size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    within = hn::And(within, hn::Le(hn::Abs(hn::LoadU(d, samples + i)), most));
  }
  bool all = hn::AllTrue(d, within);
  for (; i < count; ++i) all = all && std::abs(samples[i]) <= limit;
  return all;
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Within);

bool AllWithin(const float* samples, size_t count, float limit) {
  return HWY_DYNAMIC_DISPATCH(Within)(samples, count, limit);
}

}  // namespace sluice
#endif  // HWY_ONCE
