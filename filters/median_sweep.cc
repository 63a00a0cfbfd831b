#include "filters/median_sweep.h"

#include <algorithm>
#include <array>
#include <bit>
#include <vector>

// No vectors here: compiled for every target for the sake of the popcount instruction.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/median_sweep.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

// Huang's sliding window (Huang, Yang and Tang 1979) on a set instead of a histogram: the tile's
// keys are sorted once, so that each has a place of its own in that order and a window is a set of
// places, one bit each. Moving the window flips the bits of the column that enters and of the one
// that leaves; the result is the rank-th bit, which is searched from where it was last.

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// The places in the window, and the word where the result was last.
class PlaceSet {
 public:
  explicit PlaceSet(size_t places) : words_(places / 64 + 1) {}

  void Insert(uint32_t place) {
    words_[place / 64] ^= uint64_t{1} << place % 64;
    before_ += place / 64 < word_ ? 1 : 0;
  }
  void Erase(uint32_t place) {
    words_[place / 64] ^= uint64_t{1} << place % 64;
    before_ -= place / 64 < word_ ? 1 : 0;
  }
  // The place with the given rank; the set holds more than `rank` places.
  uint32_t Find(int64_t rank) {
    while (before_ > rank) before_ -= std::popcount(words_[--word_]);
    for (int count = std::popcount(words_[word_]); before_ + count <= rank;
         count = std::popcount(words_[word_])) {
      before_ += count;
      ++word_;
    }
    uint64_t bits = words_[word_];
    for (int64_t i = before_; i < rank; ++i) bits &= bits - 1;
    return word_ * 64 + static_cast<uint32_t>(std::countr_zero(bits));
  }

 private:
  std::vector<uint64_t> words_;
  uint32_t word_ = 0;
  int64_t before_ = 0;  // places in the words before word_
};

// Keys as unsigned numbers in the same order.
HWY_INLINE uint32_t Unsigned(uint16_t key) { return key; }
HWY_INLINE uint32_t Unsigned(int32_t key) { return static_cast<uint32_t>(key) ^ 0x80000000u; }

// A key in the upper half, its position in the tile in the lower one.
using Entry = uint64_t;

// Sorts by the key, a byte at a time from the least significant one.
template <class Key>
void SortByKey(std::vector<Entry>& entries) {
  std::vector<Entry> sorted(entries.size());
  for (size_t byte = 0; byte < sizeof(Key); ++byte) {
    const auto digit = [byte](Entry e) HWY_ATTR { return e >> (32 + 8 * byte) & 255; };
    std::array<uint32_t, 257> begin{};
    for (const Entry e : entries) ++begin[digit(e) + 1];
    if (begin[digit(entries[0]) + 1] == entries.size()) continue;  // all have the same digit
    for (size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
    for (const Entry e : entries) sorted[begin[digit(e)]++] = e;
    entries.swap(sorted);
  }
}

template <class Key>
class Sweep {
 public:
  Sweep(const RankWindow& window, const RankTile<Key>& tile, Key* out, size_t out_stride)
      : window_(window),
        tile_(tile),
        out_(out),
        out_stride_(out_stride),
        columns_(tile.out_width + window.width - 1),
        rows_(tile.out_height + window.height - 1),
        set_(size_t(columns_) * size_t(rows_)) {
    FindPlaces();
  }

  // Visits the samples boustrophedon, so that the window always moves by one pixel.
  void Run() {
    const int last = tile_.out_width - 1;
    for (int i = 0; i < window_.height; ++i) InsertRow(0, i);
    int x = 0;
    for (int y = 0; y < tile_.out_height; ++y) {
      Write(x, y);
      if (y % 2 == 0) {
        for (; x < last; ++x) {
          EraseColumn(x, y);
          InsertColumn(x + window_.width, y);
          Write(x + 1, y);
        }
      } else {
        for (; x > 0; --x) {
          EraseColumn(x + window_.width - 1, y);
          InsertColumn(x - 1, y);
          Write(x - 1, y);
        }
      }
      if (y + 1 == tile_.out_height) break;
      EraseRow(x, y);
      InsertRow(x, y + window_.height);
    }
  }

 private:
  void FindPlaces() {
    std::vector<Entry> entries;
    entries.reserve(size_t(columns_) * size_t(rows_));
    for (int y = 0; y < rows_; ++y) {
      const Key* row = tile_.keys + size_t(y) * tile_.stride;
      for (int x = 0; x < columns_; ++x) {
        entries.push_back(Entry{Unsigned(row[x])} << 32 | entries.size());
      }
    }
    SortByKey<Key>(entries);
    places_.resize(entries.size());
    keys_.resize(entries.size());
    for (size_t i = 0; i < entries.size(); ++i) {
      const auto position = static_cast<uint32_t>(entries[i]);
      places_[position] = static_cast<uint32_t>(i);
      keys_[i] =
          tile_.keys[position / uint32_t(columns_) * tile_.stride + position % uint32_t(columns_)];
    }
  }

  const uint32_t* Places(int x, int y) const {
    return places_.data() + size_t(y) * size_t(columns_) + size_t(x);
  }
  void InsertColumn(int x, int y) {
    const uint32_t* p = Places(x, y);
    for (int i = 0; i < window_.height; ++i, p += columns_) set_.Insert(*p);
  }
  void EraseColumn(int x, int y) {
    const uint32_t* p = Places(x, y);
    for (int i = 0; i < window_.height; ++i, p += columns_) set_.Erase(*p);
  }
  void InsertRow(int x, int y) {
    const uint32_t* p = Places(x, y);
    for (int i = 0; i < window_.width; ++i, ++p) set_.Insert(*p);
  }
  void EraseRow(int x, int y) {
    const uint32_t* p = Places(x, y);
    for (int i = 0; i < window_.width; ++i, ++p) set_.Erase(*p);
  }

  void Write(int x, int y) {
    out_[size_t(y) * out_stride_ + size_t(x)] = keys_[set_.Find(window_.rank)];
  }

  const RankWindow& window_;
  const RankTile<Key>& tile_;
  Key* const out_;
  const size_t out_stride_;
  const int columns_;
  const int rows_;
  std::vector<uint32_t> places_;  // of the tile's keys, row by row
  std::vector<Key> keys_;         // by place
  PlaceSet set_;
};

void SweepU16(const RankWindow& window, const RankTile<uint16_t>& tile, uint16_t* out,
              size_t out_stride) {
  Sweep<uint16_t>(window, tile, out, out_stride).Run();
}
void SweepI32(const RankWindow& window, const RankTile<int32_t>& tile, int32_t* out,
              size_t out_stride) {
  Sweep<int32_t>(window, tile, out, out_stride).Run();
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(SweepU16);
HWY_EXPORT(SweepI32);

void RankBySweep(const RankWindow& window, const RankTile<uint16_t>& tile, uint16_t* out,
                 size_t out_stride) {
  HWY_DYNAMIC_DISPATCH(SweepU16)(window, tile, out, out_stride);
}
void RankBySweep(const RankWindow& window, const RankTile<int32_t>& tile, int32_t* out,
                 size_t out_stride) {
  HWY_DYNAMIC_DISPATCH(SweepI32)(window, tile, out, out_stride);
}

}  // namespace sluice
#endif  // HWY_ONCE
