#include "features/sift_extrema.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "features/sift_extrema.cc"
// foreach_target.h must come before any other header of the kernel:
// clang-format off
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

void Subtract(const float* HWY_RESTRICT a, const float* HWY_RESTRICT b, size_t count,
              float* HWY_RESTRICT out) {
  const F32 d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    hn::StoreU(hn::Sub(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, out + i);
  }
}

size_t Find(const float* const* rows, int begin, int end, float threshold,
            int32_t* HWY_RESTRICT columns) {
  const F32 d;
  const int lanes = static_cast<int>(hn::Lanes(d));
  const VF32 least = hn::Set(d, threshold);
  size_t found = 0;
  for (int x = begin; x < end; x += lanes) {
    const VF32 centre = hn::LoadU(d, rows[4] + x);
    const VF32 size = hn::Abs(centre);
    auto left = hn::And(hn::Gt(size, least), hn::FirstN(d, static_cast<size_t>(end - x)));
    if (hn::AllFalse(d, left)) continue;
    // Minima are maxima with all signs turned.
    const VF32 sign = hn::Xor(centre, size);
    const auto above = [&](const float* row, int dx) HWY_ATTR {
      left = hn::And(left, hn::Gt(size, hn::Xor(hn::LoadU(d, row + x + dx), sign)));
    };
    const auto not_below = [&](const float* row, int dx) HWY_ATTR {
      left = hn::And(left, hn::Ge(size, hn::Xor(hn::LoadU(d, row + x + dx), sign)));
    };
    above(rows[4], -1);
    not_below(rows[4], 1);
    for (int dx = -1; dx <= 1; ++dx) above(rows[3], dx);
    if (hn::AllFalse(d, left)) continue;
    for (int dx = -1; dx <= 1; ++dx) not_below(rows[5], dx);
    if (hn::AllFalse(d, left)) continue;
    for (int r = 0; r < 3; ++r) {
      for (int dx = -1; dx <= 1; ++dx) above(rows[r], dx);
    }
    if (hn::AllFalse(d, left)) continue;
    for (int r = 6; r < 9; ++r) {
      for (int dx = -1; dx <= 1; ++dx) not_below(rows[r], dx);
    }
    if (hn::AllFalse(d, left)) continue;
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d, left, bits);
    for (int i = 0; i < lanes; ++i) {
      if ((bits[i / 8] >> (i % 8) & 1) != 0) columns[found++] = x + i;
    }
  }
  return found;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Subtract);
HWY_EXPORT(Find);

void SubtractRows(const float* a, const float* b, size_t count, float* out) {
  HWY_DYNAMIC_DISPATCH(Subtract)(a, b, count, out);
}
size_t FindExtrema(const float* const* rows, int begin, int end, float threshold,
                   int32_t* columns) {
  return HWY_DYNAMIC_DISPATCH(Find)(rows, begin, end, threshold, columns);
}

}  // namespace sluice
#endif  // HWY_ONCE
