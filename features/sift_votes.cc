#include "features/sift_votes.h"

#include <algorithm>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "features/sift_votes.cc"
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

using Bins = hn::CappedTag<float, kSiftBins>;

// Where some pixels vote.
struct Places {
  static constexpr size_t kMost = HWY_MAX_BYTES / sizeof(float);
  HWY_ALIGN int32_t cell[kMost];  // the first one's place in the votes
  HWY_ALIGN float bin[kMost];     // 0 to kSiftBins
  // What falls to the first cell, the one to its right, and the two below these.
  HWY_ALIGN float shares[4][kMost];
};

HWY_INLINE void Find(const SiftVoteRow& row, size_t i, Places* places) {
  const F32 d;
  const hn::RebindToSigned<F32> di;
  const VF32 zero = hn::Zero(d);
  const VF32 bins = hn::Set(d, static_cast<float>(kSiftBins));
  const VF32 pixel = hn::Iota(d, static_cast<float>(i));
  const auto whole = [&](VF32 v) HWY_ATTR {
    return hn::Min(hn::Max(hn::Floor(v), hn::Set(d, -1.0f)),
                   hn::Set(d, static_cast<float>(kSiftCells) - 1.0f));
  };
  const VF32 column = hn::Add(hn::Set(d, row.column), hn::Mul(pixel, hn::Set(d, row.column_step)));
  const VF32 line = hn::Add(hn::Set(d, row.row), hn::Mul(pixel, hn::Set(d, row.row_step)));
  const VF32 left = whole(column);
  const VF32 upper = whole(line);
  const VF32 one = hn::Set(d, 1.0f);
  const VF32 cell =
      hn::Add(hn::Mul(hn::Add(upper, one), hn::Set(d, static_cast<float>(kSiftVoteCells))),
              hn::Add(left, one));
  hn::Store(hn::ConvertTo(di, hn::Mul(cell, bins)), di, places->cell);
  const VF32 vote = hn::Mul(hn::LoadU(d, row.lengths + i),
                            hn::Mul(hn::LoadU(d, row.window + i), hn::Set(d, row.weight)));
  const VF32 right = hn::Sub(column, left);
  const VF32 below = hn::Mul(vote, hn::Sub(line, upper));
  const VF32 here = hn::Sub(vote, below);
  const VF32 here_right = hn::Mul(here, right);
  const VF32 below_right = hn::Mul(below, right);
  hn::Store(hn::Sub(here, here_right), d, places->shares[0]);
  hn::Store(here_right, d, places->shares[1]);
  hn::Store(hn::Sub(below, below_right), d, places->shares[2]);
  hn::Store(below_right, d, places->shares[3]);
  // Positions are 0 in the middle of a bin that begins at 0 degrees; here a bin's middle is there.
  VF32 bin = hn::Sub(hn::Set(d, row.turn - 0.5f), hn::LoadU(d, row.positions + i));
  bin = hn::Add(bin, hn::IfThenElseZero(hn::Lt(bin, zero), bins));
  bin = hn::Add(bin, hn::IfThenElseZero(hn::Lt(bin, zero), bins));
  hn::Store(bin, d, places->bin);
}

HWY_INLINE void Vote(const Places& places, size_t i, float* HWY_RESTRICT votes) {
  const Bins d;
  using V = hn::Vec<Bins>;
  const V bin = hn::Set(d, places.bin[i]);
  float* const first = votes + places.cell[i];
  for (size_t b = 0; b < kSiftBins; b += hn::Lanes(d)) {
    V off = hn::Abs(hn::Sub(bin, hn::Iota(d, static_cast<float>(b))));
    off = hn::Min(off, hn::Sub(hn::Set(d, static_cast<float>(kSiftBins)), off));
    const V near = hn::Max(hn::Sub(hn::Set(d, 1.0f), off), hn::Zero(d));
    const auto add = [&](size_t share, size_t cells) HWY_ATTR {
      float* const to = first + cells * kSiftBins + b;
      const V more = hn::Mul(hn::Set(d, places.shares[share][i]), near);
      hn::StoreU(hn::Add(hn::LoadU(d, to), more), d, to);
    };
    add(0, 0);
    add(1, 1);
    add(2, kSiftVoteCells);
    add(3, kSiftVoteCells + 1);
  }
}

void AddVotes(const SiftVoteRow& row, float (*votes)[kSiftVotes]) {
  const size_t lanes = hn::Lanes(F32());
  Places places;
  for (size_t begin = 0; begin < row.count; begin += lanes) {
    Find(row, begin, &places);
    const size_t some = std::min(lanes, row.count - begin);
    for (size_t i = 0; i < some; ++i) Vote(places, i, votes[(begin + i) % 2]);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(AddVotes);

void AddSiftVotes(const SiftVoteRow& row, float (*votes)[kSiftVotes]) {
  HWY_DYNAMIC_DISPATCH(AddVotes)(row, votes);
}

}  // namespace sluice
#endif  // HWY_ONCE
