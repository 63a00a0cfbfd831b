#include "filters/median_planes.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/median_planes.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/scratch.h"

// Threshold decomposition: a window's result is at least t exactly when enough of its samples are,
// and the number of samples that are at least t is a box sum, which costs the same for every
// window. Bisection of the range of values finds all results of a tile with about as many such
// planes as the tile has different results, each only over the rows that still need it.
//
// All planes of a tile have the same row stride, the columns that windows reach to the right
// included, so that sums along rows run through many rows in one long loop.

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class D, class T>
HWY_INLINE hn::Vec<D> LoadWide(D d, const T* from) {
  if constexpr (sizeof(T) == sizeof(hn::TFromD<D>)) {
    return hn::LoadU(d, from);
  } else {
    return hn::PromoteTo(d, hn::LoadU(hn::Rebind<T, D>(), from));
  }
}

template <class V>
HWY_INLINE V AddSaturated(V a, V b) {
  if constexpr (sizeof(hn::TFromV<V>) < 4) {
    return hn::SaturatedAdd(a, b);
  } else {
    return hn::Add(a, b);
  }
}

// to[i] = the sum of from[i], from[i + shift], from[i + 2 shift] and from[i + 3 shift].
template <class From, class To>
void SumOfFour(const From* from, size_t shift, size_t count, To* HWY_RESTRICT to) {
  const hn::ScalableTag<To> d;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto a = AddSaturated(LoadWide(d, from + i), LoadWide(d, from + i + shift));
    const auto b =
        AddSaturated(LoadWide(d, from + i + 2 * shift), LoadWide(d, from + i + 3 * shift));
    hn::StoreU(AddSaturated(a, b), d, to + i);
  }
}

// 1 where the sample is at least above + 1, else 0.
template <class D>
HWY_INLINE hn::Vec<D> IsAbove(D d, const uint8_t* from, uint8_t above) {
  const auto excess = hn::SaturatedSub(hn::LoadU(d, from), hn::Set(d, above));
  return hn::Min(excess, hn::Set(d, 1));
}

template <class D>
HWY_INLINE hn::Vec<D> CountAbove(D d, const uint8_t* from, uint8_t above) {
  const hn::Rebind<uint8_t, D> d8;
  if constexpr (sizeof(hn::TFromD<D>) == 1) {
    return IsAbove(d8, from, above);
  } else {
    return hn::PromoteTo(d, IsAbove(d8, from, above));
  }
}

// counts[y * stride + x] = the number of samples that are at least `threshold` among the `height`
// ones from from[y * from_stride + x] downwards, for x in [0, stride) and y in [0, rows).
template <class Count>
void CountColumns(const uint8_t* from, size_t from_stride, int threshold, int height, int rows,
                  size_t stride, Count* HWY_RESTRICT counts) {
  const hn::ScalableTag<Count> d;
  const auto above = static_cast<uint8_t>(threshold - 1);
  for (size_t x = 0; x < stride; x += hn::Lanes(d)) {
    auto count = hn::Zero(d);
    const uint8_t* entering = from + x;
    for (int i = 0; i < height; ++i, entering += from_stride) {
      count = hn::Add(count, CountAbove(d, entering, above));
    }
    const uint8_t* leaving = from + x;
    Count* to = counts + x;
    hn::Store(count, d, to);
    for (int y = 1; y < rows; ++y) {
      to += stride;
      const auto change = hn::Sub(CountAbove(d, entering, above), CountAbove(d, leaving, above));
      count = hn::Add(count, change);
      hn::Store(count, d, to);
      entering += from_stride;
      leaving += from_stride;
    }
  }
}

// The planes of one tile. Count holds the number of a column's samples (window height), Four that
// of four columns, Sum the least number of samples that decides; larger sums saturate.
template <class Count, class Four, class Sum>
class Planes {
 public:
  Planes(const RankWindow& window, const RankTile<uint8_t>& tile)
      : window_(window),
        tile_(tile),
        channels_(static_cast<size_t>(window.channels)),
        // At least t are as many as the ranks from `rank` upwards.
        enough_(static_cast<Sum>(int64_t{window.width} * window.height - window.rank)),
        stride_((size_t(tile.out_width) + size_t(window.width - 1) * channels_ + kStep - 1) /
                kStep * kStep),
        size_(stride_ * size_t(tile.out_height)),
        results_(size_),
        counts_(size_ + Reach()),
        fours_(window.width > kMaxTerms ? size_ + Reach() : 0) {
    for (int width = 16; window.width / (width / 4) > kMaxTerms; width *= 4) {
      wide_.emplace_back(size_ + Reach());
    }
    FindTerms();
  }

