#include "filters/transpose.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/transpose.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET != HWY_SCALAR
// Stores each block of four lanes, `stride` apart.
template <class D>
HWY_INLINE void StoreBlocks(D d, hn::Vec<D> v, float* out, size_t stride) {
  if constexpr (hn::MaxLanes(d) <= 4) {
    hn::StoreU(v, d, out);
  } else {
    const hn::Half<D> half;
    StoreBlocks(half, hn::LowerHalf(half, v), out, stride);
    StoreBlocks(half, hn::UpperHalf(half, v), out + hn::MaxLanes(half) / 4 * stride, stride);
  }
}
#endif

// out[x * out_stride + y] = in[y * in_stride + x] for y < 4 and x < width, in steps of a vector of
// x.
HWY_INLINE void TransposeFourRows(const float* in, size_t in_stride, size_t width, float* out,
                                  size_t out_stride) {
#if HWY_TARGET == HWY_SCALAR
  for (size_t x = 0; x < width; ++x) {
    for (size_t y = 0; y < 4; ++y) out[x * out_stride + y] = in[y * in_stride + x];
  }
#else
  const hn::CappedTag<float, kGroup> d;
  const hn::RepartitionToWide<decltype(d)> dw;
  for (size_t x = 0; x < width; x += hn::Lanes(d)) {
    // In every block of four lanes: 4 x 4 samples change places.
    const auto a = hn::LoadU(d, in + x);
    const auto b = hn::LoadU(d, in + in_stride + x);
    const auto c = hn::LoadU(d, in + 2 * in_stride + x);
    const auto e = hn::LoadU(d, in + 3 * in_stride + x);
    const auto ab_low = hn::BitCast(dw, hn::InterleaveLower(d, a, b));   // a0 b0 a1 b1
    const auto ab_high = hn::BitCast(dw, hn::InterleaveUpper(d, a, b));  // a2 b2 a3 b3
    const auto ce_low = hn::BitCast(dw, hn::InterleaveLower(d, c, e));
    const auto ce_high = hn::BitCast(dw, hn::InterleaveUpper(d, c, e));
    float* const to = out + x * out_stride;
    const size_t four = 4 * out_stride;
    StoreBlocks(d, hn::BitCast(d, hn::InterleaveLower(dw, ab_low, ce_low)), to, four);
    StoreBlocks(d, hn::BitCast(d, hn::InterleaveUpper(dw, ab_low, ce_low)), to + out_stride, four);
    StoreBlocks(d, hn::BitCast(d, hn::InterleaveLower(dw, ab_high, ce_high)), to + 2 * out_stride,
                four);
    StoreBlocks(d, hn::BitCast(d, hn::InterleaveUpper(dw, ab_high, ce_high)), to + 3 * out_stride,
                four);
  }
#endif
}

void ToGroups(const float* rows, size_t stride, size_t samples, float* groups) {
  for (size_t s = 0; s < samples; s += kGroup) {
    for (size_t r = 0; r < kGroup; r += 4) {
      TransposeFourRows(rows + r * stride + s, stride, kGroup, groups + s * kGroup + r, kGroup);
    }
  }
}

void ToRows(const float* groups, size_t samples, size_t stride, float* rows) {
  for (size_t s = 0; s < samples; s += 4) {
    TransposeFourRows(groups + s * kGroup, kGroup, kGroup, rows + s, stride);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(ToGroups);
HWY_EXPORT(ToRows);

void RowsToGroups(const float* rows, size_t stride, size_t samples, float* groups) {
  HWY_DYNAMIC_DISPATCH(ToGroups)(rows, stride, samples, groups);
}
void GroupsToRows(const float* groups, size_t samples, size_t stride, float* rows) {
  HWY_DYNAMIC_DISPATCH(ToRows)(groups, samples, stride, rows);
}
}  // namespace sluice
#endif  // HWY_ONCE
