#include "filters/morphology_tile.h"

#include <algorithm>
#include <functional>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/morphology_tile.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/scratch.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// The smallest of keys.
struct Smallest {
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return hn::Min(a, b);
  }
};

// The largest of keys.
struct Largest {
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return hn::Max(a, b);
  }
};

// A scratch line's length: whole vectors.
template <class Key>
size_t LineLength(int samples) {
  constexpr size_t kLanes = 64 / sizeof(Key);
  return (size_t(samples) + kLanes - 1) / kLanes * kLanes;
}

// Rectangles: columns first, then along the row. Each takes a number of steps that doesn't grow
// with the window.
template <class Key, class Pick>
class RectangleRows {
 public:
  RectangleRows(const StructuringElement& element, const MorphologyTile<Key>& tile)
      : element_(element),
        tile_(tile),
        columns_(tile.out_width + (element.width - 1) * tile.channels),
        line_(LineLength<Key>(columns_) + 64 / sizeof(Key)),
        from_here_(size_t(element.height) * line_),
        up_to_here_(line_),
        picked_(line_),
        wider_(line_) {}

  // Columns by van Herk's and Gil and Werman's method: rows are cut into blocks as high as the
  // window; a window is the end of one block and the beginning of the next.
  void Run(Key* const* out) {
    const int height = element_.height;
    for (int block = 0; block < tile_.out_height; block += height) {
      PickToBlockEnd(tile_.rows + block);
      const int rows = std::min(height, tile_.out_height - block);
      for (int i = 0; i < rows; ++i) {
        PickRow(i, tile_.rows + block);
        AlongRow(out[block + i]);
      }
    }
  }

 private:
  // from_here_[i] = the pick of rows i, i + 1, ... to the end of the block.
  void PickToBlockEnd(const Key* const* rows) {
    const int last = element_.height - 1;
    for (int x = 0; x < columns_; x += int(hn::Lanes(d_))) {
      auto pick = hn::LoadU(d_, rows[last] + x);
      hn::Store(pick, d_, FromHere(last) + x);
      for (int i = last - 1; i >= 0; --i) {
        pick = Pick()(pick, hn::LoadU(d_, rows[i] + x));
        hn::Store(pick, d_, FromHere(i) + x);
      }
    }
  }

  // picked_ = the pick of rows i .. i + height - 1; up_to_here_ gathers those of the next block.
  void PickRow(int i, const Key* const* rows) {
    if (i == 0) {
      std::copy_n(FromHere(0), line_, picked_.data());
      return;
    }
    const Key* const entering = rows[i + element_.height - 1];
    for (int x = 0; x < columns_; x += int(hn::Lanes(d_))) {
      auto pick = hn::LoadU(d_, entering + x);
      if (i > 1) pick = Pick()(pick, hn::Load(d_, up_to_here_.data() + x));
      hn::Store(pick, d_, up_to_here_.data() + x);
      hn::Store(Pick()(pick, hn::Load(d_, FromHere(i) + x)), d_, picked_.data() + x);
    }
  }

  // Along the row: picks of 1, 4, 16, ... pixels, until at most four of them make up the window.
  // They may overlap.
  void AlongRow(Key* out) {
    Key* from = picked_.data();
    Key* to = wider_.data();
    int reach = 1;
    for (; reach * 4 < element_.width; reach *= 4) {
      const int columns = tile_.out_width + (element_.width - 4 * reach) * tile_.channels;
      PickFour(from, {reach, 2 * reach, 3 * reach}, columns, to);
      std::swap(from, to);
    }
    const int last = element_.width - reach;
    PickFour(from, {std::min(reach, last), std::min(2 * reach, last), last}, tile_.out_width, out);
  }

  // to[x] = the pick of from[x] and of the three keys so many pixels further.
  struct Offsets {
    int first, second, third;
  };
  void PickFour(const Key* from, Offsets pixels, int columns, Key* to) {
    const Key* const first = from + ptrdiff_t{pixels.first} * tile_.channels;
    const Key* const second = from + ptrdiff_t{pixels.second} * tile_.channels;
    const Key* const third = from + ptrdiff_t{pixels.third} * tile_.channels;
    for (int x = 0; x < columns; x += int(hn::Lanes(d_))) {
      const auto near = Pick()(hn::LoadU(d_, from + x), hn::LoadU(d_, first + x));
      const auto far = Pick()(hn::LoadU(d_, second + x), hn::LoadU(d_, third + x));
      hn::StoreU(Pick()(near, far), d_, to + x);
    }
  }

  Key* FromHere(int i) { return from_here_.data() + size_t(i) * line_; }

  const hn::ScalableTag<Key> d_;
  const StructuringElement& element_;
  const MorphologyTile<Key>& tile_;
  const int columns_;
  const size_t line_;
  Scratch<Key> from_here_;
  Scratch<Key> up_to_here_;
  Scratch<Key> picked_;
  Scratch<Key> wider_;
};

