#include "filters/median_planes.h"

#include <algorithm>
#include <cstring>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/median_planes.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/scratch.h"

// Threshold decomposition: a window's result is at least t exactly when enough of its samples are,
// and the number of samples that are at least t is a box sum, which costs the same for every
// window. Bisection of the range of values finds all results of a tile with about as many such
// planes as the tile has distinct results, each only over the rectangle that still needs it.

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Samples [x0, x1) of rows [y0, y1) of a tile.
struct Rectangle {
  int x0 = 0;
  int x1 = 0;
  int y0 = 0;
  int y1 = 0;
  bool empty() const { return x0 >= x1 || y0 >= y1; }
};

// Rectangles begin and end at multiples of this many samples: the widest vector.
constexpr int kStep = 64;

// Count: unsigned, holds the number of a column's samples (window height). Sum: unsigned, holds
// the least number of samples that decides; larger sums saturate.
template <class Count, class Sum>
class Planes {
 public:
  Planes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out, size_t out_stride)
      : window_(window),
        tile_(tile),
        out_(out),
        out_stride_(out_stride),
        // At least t are as many as the ranks from `rank` upwards.
        enough_(static_cast<Sum>(int64_t{window.width} * window.height - window.rank)),
        columns_((tile.out_width + kStep - 1) / kStep * kStep +
                 (window.width - 1) * window.channels + kStep),
        counts_(size_t(columns_)) {
    for (int width = 1; width <= window.width; width *= 2) sums_.emplace_back(size_t(columns_));
  }

  void Run() {
    int low = 255;
    int high = 0;
    FindRange(&low, &high);
    const int right = (tile_.out_width + kStep - 1) / kStep * kStep;
    for (int y = 0; y < tile_.out_height; ++y) {
      uint8_t* row = out_ + size_t(y) * out_stride_;
      std::memset(row, low, size_t(tile_.out_width));
      // Bisect never looks for results of 255: the padding stays out of its rectangles.
      std::memset(row + tile_.out_width, 255, size_t(right - tile_.out_width));
    }
    Bisect(low, high + 1, {0, right, 0, tile_.out_height});
  }

 private:
  using D8 = hn::ScalableTag<uint8_t>;

  // The least and the largest sample of the tile.
  void FindRange(int* low, int* high) const {
    const D8 d;
    const int width = tile_.out_width + (window_.width - 1) * window_.channels;
    auto least = hn::Set(d, 255);
    auto most = hn::Zero(d);
    uint8_t lanes[2 * kStep];
    for (int y = 0; y < tile_.out_height + window_.height - 1; ++y) {
      const uint8_t* row = tile_.keys + size_t(y) * tile_.stride;
      int x = 0;
      for (; x + int(hn::Lanes(d)) <= width; x += int(hn::Lanes(d))) {
        const auto v = hn::LoadU(d, row + x);
        least = hn::Min(least, v);
        most = hn::Max(most, v);
      }
      for (; x < width; ++x) {
        *low = std::min<int>(*low, row[x]);
        *high = std::max<int>(*high, row[x]);
      }
    }
    hn::StoreU(least, d, lanes);
    hn::StoreU(most, d, lanes + kStep);
    for (size_t i = 0; i < hn::Lanes(d); ++i) {
      *low = std::min<int>(*low, lanes[i]);
      *high = std::max<int>(*high, lanes[kStep + i]);
    }
  }

  // Settles the results that lie in [low, high): those that are `low` so far, all inside `within`.
  void Bisect(int low, int high, Rectangle within) {
    while (high - low > 1) {
      within = Shrink(low, within);
      if (within.empty()) return;
      const int middle = (low + high) / 2;
      Raise(low, middle, within);
      Bisect(middle, high, within);
      high = middle;
    }
  }

  bool RowHas(int low, int y, int x0, int x1) const {
    const D8 d;
    const auto value = hn::Set(d, static_cast<uint8_t>(low));
    const uint8_t* row = out_ + size_t(y) * out_stride_;
    for (int x = x0; x < x1; x += int(hn::Lanes(d))) {
      if (!hn::AllFalse(d, hn::Eq(hn::LoadU(d, row + x), value))) return true;
    }
    return false;
  }

  bool ColumnsHave(int low, const Rectangle& r, int x0) const {
    for (int y = r.y0; y < r.y1; ++y) {
      if (RowHas(low, y, x0, x0 + kStep)) return true;
    }
    return false;
  }

  // The part of `r` that holds all its results equal to `low`.
  Rectangle Shrink(int low, Rectangle r) const {
    while (r.y0 < r.y1 && !RowHas(low, r.y0, r.x0, r.x1)) ++r.y0;
    while (r.y0 < r.y1 && !RowHas(low, r.y1 - 1, r.x0, r.x1)) --r.y1;
    if (r.y0 == r.y1) return {};
    while (!ColumnsHave(low, r, r.x0)) r.x0 += kStep;
    while (!ColumnsHave(low, r, r.x1 - kStep)) r.x1 -= kStep;
    return r;
  }

  // Raises the results in `r` that are `low` and at least `threshold` to `threshold`.
  void Raise(int low, int threshold, const Rectangle& r) {
    CountColumns(threshold, r);
    for (int y = r.y0; y < r.y1; ++y) {
      if (y > r.y0) MoveColumns(threshold, r, y);
      SumRows(r.x1 - r.x0);
      RaiseRow(low, threshold, r, y);
    }
  }

  // The number of columns that the windows of the rectangle's samples reach.
  int Columns(const Rectangle& r) const {
    return r.x1 - r.x0 + (window_.width - 1) * window_.channels;
  }

  const uint8_t* TileRow(const Rectangle& r, int y) const {
    return tile_.keys + size_t(y) * tile_.stride + r.x0;
  }

  // Counts the samples that are at least `threshold` in each column of the first row's windows.
  void CountColumns(int threshold, const Rectangle& r) {
    const hn::ScalableTag<Count> d;
    const hn::Rebind<uint8_t, decltype(d)> d8;
    const auto below = hn::Set(d8, static_cast<uint8_t>(threshold - 1));
    const auto one = hn::Set(d8, 1);
    for (int x = 0; x < Columns(r); x += int(hn::Lanes(d))) {
      auto count = hn::Zero(d);
      const uint8_t* from = TileRow(r, r.y0) + x;
      for (int i = 0; i < window_.height; ++i, from += tile_.stride) {
        count = hn::Add(count, Widen(d, AtLeast(d8, from, below, one)));
      }
      hn::StoreU(count, d, counts_.data() + x);
    }
  }

  // Moves the columns' counts from the windows of row y - 1 to those of row y.
  void MoveColumns(int threshold, const Rectangle& r, int y) {
    const hn::ScalableTag<Count> d;
    const hn::Rebind<uint8_t, decltype(d)> d8;
    const auto below = hn::Set(d8, static_cast<uint8_t>(threshold - 1));
    const auto one = hn::Set(d8, 1);
    const uint8_t* const entering = TileRow(r, y + window_.height - 1);
    const uint8_t* const leaving = TileRow(r, y - 1);
    for (int x = 0; x < Columns(r); x += int(hn::Lanes(d))) {
      const auto in = Widen(d, AtLeast(d8, entering + x, below, one));
      const auto out = Widen(d, AtLeast(d8, leaving + x, below, one));
      const auto count = hn::Load(d, counts_.data() + x);
      hn::Store(hn::Add(count, hn::Sub(in, out)), d, counts_.data() + x);
    }
  }

  // 1 where the sample is above `below`, else 0.
  template <class D, class V>
  static HWY_INLINE V AtLeast(D d, const uint8_t* from, V below, V one) {
    return hn::Min(hn::SaturatedSub(hn::LoadU(d, from), below), one);
  }

  template <class D, class V>
  static HWY_INLINE hn::Vec<D> Widen(D d, V v) {
    if constexpr (sizeof(hn::TFromD<D>) == 1) {
      return v;
    } else {
      return hn::PromoteTo(d, v);
    }
  }

  // sums_[p][x] = the counts of the columns x .. x + 2^p - 1 pixels.
  void SumRows(int width) {
    const hn::ScalableTag<Sum> d;
    const hn::Rebind<Count, decltype(d)> dc;
    const int lanes = int(hn::Lanes(d));
    const auto sum_width = [&](int level) {  // every further level and the result need less
      return width + (window_.width - (1 << level)) * window_.channels;
    };
    if constexpr (sizeof(Sum) != sizeof(Count)) {
      for (int x = 0; x < sum_width(0); x += lanes) {
        hn::Store(hn::PromoteTo(d, hn::Load(dc, counts_.data() + x)), d, sums_[0].data() + x);
      }
    }
    for (size_t level = 1; level < sums_.size(); ++level) {
      const Sum* from = Level(level - 1);
      const size_t shift = (size_t{1} << (level - 1)) * size_t(window_.channels);
      Sum* to = sums_[level].data();
      for (int x = 0; x < sum_width(int(level)); x += lanes) {
        hn::Store(SaturatedAdd(hn::Load(d, from + x), hn::LoadU(d, from + x + shift)), d, to + x);
      }
    }
  }

  const Sum* Level(size_t level) const {
    if constexpr (sizeof(Sum) == sizeof(Count)) {
      if (level == 0) return counts_.data();
    }
    return sums_[level].data();
  }

  template <class V>
  static HWY_INLINE V SaturatedAdd(V a, V b) {
    if constexpr (sizeof(Sum) < 4) {
      return hn::SaturatedAdd(a, b);
    } else {
      return hn::Add(a, b);  // windows hold fewer than 2^31 samples
    }
  }

  // A window's sum is made of one list for each bit of its width.
  void RaiseRow(int low, int threshold, const Rectangle& r, int y) {
    const hn::ScalableTag<Sum> d;
    const hn::Rebind<uint8_t, decltype(d)> d8;
    const auto enough = hn::Set(d, enough_);
    const auto old_value = hn::Set(d8, static_cast<uint8_t>(low));
    const auto new_value = hn::Set(d8, static_cast<uint8_t>(threshold));
    uint8_t* const out = out_ + size_t(y) * out_stride_ + r.x0;
    const Sum* terms[32];
    int count = 0;
    size_t shift = 0;
    for (size_t level = 0; level < sums_.size(); ++level) {
      if ((window_.width >> level & 1) == 0) continue;
      terms[count++] = Level(level) + shift;
      shift += (size_t{1} << level) * size_t(window_.channels);
    }
    for (int x = 0; x < r.x1 - r.x0; x += int(hn::Lanes(d))) {
      auto sum = hn::LoadU(d, terms[0] + x);
      for (int i = 1; i < count; ++i) sum = SaturatedAdd(sum, hn::LoadU(d, terms[i] + x));
      const auto value = hn::LoadU(d8, out + x);
      const auto reached = hn::VecFromMask(d, hn::Eq(hn::Min(sum, enough), enough));
      const auto narrow = Narrow(d8, reached);
      const auto raise = hn::And(hn::Eq(value, old_value), hn::MaskFromVec(narrow));
      hn::StoreU(hn::IfThenElse(raise, new_value, value), d8, out + x);
    }
  }

  template <class D, class V>
  static HWY_INLINE hn::Vec<D> Narrow(D d, V v) {
    if constexpr (sizeof(Sum) == 1) {
      return v;
    } else {
      return hn::TruncateTo(d, v);
    }
  }

  const RankWindow& window_;
  const RankTile<uint8_t>& tile_;
  uint8_t* const out_;
  const size_t out_stride_;
  const Sum enough_;
  const int columns_;
  Scratch<Count> counts_;  // of each column
  std::vector<Scratch<Sum>> sums_;
};

void RankTileByPlanes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out,
                      size_t out_stride) {
  const int64_t enough = int64_t{window.width} * window.height - window.rank;
  if (window.height <= 255 && enough <= 255) {
    Planes<uint8_t, uint8_t>(window, tile, out, out_stride).Run();
  } else if (window.height <= 255 && enough <= 65535) {
    Planes<uint8_t, uint16_t>(window, tile, out, out_stride).Run();
  } else {
    Planes<uint32_t, uint32_t>(window, tile, out, out_stride).Run();
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(RankTileByPlanes);

void RankByPlanes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out,
                  size_t out_stride) {
  HWY_DYNAMIC_DISPATCH(RankTileByPlanes)(window, tile, out, out_stride);
}

}  // namespace sluice
#endif  // HWY_ONCE
