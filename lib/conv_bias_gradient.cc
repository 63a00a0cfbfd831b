#include "lib/conv_bias_gradient.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/conv_bias_gradient.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/conv_bias_gradient-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

void SumConvOutputs(const float* rows, int64_t channels, int64_t begin, int64_t end, float* sums) {
  // So many rows stay in cache while their columns are summed.
  constexpr int64_t kRows = 64;
  std::fill_n(sums, channels, 0.0f);
  for (; begin < end; begin += kRows) {
    AddBiasRows({rows + begin * channels, channels, std::min(kRows, end - begin)}, channels, sums);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SumConvOutputs);

void SumConvOutputs(const float* rows, int64_t channels, int64_t begin, int64_t end, float* sums) {
  HWY_DYNAMIC_DISPATCH(SumConvOutputs)(rows, channels, begin, end, sums);
}

}  // namespace sluice
#endif  // HWY_ONCE
