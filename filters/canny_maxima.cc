#include "filters/canny_maxima.h"

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/canny_maxima.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

using MF32 = hn::Mask<F32>;

void SquaredGradientRow(const float* HWY_RESTRICT above, const float* row,
                        const float* HWY_RESTRICT below, size_t count, float* HWY_RESTRICT out) {
  const F32 d;
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    const VF32 dx = hn::Sub(hn::LoadU(d, row + x + 1), hn::LoadU(d, row + x - 1));
    const VF32 dy = hn::Sub(hn::LoadU(d, below + x), hn::LoadU(d, above + x));
    hn::StoreU(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), d, out + x);
  }
}

void WriteMagnitudeRow(const float* HWY_RESTRICT squared, float unit, size_t count,
                       uint16_t* HWY_RESTRICT out) {
  const F32 d;
  const VF32 scale = hn::Set(d, 65535.0f / unit);
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    StoreF32(d, hn::Mul(hn::Sqrt(hn::LoadU(d, squared + x)), scale), out + x);
  }
}

// What is found about Lanes(F32()) pixels.
struct Maxima {
  MF32 marked;
  MF32 right, left, below, above;  // of the brighter side
};

// Which pixels at x are maxima; `squared` is their squared gradient.
//
// Along the gradient (dx, dy) the line through the pixel leaves the 3x3 neighbourhood between a
// side neighbour and a corner: with big and small the greater and the smaller of |dx| and |dy|, at
// small / big of the way. The interpolated value is compared without dividing, and as a sum of
// differences, which is exactly zero on a plateau:
//   squared > (side * (big - small) + corner * small) / big
//   <=> (squared - side) * (big - small) + (squared - corner) * small > 0.
HWY_INLINE Maxima FindMaxima(F32 d, const GradientRows& rows, size_t x, VF32 squared) {
  const auto at = [&](int row, ptrdiff_t shift) HWY_ATTR {
    return hn::LoadU(d, rows.squared[row] + static_cast<ptrdiff_t>(x) + shift);
  };
  const VF32 zero = hn::Zero(d);
  const VF32 dx =
      hn::Sub(hn::LoadU(d, rows.smooth[1] + x + 1), hn::LoadU(d, rows.smooth[1] + x - 1));
  const VF32 dy = hn::Sub(hn::LoadU(d, rows.smooth[2] + x), hn::LoadU(d, rows.smooth[0] + x));
  Maxima maxima;
  maxima.right = hn::Gt(dx, zero);
  maxima.left = hn::Lt(dx, zero);
  maxima.below = hn::Gt(dy, zero);
  maxima.above = hn::Lt(dy, zero);

  const VF32 ax = hn::Abs(dx);
  const VF32 ay = hn::Abs(dy);
  const MF32 steep = hn::Gt(ay, ax);
  const VF32 big = hn::IfThenElse(steep, ay, ax);
  const VF32 small = hn::IfThenElse(steep, ax, ay);
  const VF32 rest = hn::Sub(big, small);

  // "First" is above or to the left, "second" below or to the right, whichever way is steep.
  const MF32 falling =
      hn::Or(hn::And(maxima.right, maxima.above), hn::And(maxima.left, maxima.below));
  const VF32 first_side = hn::IfThenElse(steep, at(0, 0), at(1, -1));
  const VF32 second_side = hn::IfThenElse(steep, at(2, 0), at(1, 1));
  const VF32 above_right = at(0, 1);
  const VF32 below_left = at(2, -1);
  const VF32 first_corner =
      hn::IfThenElse(falling, hn::IfThenElse(steep, above_right, below_left), at(0, -1));
  const VF32 second_corner =
      hn::IfThenElse(falling, hn::IfThenElse(steep, below_left, above_right), at(2, 1));
  const auto excess = [&](VF32 side, VF32 corner) HWY_ATTR {
    return hn::Add(hn::Mul(hn::Sub(squared, side), rest), hn::Mul(hn::Sub(squared, corner), small));
  };
  const VF32 first = excess(first_side, first_corner);
  const VF32 second = excess(second_side, second_corner);
  const MF32 brighter_second = hn::Gt(hn::IfThenElse(steep, dy, dx), zero);
  const VF32 uphill = hn::IfThenElse(brighter_second, second, first);
  maxima.marked = hn::And(hn::Gt(uphill, zero), hn::And(hn::Ge(first, zero), hn::Ge(second, zero)));
  return maxima;
}