// Discs: a column of the element is a run of rows around the middle, and there are fewer different
// runs than columns. The picks of all runs come from one another, from the shortest to the longest;
// a window is then one of them for each column.
template <class Key, class Pick>
class DiscRows {
 public:
  DiscRows(const StructuringElement& element, const MorphologyTile<Key>& tile)
      : element_(element),
        tile_(tile),
        columns_(tile.out_width + (element.width - 1) * tile.channels),
        line_(LineLength<Key>(columns_) + 64 / sizeof(Key)),
        runs_(element.left_out) {
    std::sort(runs_.begin(), runs_.end(), std::greater<>());
    runs_.erase(std::unique(runs_.begin(), runs_.end()), runs_.end());
    picks_ = Scratch<Key>(runs_.size() * line_);
    for (int i = 0; i < element.width; ++i) {
      const auto run = std::find(runs_.begin(), runs_.end(), element.left_out[size_t(i)]);
      terms_.push_back(picks_.data() + size_t(run - runs_.begin()) * line_ +
                       ptrdiff_t{i} * tile.channels);
    }
  }

  void Run(Key* const* out) {
    for (int y = 0; y < tile_.out_height; ++y) {
      PickRuns(tile_.rows + y);
      PickColumns(out[y]);
    }
  }

 private:
  void PickRuns(const Key* const* rows) {
    const int middle = element_.height / 2;
    for (int x = 0; x < columns_; x += int(hn::Lanes(d_))) {
      auto pick = hn::LoadU(d_, rows[middle] + x);
      int next = middle - 1;
      Key* to = picks_.data() + x;
      for (const int left_out : runs_) {
        for (; next >= left_out; --next) {
          const Key* const above = rows[next] + x;
          const Key* const below = rows[element_.height - 1 - next] + x;
          pick = Pick()(pick, Pick()(hn::LoadU(d_, above), hn::LoadU(d_, below)));
        }
        hn::Store(pick, d_, to);
        to += line_;
      }
    }
  }

  void PickColumns(Key* out) {
    for (int x = 0; x < tile_.out_width; x += int(hn::Lanes(d_))) {
      auto pick = hn::LoadU(d_, terms_[0] + x);
      for (size_t i = 1; i < terms_.size(); ++i) {
        pick = Pick()(pick, hn::LoadU(d_, terms_[i] + x));
      }
      hn::StoreU(pick, d_, out + x);
    }
  }

  const hn::ScalableTag<Key> d_;
  const StructuringElement& element_;
  const MorphologyTile<Key>& tile_;
  const int columns_;
  const size_t line_;
  std::vector<int> runs_;  // rows left out by the different runs, the shortest run first
  Scratch<Key> picks_{0};  // of each run, a line each
  std::vector<const Key*> terms_;
};

template <class Key, class Pick>
void OfTile(const StructuringElement& element, const MorphologyTile<Key>& tile, Key* const* out) {
  if (element.left_out.empty()) {
    RectangleRows<Key, Pick>(element, tile).Run(out);
  } else {
    DiscRows<Key, Pick>(element, tile).Run(out);
  }
}

template <class Key>
void OfTile(const StructuringElement& element, bool largest, const MorphologyTile<Key>& tile,
            Key* const* out) {
  if (largest) {
    OfTile<Key, Largest>(element, tile, out);
  } else {
    OfTile<Key, Smallest>(element, tile, out);
  }
}

void OfTileU8(const StructuringElement& element, bool largest, const MorphologyTile<uint8_t>& tile,
              uint8_t* const* out) {
  OfTile(element, largest, tile, out);
}
void OfTileU16(const StructuringElement& element, bool largest,
               const MorphologyTile<uint16_t>& tile, uint16_t* const* out) {
  OfTile(element, largest, tile, out);
}
void OfTileI32(const StructuringElement& element, bool largest, const MorphologyTile<int32_t>& tile,
               int32_t* const* out) {
  OfTile(element, largest, tile, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(OfTileU8);
HWY_EXPORT(OfTileU16);
HWY_EXPORT(OfTileI32);

StructuringElement StructuringElement::Rectangle(int width, int height) {
  return {width, height, {}};
}

StructuringElement StructuringElement::Disc(int width, int height) {
  StructuringElement element{width, height, {}};
  const int64_t a = width / 2;
  const int64_t b = height / 2;
  for (int64_t dx = -a; dx <= a; ++dx) {
    int64_t dy = b;
    while (dx * dx * b * b + dy * dy * a * a > a * a * b * b) --dy;
    element.left_out.push_back(static_cast<int>(b - dy));
  }
  return element;
}

void MorphologyOfTile(const StructuringElement& element, bool largest,
                      const MorphologyTile<uint8_t>& tile, uint8_t* const* out) {
  HWY_DYNAMIC_DISPATCH(OfTileU8)(element, largest, tile, out);
}
void MorphologyOfTile(const StructuringElement& element, bool largest,
                      const MorphologyTile<uint16_t>& tile, uint16_t* const* out) {
  HWY_DYNAMIC_DISPATCH(OfTileU16)(element, largest, tile, out);
}
void MorphologyOfTile(const StructuringElement& element, bool largest,
                      const MorphologyTile<int32_t>& tile, int32_t* const* out) {
  HWY_DYNAMIC_DISPATCH(OfTileI32)(element, largest, tile, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
