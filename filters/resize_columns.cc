#include "filters/resize_columns.h"

#include "filters/transpose.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/resize_columns.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

void Resize(const float* in, const ResizeWeights& weights, int channels, int begin, int end,
            float* HWY_RESTRICT out) {
  const hn::CappedTag<float, kGroup> d;
  const size_t lanes = hn::Lanes(d);
  const size_t pixel = size_t(channels) * kGroup;
  const float* const first = in - ptrdiff_t{weights.begin(begin)} * ptrdiff_t(pixel);
  for (int x = begin; x < end; ++x) {
    const float* HWY_RESTRICT w = weights.weights(x);
    const float* const from = first + ptrdiff_t{weights.begin(x)} * ptrdiff_t(pixel);
    const int count = weights.count(x);
    for (size_t lane = 0; lane < pixel; lane += lanes) {
      const float* HWY_RESTRICT tap = from + lane;
      auto sum = hn::Mul(hn::Load(d, tap), hn::Set(d, w[0]));
      for (int k = 1; k < count; ++k) {
        tap += pixel;
        sum = hn::Add(sum, hn::Mul(hn::Load(d, tap), hn::Set(d, w[k])));
      }
      hn::Store(sum, d, out);
      out += lanes;
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Resize);

void ResizeGroups(const float* in, const ResizeWeights& weights, int channels, int begin, int end,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(Resize)(in, weights, channels, begin, end, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