// Sets the bits of Lanes(F32()) pixels at x, all of which are zero.
HWY_INLINE void StoreBits(F32 d, MF32 mask, size_t x, uint64_t* plane) {
  auto* bytes = reinterpret_cast<uint8_t*>(plane) + x / 8;
  if constexpr (hn::MaxLanes(F32()) >= 8) {
    hn::StoreMaskBits(d, mask, bytes);
  } else {
    uint8_t bits[8] = {};
    hn::StoreMaskBits(d, mask, bits);
    bytes[0] = static_cast<uint8_t>(bytes[0] | bits[0] << (x % 8));
  }
}

void MarkMaximaRow(const GradientRows& rows, float low, float high, size_t width, MaximaRow* out) {
  const F32 d;
  const VF32 low_value = hn::Set(d, low);
  const VF32 high_value = hn::Set(d, high);
  const auto store = [&](int plane, MF32 mask, size_t x)
                         HWY_ATTR { StoreBits(d, mask, x, out->plane(plane)); };
  for (size_t x = 0; x < width; x += hn::Lanes(d)) {
    const VF32 squared = hn::LoadU(d, rows.squared[1] + x);
    MF32 marked = hn::Ge(squared, low_value);
    if (hn::AllFalse(d, marked)) continue;  // most of most pictures is flat
    const Maxima maxima = FindMaxima(d, rows, x, squared);
    marked = hn::And(marked, maxima.marked);
    if (hn::AllFalse(d, marked)) continue;
    store(MaximaRow::kWeak, marked, x);
    store(MaximaRow::kStrong, hn::And(marked, hn::Ge(squared, high_value)), x);
    store(MaximaRow::kBelowRight, hn::And(maxima.below, maxima.right), x);
    store(MaximaRow::kBelowLeft, hn::And(maxima.below, maxima.left), x);
    store(MaximaRow::kAboveRight, hn::And(maxima.above, maxima.right), x);
    store(MaximaRow::kAboveLeft, hn::And(maxima.above, maxima.left), x);
  }
}

using U64 = hn::ScalableTag<uint64_t>;
using VU64 = hn::Vec<U64>;

// The words at `at`, and the same shifted, so that each pixel has the bit of its neighbour.
struct Neighbours {
  VU64 left, here, right;
};
HWY_INLINE Neighbours LoadNeighbours(U64 d, const uint64_t* at) {
  const VU64 here = hn::LoadU(d, at);
  return {hn::Or(hn::ShiftLeft<1>(here), hn::ShiftRight<63>(hn::LoadU(d, at - 1))), here,
          hn::Or(hn::ShiftRight<1>(here), hn::ShiftLeft<63>(hn::LoadU(d, at + 1)))};
}

