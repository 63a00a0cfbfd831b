#include "filters/resize_columns.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/resize_columns.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

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
    for (size_t r = 0; r < kResizeRows; r += 4) {
      Transpose4x4(rows + r * stride + s, stride, out + s * kResizeRows + r, kResizeRows);
    }
  }
}

void ToRows(const float* groups, size_t samples, size_t stride, float* rows) {
  for (size_t s = 0; s < samples; s += 4) {
    for (size_t r = 0; r < kResizeRows; r += 4) {
      Transpose4x4(groups + s * kResizeRows + r, kResizeRows, rows + r * stride + s, stride);
    }
  }
}

void Resize(const float* in, const ResizeWeights& weights, int channels, int begin, int end,
            float* HWY_RESTRICT out) {
  const hn::CappedTag<float, kResizeRows> d;
  const size_t lanes = hn::Lanes(d);
  const size_t pixel = size_t(channels) * kResizeRows;
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

HWY_EXPORT(ToGroups);
HWY_EXPORT(ToRows);
HWY_EXPORT(Resize);

void RowsToGroups(const float* rows, size_t stride, size_t samples, float* out) {
  HWY_DYNAMIC_DISPATCH(ToGroups)(rows, stride, samples, out);
}
void GroupsToRows(const float* groups, size_t samples, size_t stride, float* rows) {
  HWY_DYNAMIC_DISPATCH(ToRows)(groups, samples, stride, rows);
}
void ResizeGroups(const float* in, const ResizeWeights& weights, int channels, int begin, int end,
                  float* out) {
  HWY_DYNAMIC_DISPATCH(Resize)(in, weights, channels, begin, end, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
