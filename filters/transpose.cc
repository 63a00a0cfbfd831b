#include "filters/transpose.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/transpose.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// out[x * out_stride + y] = in[y * in_stride + x] for x, y < 4.
HWY_INLINE void Transpose4x4(const float* in, size_t in_stride, float* out, size_t out_stride) {
#if HWY_TARGET == HWY_SCALAR
  for (size_t y = 0; y < 4; ++y) {
    for (size_t x = 0; x < 4; ++x) out[x * out_stride + y] = in[y * in_stride + x];
  }
#else
  const hn::FixedTag<float, 4> d;
  const hn::RepartitionToWide<decltype(d)> dw;
  const auto a = hn::LoadU(d, in);
  const auto b = hn::LoadU(d, in + in_stride);
  const auto c = hn::LoadU(d, in + 2 * in_stride);
  const auto e = hn::LoadU(d, in + 3 * in_stride);
  const auto ab_low = hn::BitCast(dw, hn::InterleaveLower(d, a, b));   // a0 b0 a1 b1
  const auto ab_high = hn::BitCast(dw, hn::InterleaveUpper(d, a, b));  // a2 b2 a3 b3
  const auto ce_low = hn::BitCast(dw, hn::InterleaveLower(d, c, e));
  const auto ce_high = hn::BitCast(dw, hn::InterleaveUpper(d, c, e));
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(dw, ab_low, ce_low)), d, out);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(dw, ab_low, ce_low)), d, out + out_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveLower(dw, ab_high, ce_high)), d, out + 2 * out_stride);
  hn::StoreU(hn::BitCast(d, hn::InterleaveUpper(dw, ab_high, ce_high)), d, out + 3 * out_stride);
#endif
}

void ToGroups(const float* rows, size_t stride, size_t samples, float* out) {
  for (size_t s = 0; s < samples; s += 4) {
    for (size_t r = 0; r < kGroup; r += 4) {
      Transpose4x4(rows + r * stride + s, stride, out + s * kGroup + r, kGroup);
    }
  }
}

void ToRows(const float* groups, size_t samples, size_t stride, float* rows) {
  for (size_t s = 0; s < samples; s += 4) {
    for (size_t r = 0; r < kGroup; r += 4) {
      Transpose4x4(groups + s * kGroup + r, kGroup, rows + r * stride + s, stride);
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ToGroups);
HWY_EXPORT(ToRows);

void RowsToGroups(const float* rows, size_t stride, size_t samples, float* out) {
  HWY_DYNAMIC_DISPATCH(ToGroups)(rows, stride, samples, out);
}
void GroupsToRows(const float* groups, size_t samples, size_t stride, float* rows) {
  HWY_DYNAMIC_DISPATCH(ToRows)(groups, samples, stride, rows);
}
}  // namespace sluice
#endif  // HWY_ONCE