void ThinStairsRow(const MaximaRow* const rows[3], uint64_t* HWY_RESTRICT weak_out,
                   uint64_t* HWY_RESTRICT strong_out) {
  const U64 d;
  for (size_t i = 0; i < rows[1]->words(); i += hn::Lanes(d)) {
    const VU64 strong = hn::LoadU(d, rows[1]->plane(MaximaRow::kStrong) + i);
    const Neighbours above = LoadNeighbours(d, rows[0]->plane(MaximaRow::kWeak) + i);
    const Neighbours row = LoadNeighbours(d, rows[1]->plane(MaximaRow::kWeak) + i);
    const Neighbours below = LoadNeighbours(d, rows[2]->plane(MaximaRow::kWeak) + i);
    const Neighbours strong_row = LoadNeighbours(d, rows[1]->plane(MaximaRow::kStrong) + i);
    const VU64 strong_above = hn::LoadU(d, rows[0]->plane(MaximaRow::kStrong) + i);
    const VU64 strong_below = hn::LoadU(d, rows[2]->plane(MaximaRow::kStrong) + i);
    // One kind of stairs: the side neighbours towards the brighter side (and whether both are
    // strong), those away from it, and the corner between the latter.
    const auto stairs = [&](int plane, VU64 toward, VU64 strong_toward, VU64 away) HWY_ATTR {
      const VU64 brighter = hn::LoadU(d, rows[1]->plane(plane) + i);
      const VU64 needed = hn::AndNot(strong_toward, strong);
      return hn::AndNot(hn::Or(away, needed), hn::And(brighter, toward));
    };
    const VU64 below_right =
        stairs(MaximaRow::kBelowRight, hn::And(below.here, row.right),
               hn::And(strong_below, strong_row.right), hn::Or3(above.here, row.left, above.left));
    const VU64 below_left =
        stairs(MaximaRow::kBelowLeft, hn::And(below.here, row.left),
               hn::And(strong_below, strong_row.left), hn::Or3(above.here, row.right, above.right));
    const VU64 above_right =
        stairs(MaximaRow::kAboveRight, hn::And(above.here, row.right),
               hn::And(strong_above, strong_row.right), hn::Or3(below.here, row.left, below.left));
    const VU64 above_left =
        stairs(MaximaRow::kAboveLeft, hn::And(above.here, row.left),
               hn::And(strong_above, strong_row.left), hn::Or3(below.here, row.right, below.right));
    const VU64 gone = hn::Or(hn::Or(below_right, below_left), hn::Or(above_right, above_left));
    hn::StoreU(hn::AndNot(gone, row.here), d, weak_out + i);
    hn::StoreU(hn::AndNot(gone, strong), d, strong_out + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SquaredGradientRow);
HWY_EXPORT(WriteMagnitudeRow);
HWY_EXPORT(MarkMaximaRow);
HWY_EXPORT(ThinStairsRow);

MaximaRow::MaximaRow(size_t words)
    : words_(words),
      stride_(RowStride((words + 2 * kMargin) * sizeof(uint64_t), 1) / sizeof(uint64_t)),
      bits_(kPlanes * stride_) {}

void MaximaRow::Clear() { std::fill_n(bits_.data(), kPlanes * stride_, 0); }

void SquaredGradient(const float* above, const float* row, const float* below, size_t count,
                     float* out) {
  HWY_DYNAMIC_DISPATCH(SquaredGradientRow)(above, row, below, count, out);
}

void WriteMagnitude(const float* squared, float unit, size_t count, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(WriteMagnitudeRow)(squared, unit, count, out);
}

void MarkMaxima(const GradientRows& rows, float low, float high, int width, MaximaRow* out) {
  out->Clear();
  HWY_DYNAMIC_DISPATCH(MarkMaximaRow)(rows, low, high, static_cast<size_t>(width), out);
  // The last vector may have gone past the width, but not past the last pixel's word.
  const size_t last = static_cast<size_t>(width - 1) / 64;
  const uint64_t inside = ~uint64_t{0} >> (63 - (width - 1) % 64);
  out->plane(MaximaRow::kWeak)[last] &= inside;
  out->plane(MaximaRow::kStrong)[last] &= inside;
}

void ThinStairs(const MaximaRow* const rows[3], uint64_t* weak, uint64_t* strong) {
  HWY_DYNAMIC_DISPATCH(ThinStairsRow)(rows, weak, strong);
}

}  // namespace sluice
#endif  // HWY_ONCE
