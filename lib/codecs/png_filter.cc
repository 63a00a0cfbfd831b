#include "lib/codecs/png_filter.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "lib/codecs/png_filter.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using U8 = hn::ScalableTag<uint8_t>;
using VU8 = hn::Vec<U8>;
using U64 = hn::ScalableTag<uint64_t>;
using VU64 = hn::Vec<U64>;

HWY_INLINE VU8 AbsDiff(VU8 a, VU8 b) {
  return hn::Or(hn::SaturatedSub(a, b), hn::SaturatedSub(b, a));
}

// A byte's neighbours: to the left, above, and above to the left.
struct Neighbours {
  VU8 left;
  VU8 above;
  VU8 corner;
};

// The five predictions, by the filter's number.
template <int kFilter>
HWY_INLINE VU8 Predict(const Neighbours& n) {
  const U8 d;
  if constexpr (kFilter == 0) {  // none
    return hn::Zero(d);
  } else if constexpr (kFilter == 1) {  // sub
    return n.left;
  } else if constexpr (kFilter == 2) {  // up
    return n.above;
  } else if constexpr (kFilter == 3) {  // average, rounded down
    const VU8 odd = hn::And(hn::Xor(n.left, n.above), hn::Set(d, uint8_t{1}));
    return hn::Sub(hn::AverageRound(n.left, n.above), odd);
  } else {  // Paeth: the neighbour nearest to left + above - corner; left, then above win ties
    // The distances in 8 bits: to the left and above they are |above - corner| and |left - corner|;
    // to the corner it is their sum if the corner lies outside the other two, else the difference.
    const VU8 to_left = AbsDiff(n.above, n.corner);
    const VU8 to_above = AbsDiff(n.left, n.corner);
    const auto outside = hn::Or(hn::Eq(hn::Max(hn::Max(n.left, n.above), n.corner), n.corner),
                                hn::Eq(hn::Min(hn::Min(n.left, n.above), n.corner), n.corner));
    const VU8 to_corner =
        hn::IfThenElse(outside, hn::SaturatedAdd(to_left, to_above), AbsDiff(to_left, to_above));
    const VU8 smaller = hn::Min(to_left, to_above);
    const VU8 side = hn::IfThenElse(hn::Eq(smaller, to_left), n.left, n.above);
    return hn::IfThenElse(hn::Eq(hn::Min(smaller, to_corner), smaller), side, n.corner);
  }
}

// Sums of eight bytes each, in one vector.
#if HWY_TARGET == HWY_SCALAR
HWY_INLINE VU64 SumBytes(VU8 v) { return hn::Set(U64(), hn::GetLane(v)); }
#else
HWY_INLINE VU64 SumBytes(VU8 v) { return hn::SumsOf8(v); }
#endif

// Bytes of a row with their neighbours.
struct Row {
  const uint8_t* row;
  const uint8_t* above;
  size_t pixel_bytes;

  HWY_INLINE VU8 At(size_t i) const { return hn::LoadU(U8(), row + i); }
  HWY_INLINE Neighbours NeighboursAt(size_t i) const {
    const U8 d;
    return {hn::LoadU(d, row + i - pixel_bytes), hn::LoadU(d, above + i),
            hn::LoadU(d, above + i - pixel_bytes)};
  }
};

// Adds the magnitudes of a filter's bytes where `mask` has ones: their distances from 0, either way
// round.
template <int kFilter>
HWY_INLINE VU64 AddMagnitudes(VU64 sums, VU8 x, const Neighbours& n, VU8 mask) {
  const VU8 filtered = hn::Sub(x, Predict<kFilter>(n));
  const VU8 magnitude = hn::Min(filtered, hn::Sub(hn::Zero(U8()), filtered));
  return hn::Add(sums, SumBytes(hn::And(mask, magnitude)));
}

// The filter with the smallest sum of magnitudes; of equal ones the first.
template <PngFilters kFilters>
size_t BestFilter(const Row& row, size_t bytes) {
  // Bytes behind the end are left out: the 64 bytes from 64 - n on are n times 255, then zeros.
  alignas(64) std::array<uint8_t, 128> inside{};
  std::fill_n(inside.begin(), 64, uint8_t{255});
  const U8 d;
  const U64 d64;
  VU64 none = hn::Zero(d64);
  VU64 sub = hn::Zero(d64);
  VU64 up = hn::Zero(d64);
  VU64 average = hn::Zero(d64);
  VU64 paeth = hn::Zero(d64);
  for (size_t i = 0; i < bytes; i += hn::Lanes(d)) {
    const VU8 mask = hn::LoadU(d, inside.data() + 64 - std::min<size_t>(64, bytes - i));
    const VU8 x = row.At(i);
    const Neighbours n = row.NeighboursAt(i);
    none = AddMagnitudes<0>(none, x, n, mask);
    sub = AddMagnitudes<1>(sub, x, n, mask);
    up = AddMagnitudes<2>(up, x, n, mask);
    average = AddMagnitudes<3>(average, x, n, mask);
    if constexpr (kFilters == PngFilters::kAll) paeth = AddMagnitudes<4>(paeth, x, n, mask);
  }
  const auto total = [&](VU64 sums) HWY_ATTR { return hn::GetLane(hn::SumOfLanes(d64, sums)); };
  const std::array<uint64_t, 5> sums = {total(none), total(sub), total(up), total(average),
                                        total(paeth)};
  const auto end = kFilters == PngFilters::kAll ? sums.end() : sums.end() - 1;
  return static_cast<size_t>(std::min_element(sums.begin(), end) - sums.begin());
}

template <int kFilter>
void ApplyFilter(const Row& row, size_t bytes, uint8_t* HWY_RESTRICT out) {
  const U8 d;
  for (size_t i = 0; i < bytes; i += hn::Lanes(d)) {
    hn::StoreU(hn::Sub(row.At(i), Predict<kFilter>(row.NeighboursAt(i))), d, out + i);
  }
}

void FilterRow(const uint8_t* bytes, const uint8_t* above, size_t count, size_t pixel_bytes,
               PngFilters filters, uint8_t* out) {
  constexpr std::array kApply = {ApplyFilter<0>, ApplyFilter<1>, ApplyFilter<2>, ApplyFilter<3>,
                                 ApplyFilter<4>};
  const Row row{bytes, above, pixel_bytes};
  size_t filter = 0;
  if (filters == PngFilters::kFast) filter = BestFilter<PngFilters::kFast>(row, count);
  if (filters == PngFilters::kAll) filter = BestFilter<PngFilters::kAll>(row, count);
  out[0] = static_cast<uint8_t>(filter);
  kApply[filter](row, count, out + 1);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(FilterRow);

void FilterPngRow(const uint8_t* row, const uint8_t* above, size_t bytes, size_t pixel_bytes,
                  PngFilters filters, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(FilterRow)(row, above, bytes, pixel_bytes, filters, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