  void Run(uint8_t* out, size_t out_stride) {
    const auto [low, high] = FindRange();
    for (int y = 0; y < tile_.out_height; ++y) {
      uint8_t* const row = results_.data() + size_t(y) * stride_;
      std::memset(row, low, size_t(tile_.out_width));
      // Bisect never looks for results of 255: the rest of the row is left alone.
      std::memset(row + tile_.out_width, 255, stride_ - size_t(tile_.out_width));
    }
    Bisect(low, high + 1, {0, tile_.out_height});
    for (int y = 0; y < tile_.out_height; ++y) {
      std::memcpy(out + size_t(y) * out_stride, results_.data() + size_t(y) * stride_,
                  size_t(tile_.out_width));
    }
  }

 private:
  static constexpr size_t kStep = 64;  // samples in the widest vector
  static constexpr int kMaxTerms = 7;  // sums that are added up directly

  struct Rows {
    int begin = 0;
    int end = 0;
  };

  // How far sums look beyond a plane's end.
  size_t Reach() const { return size_t(window_.width) * channels_ + kStep; }

  // The least and the largest sample of the tile.
  std::pair<int, int> FindRange() const {
    const hn::ScalableTag<uint8_t> d;
    const size_t width = size_t(tile_.out_width) + size_t(window_.width - 1) * channels_;
    auto least = hn::Set(d, 255);
    auto most = hn::Zero(d);
    int low = 255;
    int high = 0;
    for (int y = 0; y < tile_.out_height + window_.height - 1; ++y) {
      const uint8_t* const row = tile_.keys + size_t(y) * tile_.stride;
      size_t x = 0;
      for (; x + hn::Lanes(d) <= width; x += hn::Lanes(d)) {
        const auto v = hn::LoadU(d, row + x);
        least = hn::Min(least, v);
        most = hn::Max(most, v);
      }
      for (; x < width; ++x) {
        low = std::min<int>(low, row[x]);
        high = std::max<int>(high, row[x]);
      }
    }
    uint8_t lanes[2 * kStep];
    hn::StoreU(least, d, lanes);
    hn::StoreU(most, d, lanes + kStep);
    for (size_t i = 0; i < hn::Lanes(d); ++i) {
      low = std::min<int>(low, lanes[i]);
      high = std::max<int>(high, lanes[kStep + i]);
    }
    return {low, high};
  }

  // Settles the results that lie in [low, high): those that are `low` so far, all inside `rows`.
  void Bisect(int low, int high, Rows rows) {
    while (high - low > 1) {
      rows = Shrink(low, rows);
      if (rows.begin == rows.end) return;
      const int middle = (low + high) / 2;
      Raise(low, middle, rows);
      Bisect(middle, high, rows);
      high = middle;
    }
  }

  bool RowHas(int low, int y) const {
    const hn::ScalableTag<uint8_t> d;
    const auto value = hn::Set(d, static_cast<uint8_t>(low));
    const uint8_t* const row = results_.data() + size_t(y) * stride_;
    for (size_t x = 0; x < stride_; x += hn::Lanes(d)) {
      if (!hn::AllFalse(d, hn::Eq(hn::Load(d, row + x), value))) return true;
    }
    return false;
  }

  // The part of `rows` that holds all its results equal to `low`.
  Rows Shrink(int low, Rows rows) const {
    while (rows.begin < rows.end && !RowHas(low, rows.begin)) ++rows.begin;
    while (rows.begin < rows.end && !RowHas(low, rows.end - 1)) --rows.end;
    return rows;
  }

  // Raises the results in `rows` that are `low` and should be at least `threshold` to `threshold`.
  void Raise(int low, int threshold, Rows rows) {
    const int height = rows.end - rows.begin;
    const size_t size = size_t(height) * stride_;
    CountColumns(tile_.keys + size_t(rows.begin) * tile_.stride, tile_.stride, threshold,
                 window_.height, height, stride_, counts_.data());
    size_t shift = channels_;
    if (window_.width > kMaxTerms) SumOfFour(counts_.data(), shift, size, fours_.data());
    for (size_t i = 0; i < wide_.size(); ++i) {
      shift *= 4;
      if (i == 0) {
        SumOfFour(fours_.data(), shift, size, wide_[i].data());
      } else {
        SumOfFour(wide_[i - 1].data(), shift, size, wide_[i].data());
      }
    }
    RaiseWhere(low, threshold, results_.data() + size_t(rows.begin) * stride_, size);
  }

