#include "features/gradient_votes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "features/gradient_votes.cc"
// foreach_target.h must come before any other header of the kernel:
// clang-format off
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "filters/angle-inl.h"
#include "lib/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

void Votes(const RowTriple* channels, size_t channel_count, size_t count, int bins,
           bool signed_angles, float* HWY_RESTRICT length, float* HWY_RESTRICT position) {
  const F32 d;
  const VF32 zero = hn::Zero(d);
  const VF32 range = hn::Set(d, signed_angles ? 360.0f : 180.0f);
  const VF32 all_bins = hn::Set(d, static_cast<float>(bins));
  const VF32 per_degree = hn::Set(d, static_cast<float>(bins) / (signed_angles ? 360.0f : 180.0f));
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    VF32 x = zero;
    VF32 y = zero;
    VF32 square = zero;
    for (size_t c = 0; c < channel_count; ++c) {
      const RowTriple& rows = channels[c];
      const VF32 dx = hn::Sub(hn::LoadU(d, rows.row + i + 1), hn::LoadU(d, rows.row + i - 1));
      const VF32 dy = hn::Sub(hn::LoadU(d, rows.below + i), hn::LoadU(d, rows.above + i));
      const VF32 sum = hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy));
      // Written so that NaN wins, and the caller learns of it.
      const auto shorter = hn::Le(sum, square);
      x = hn::IfThenElse(shorter, x, dx);
      y = hn::IfThenElse(shorter, y, dy);
      square = hn::IfThenElse(hn::Eq(square, square), hn::IfThenElse(shorter, square, sum), square);
    }
    VF32 angle = AngleDegrees(d, x, y);
    angle = hn::Add(angle, hn::IfThenElseZero(hn::Lt(angle, zero), range));
    VF32 bin = hn::Sub(hn::Mul(angle, per_degree), hn::Set(d, 0.5f));
    bin = hn::Add(bin, hn::IfThenElseZero(hn::Lt(bin, zero), all_bins));
    // A little less than 0 may have been rounded to all bins.
    bin = hn::IfThenZeroElse(hn::Ge(bin, all_bins), bin);
    hn::StoreU(hn::Sqrt(square), d, length + i);
    hn::StoreU(bin, d, position + i);
  }
}

void Add(const float* HWY_RESTRICT row, float weight, size_t count, float* HWY_RESTRICT sums) {
  const F32 d;
  const VF32 factor = hn::Set(d, weight);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(hn::Add(hn::LoadU(d, sums + i), hn::Mul(factor, hn::LoadU(d, row + i))), d,
               sums + i);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Votes);
HWY_EXPORT(Add);

void GradientVotes(const RowTriple* channels, size_t channel_count, size_t count, int bins,
                   bool signed_angles, float* length, float* position) {
  HWY_DYNAMIC_DISPATCH(Votes)
  (channels, channel_count, count, bins, signed_angles, length, position);
}
void AddWeighted(const float* row, float weight, size_t count, float* sums) {
  HWY_DYNAMIC_DISPATCH(Add)(row, weight, count, sums);
}

}  // namespace sluice
#endif  // HWY_ONCE
