#include "features/kmeans_kernels.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "features/kmeans_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

constexpr size_t kLanes = 16;
using D = hn::CappedTag<float, kLanes>;
using V = hn::Vec<D>;

double Distance(const float* HWY_RESTRICT a, const float* HWY_RESTRICT b, size_t count) {
  const D d;
  HWY_ALIGN float sums[kLanes] = {};
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (size_t lane = 0; lane < kLanes; lane += hn::Lanes(d)) {
      const V apart = hn::Sub(hn::LoadU(d, a + i + lane), hn::LoadU(d, b + i + lane));
      hn::Store(hn::Add(hn::Load(d, sums + lane), hn::Mul(apart, apart)), d, sums + lane);
    }
  }
  for (size_t lane = 0; i + lane < count; ++lane) {
    const float apart = a[i + lane] - b[i + lane];
    sums[lane] += apart * apart;
  }
  double sum = 0;
  for (const float part : sums) sum += double(part);
  return sum;
}

int32_t Greatest(const float* values, size_t count) {
  const D d;
  const size_t lanes = hn::Lanes(d);
  size_t i = 0;
  float most = values[0];
  int32_t first = 0;
  if (count >= lanes) {
    // Each lane's greatest so far and where it was.
    V best = hn::LoadU(d, values);
    V place = hn::Iota(d, 0.0f);
    V here = place;
    const V step = hn::Set(d, static_cast<float>(lanes));
    for (i = lanes; i + lanes <= count; i += lanes) {
      here = hn::Add(here, step);
      const V v = hn::LoadU(d, values + i);
      const auto better = hn::Gt(v, best);
      best = hn::IfThenElse(better, v, best);
      place = hn::IfThenElse(better, here, place);
    }
    most = hn::GetLane(hn::MaxOfLanes(d, best));
    const V far = hn::Set(d, 3e7f);
    const auto is_most = hn::Eq(best, hn::Set(d, most));
    first =
        static_cast<int32_t>(hn::GetLane(hn::MinOfLanes(d, hn::IfThenElse(is_most, place, far))));
  }
  for (; i < count; ++i) {
    if (values[i] > most) {
      most = values[i];
      first = static_cast<int32_t>(i);
    }
  }
  return first;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Distance);
HWY_EXPORT(Greatest);

double SquaredDistance(const float* a, const float* b, size_t count) {
  return HWY_DYNAMIC_DISPATCH(Distance)(a, b, count);
}
int32_t ArgMax(const float* values, size_t count) {
  return HWY_DYNAMIC_DISPATCH(Greatest)(values, count);
}

}  // namespace sluice
#endif  // HWY_ONCE