  // Which sums make up a window: its width in base 4, the last digit as large as need be.
  void FindTerms() {
    size_t offset = 0;
    size_t step = channels_;
    int left = window_.width;
    const auto take = [&](auto& terms, const auto* sums, bool last) {
      for (int i = last ? left : left % 4; i > 0; --i, offset += step) {
        terms.push_back(sums + offset);
      }
      left /= 4;
      step *= 4;
    };
    take(count_terms_, counts_.data(), window_.width <= kMaxTerms);
    if (window_.width <= kMaxTerms) return;
    take(four_terms_, fours_.data(), wide_.empty());
    for (size_t i = 0; i < wide_.size(); ++i) {
      take(wide_terms_, wide_[i].data(), i + 1 == wide_.size());
    }
  }

  template <class D, class T>
  static HWY_INLINE hn::Vec<D> AddTerms(D d, const T* const* terms, size_t count, size_t i,
                                        hn::Vec<D> sum) {
    for (size_t t = 0; t < count; ++t) sum = AddSaturated(sum, LoadWide(d, terms[t] + i));
    return sum;
  }

  void RaiseWhere(int low, int threshold, uint8_t* HWY_RESTRICT results, size_t size) const {
    const hn::ScalableTag<Sum> d;
    const hn::Rebind<uint8_t, decltype(d)> d8;
    const auto enough = hn::Set(d, enough_);
    const auto old_value = hn::Set(d8, static_cast<uint8_t>(low));
    const auto new_value = hn::Set(d8, static_cast<uint8_t>(threshold));
    const Count* const* const counts = count_terms_.data();
    const Four* const* const fours = four_terms_.data();
    const Sum* const* const wide = wide_terms_.data();
    const size_t count_terms = count_terms_.size();
    const size_t four_terms = four_terms_.size();
    const size_t wide_terms = wide_terms_.size();
    for (size_t i = 0; i < size; i += hn::Lanes(d)) {
      auto sum = AddTerms(d, counts, count_terms, i, hn::Zero(d));
      sum = AddTerms(d, fours, four_terms, i, sum);
      sum = AddTerms(d, wide, wide_terms, i, sum);
      const auto reached = hn::VecFromMask(d, hn::Eq(hn::Min(sum, enough), enough));
      const auto value = hn::LoadU(d8, results + i);
      const auto raise = hn::And(hn::Eq(value, old_value), hn::MaskFromVec(Narrow(d8, reached)));
      hn::StoreU(hn::IfThenElse(raise, new_value, value), d8, results + i);
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
  const size_t channels_;
  const Sum enough_;
  const size_t stride_;  // of all planes
  const size_t size_;    // of all planes
  Scratch<uint8_t> results_;
  Scratch<Count> counts_;           // of each column
  Scratch<Four> fours_;             // of four columns, if needed
  std::vector<Scratch<Sum>> wide_;  // of 16, 64, ... columns, as far as needed
  // The sums of each kind that make up the window of a plane's first sample.
  std::vector<const Count*> count_terms_;
  std::vector<const Four*> four_terms_;
  std::vector<const Sum*> wide_terms_;
};

template <class Count, class Four, class Sum>
void RunPlanes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out,
               size_t out_stride) {
  Planes<Count, Four, Sum>(window, tile).Run(out, out_stride);
}

void RankTileByPlanes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out,
                      size_t out_stride) {
  const int64_t enough = int64_t{window.width} * window.height - window.rank;
  if (window.height <= 255 && enough <= 255) {
    RunPlanes<uint8_t, uint8_t, uint8_t>(window, tile, out, out_stride);
  } else if (window.height <= 63 && enough <= 65535) {
    RunPlanes<uint8_t, uint8_t, uint16_t>(window, tile, out, out_stride);
  } else if (window.height <= 255 && enough <= 65535) {
    RunPlanes<uint8_t, uint16_t, uint16_t>(window, tile, out, out_stride);
  } else {
    RunPlanes<uint32_t, uint32_t, uint32_t>(window, tile, out, out_stride);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(RankTileByPlanes);

int PlaneTileWidth(const RankWindow& window) {
  // Whole vectors with the columns that windows reach to the right, which should be few of them.
  const int reach = (window.width - 1) * window.channels;
  return (std::max(128, 3 * reach) + 63) / 64 * 64 - reach;
}

void RankByPlanes(const RankWindow& window, const RankTile<uint8_t>& tile, uint8_t* out,
                  size_t out_stride) {
  HWY_DYNAMIC_DISPATCH(RankTileByPlanes)(window, tile, out, out_stride);
}

}  // namespace sluice
#endif  // HWY_ONCE
