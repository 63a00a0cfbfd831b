#include "filters/laplacian_sums.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/laplacian_sums.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

HWY_INLINE VF32 LoadPair(F32 d, const float* const* in, int radius, int j, size_t i) {
  return hn::Add(hn::LoadU(d, in[radius - j] + i), hn::LoadU(d, in[radius + j] + i));
}

HWY_INLINE VF32 SmoothSum(F32 d, const float* const* in, const float* taps, int radius, size_t i) {
  VF32 sum = hn::Mul(hn::LoadU(d, in[radius] + i), hn::Set(d, taps[0]));
  for (int j = 1; j <= radius; ++j) {
    sum = hn::Add(sum, hn::Mul(LoadPair(d, in, radius, j, i), hn::Set(d, taps[j])));
  }
  return sum;
}

HWY_INLINE VF32 SecondSum(F32 d, const float* const* in, const float* taps, int radius, size_t i) {
  const VF32 middle = hn::LoadU(d, in[radius] + i);
  const VF32 twice = hn::Add(middle, middle);
  VF32 sum = hn::Zero(d);
  for (int j = 1; j <= radius; ++j) {
    const VF32 bend = hn::Sub(LoadPair(d, in, radius, j, i), twice);
    sum = hn::Add(sum, hn::Mul(bend, hn::Set(d, taps[j])));
  }
  return sum;
}

void SumSmoothAndSecondRow(const float* const* in, const LaplacianTaps& taps, size_t count,
                           float* HWY_RESTRICT smooth, float* HWY_RESTRICT second) {
  const F32 d;
  const int radius = taps.radius();
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(SmoothSum(d, in, taps.smooth.data(), radius, i), d, smooth + i);
    hn::StoreU(SecondSum(d, in, taps.second.data(), radius, i), d, second + i);
  }
}

void SumLaplacianRow(const float* const* smooth, const float* const* second,
                     const LaplacianTaps& taps, size_t count, float unit, float* HWY_RESTRICT out) {
  const F32 d;
  const int radius = taps.radius();
  const VF32 divisor = hn::Set(d, unit);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 along_row = SecondSum(d, smooth, taps.second.data(), radius, i);
    const VF32 along_column = SmoothSum(d, second, taps.smooth.data(), radius, i);
    hn::StoreU(hn::Div(hn::Add(along_row, along_column), divisor), d, out + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SumSmoothAndSecondRow);
HWY_EXPORT(SumLaplacianRow);

void SumSmoothAndSecond(const float* const* in, const LaplacianTaps& taps, size_t count,
                        float* smooth, float* second) {
  HWY_DYNAMIC_DISPATCH(SumSmoothAndSecondRow)(in, taps, count, smooth, second);
}
void SumLaplacian(const float* const* smooth, const float* const* second, const LaplacianTaps& taps,
                  size_t count, float unit, float* out) {
  HWY_DYNAMIC_DISPATCH(SumLaplacianRow)(smooth, second, taps, count, unit, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
