#include "filters/morphology_rows.h"

#include <algorithm>
#include <functional>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/morphology_rows.cc"
// foreach_target.h must come before any other header of the kernel:
// clang-format off
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "filters/order_keys-inl.h"
#include "lib/saturate.h"
#include "lib/scratch.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

struct Smallest {
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return hn::Min(a, b);
  }
};

struct Largest {
  template <class V>
  HWY_INLINE V operator()(V a, V b) const {
    return hn::Max(a, b);
  }
};

// Working memory of this many bytes stays in a core's second cache.
constexpr size_t kCacheBytes = size_t{192} << 10;

// to[x] = the pick of from[i][x], i in [0, N), for x in [0, count). From samples or keys to either.
template <class Pick, int N, class From, class To>
HWY_INLINE void PickOf(const From* const* from, int count, To* HWY_RESTRICT to) {
  const hn::ScalableTag<OrderKey<From>> d;
  const Pick pick;
  const From* const a = from[0];
  const From* const b = from[N > 1 ? 1 : 0];
  const From* const c = from[N > 2 ? 2 : 0];
  const From* const e = from[N > 3 ? 3 : 0];
  for (int x = 0; x < count; x += int(hn::Lanes(d))) {
    auto v = LoadKeys(d, a + x);
    if constexpr (N > 1) v = pick(v, LoadKeys(d, b + x));
    if constexpr (N == 3) v = pick(v, LoadKeys(d, c + x));
    if constexpr (N == 4) v = pick(v, pick(LoadKeys(d, c + x), LoadKeys(d, e + x)));
    StoreSamples(d, v, to + x);
  }
}

// The same for up to four lists.
template <class Pick, class From, class To>
void PickOfFew(const From* const* from, int lists, int count, To* to) {
  switch (lists) {
    case 1:
      return PickOf<Pick, 1>(from, count, to);
    case 2:
      return PickOf<Pick, 2>(from, count, to);
    case 3:
      return PickOf<Pick, 3>(from, count, to);
    default:
      return PickOf<Pick, 4>(from, count, to);
  }
}

// to[x] = the pick of the keys from[x + i * channels], i in [0, width), for x in [0, count): picks
// of 1, 4, 16, ... pixels, until at most four of them, which may overlap, make up the window.
// Overwrites `from` and `other`.
template <class Pick, class Key, class T>
void PickAlongRow(int width, int channels, int count, Key* from, Key* other, T* to) {
  int reach = 1;
  const Key* terms[4];
  const auto place_terms = [&](int lists, int span) {
    for (int i = 0; i < lists; ++i) {
      terms[i] = from + ptrdiff_t{std::min(i * reach, span - reach)} * channels;
    }
  };
  for (; reach * 4 < width; reach *= 4) {
    place_terms(4, 4 * reach);
    PickOfFew<Pick>(terms, 4, count + (width - 4 * reach) * channels, other);
    std::swap(from, other);
  }
  const int lists = (width + reach - 1) / reach;
  place_terms(lists, width);
  PickOfFew<Pick>(terms, lists, count, to);
}

// to_end + i * stride = the pick of rows i .. height - 1, for i in [0, wanted).
template <class Pick, class T, class Key>
void PickToEnd(const T* const* rows, int x0, int height, int wanted, int columns, size_t stride,
               Key* HWY_RESTRICT to_end) {
  const hn::ScalableTag<Key> d;
  const Pick pick;
  for (int x = 0; x < columns; x += int(hn::Lanes(d))) {
    auto v = LoadKeys(d, rows[height - 1] + x0 + x);
    if (height == wanted) hn::Store(v, d, to_end + size_t(height - 1) * stride + x);
    int i = height - 2;
    for (; i >= wanted; --i) v = pick(v, LoadKeys(d, rows[i] + x0 + x));
    for (; i >= 0; --i) {
      v = pick(v, LoadKeys(d, rows[i] + x0 + x));
      hn::Store(v, d, to_end + size_t(i) * stride + x);
    }
  }
}

// gathered = the pick of `row` and, unless it is the first, gathered; both = the pick of gathered
// and to_end.
template <class Pick, bool kFirst, class T, class Key>
void Gather(const T* row, const Key* to_end, int columns, Key* HWY_RESTRICT gathered,
            Key* HWY_RESTRICT both) {
  const hn::ScalableTag<Key> d;
  const Pick pick;
  for (int x = 0; x < columns; x += int(hn::Lanes(d))) {
    auto v = LoadKeys(d, row + x);
    if constexpr (!kFirst) v = pick(v, hn::Load(d, gathered + x));
    hn::Store(v, d, gathered + x);
    hn::Store(pick(v, hn::Load(d, to_end + x)), d, both + x);
  }
}

// The keys from one row of a block to the next.
template <class Key>
size_t BlockStride(size_t columns) {
  return RowStride(columns, sizeof(Key)) / sizeof(Key);
}

// Picks of columns: for each y in [0, count), place(y) says where the keys of the picks of rows
// y .. y + height - 1 go, of the columns [x0, x0 + columns), and done(y) is called when they are
// there. Van Herk's and Gil and Werman's method: rows are cut into blocks as high as the window; a
// window is the end of one block and the beginning of the next.
template <class Pick, class T, class Place, class Done>
void PickColumns(const T* const* rows, int height, int count, int x0, int columns,
                 OrderKey<T>* scratch, const Place& place, const Done& done) {
  if (height <= 4) {
    for (int y = 0; y < count; ++y) {
      const T* few[4];
      for (int i = 0; i < height; ++i) few[i] = rows[y + i] + x0;
      PickOfFew<Pick>(few, height, columns, place(y));
      done(y);
    }
    return;
  }
  const size_t stride = BlockStride<OrderKey<T>>(size_t(columns));
  OrderKey<T>* const gathered = scratch;
  OrderKey<T>* const to_end = gathered + stride;
  for (int block = 0; block < count; block += height) {
    const int wanted = std::min(height, count - block);
    PickToEnd<Pick>(rows + block, x0, height, wanted, columns, stride, to_end);
    std::copy_n(to_end, columns, place(block));
    done(block);
    for (int i = 1; i < wanted; ++i) {
      const T* const entering = rows[block + height - 1 + i] + x0;
      const OrderKey<T>* const end = to_end + size_t(i) * stride;
      if (i == 1) {
        Gather<Pick, true>(entering, end, columns, gathered, place(block + i));
      } else {
        Gather<Pick, false>(entering, end, columns, gathered, place(block + i));
      }
      done(block + i);
    }
  }
}

// Rectangles: columns first, then along the row, each in a number of steps that doesn't grow with
// the window.
template <class Pick, class T>
void Rectangle(const StructuringElement& element, const RowShape& shape, const T* const* rows,
               int count, T* const* out) {
  using Key = OrderKey<T>;
  const KeyLine<Key> line(shape);
  Scratch<Key> lines(2 * line.size);
  Key* const picked = lines.data();
  Key* const wider = picked + line.size;
  Key* const body = picked + line.body;
  const auto along_row = [&](int y) {
    PadKeys<T>(shape, body);
    PickAlongRow<Pick>(element.width, shape.channels, shape.samples(), picked + line.first, wider,
                       out[y]);
  };
  // Strips of columns narrow enough for a block of rows to stay in cache.
  const size_t block_rows = element.height <= 4 ? 0 : size_t(element.height) + 1;
  const size_t fitting = kCacheBytes / sizeof(Key) / (block_rows + 1);
  const size_t samples = (size_t(shape.samples()) + line.kLanes - 1) / line.kLanes * line.kLanes;
  const size_t strip =
      std::min(samples, std::max(fitting, 16 * line.kLanes) / line.kLanes * line.kLanes);
  Scratch<Key> blocks(block_rows * BlockStride<Key>(strip));
  if (strip == samples) {
    PickColumns<Pick>(
        rows, element.height, count, 0, shape.samples(), blocks.data(), [&](int) { return body; },
        along_row);
    return;
  }
  for (size_t x = 0; x < samples; x += strip) {
    const int columns = int(std::min(strip, size_t(shape.samples()) - x));
    PickColumns<Pick>(
        rows, element.height, count, int(x), columns, blocks.data(),
        [&](int y) { return reinterpret_cast<Key*>(out[y]) + x; }, [](int) {});
  }
  for (int y = 0; y < count; ++y) {
    std::copy_n(reinterpret_cast<const Key*>(out[y]), shape.samples(), body);
    along_row(y);
  }
}

// The different runs of rows that the columns of a disc are made of.
struct Runs {
  std::vector<int> left_out;   // rows at the top and at the bottom, the shortest run first
  std::vector<int> of_column;  // the run of each column

  explicit Runs(const StructuringElement& element) : left_out(element.left_out) {
    std::sort(left_out.begin(), left_out.end(), std::greater<>());
    left_out.erase(std::unique(left_out.begin(), left_out.end()), left_out.end());
    for (const int rows : element.left_out) {
      const auto run = std::find(left_out.begin(), left_out.end(), rows);
      of_column.push_back(int(run - left_out.begin()));
    }
  }
};

// picks + r * stride = the pick of run r of the rows [0, height).
template <class Pick, class T>
void PickRuns(const Runs& runs, const T* const* rows, int height, int count, size_t stride,
              OrderKey<T>* HWY_RESTRICT picks) {
  const hn::ScalableTag<OrderKey<T>> d;
  const Pick pick;
  const int* const left_out = runs.left_out.data();
  const size_t size = runs.left_out.size();
  for (int x = 0; x < count; x += int(hn::Lanes(d))) {
    auto v = LoadKeys(d, rows[height / 2] + x);
    int next = height / 2 - 1;
    for (size_t r = 0; r < size; ++r) {
      for (; next >= left_out[r]; --next) {
        const auto above = LoadKeys(d, rows[next] + x);
        v = pick(v, pick(above, LoadKeys(d, rows[height - 1 - next] + x)));
      }
      hn::Store(v, d, picks + r * stride + x);
    }
  }
}

// out[x] = the pick of terms[0][x] .. terms[size - 1][x].
template <class Pick, class Key, class T>
void PickTerms(const Key* const* terms, size_t size, int count, T* HWY_RESTRICT out) {
  const hn::ScalableTag<Key> d;
  const Pick pick;
  for (int x = 0; x < count; x += int(hn::Lanes(d))) {
    auto v = hn::LoadU(d, terms[0] + x);
    for (size_t i = 1; i < size; ++i) v = pick(v, hn::LoadU(d, terms[i] + x));
    StoreSamples(d, v, out + x);
  }
}

// Discs: a column of the element is a run of rows around the middle, and there are fewer different
// runs than columns. The picks of all runs come from one another, from the shortest to the longest;
// a window is then one of them for each column.
template <class Pick, class T>
void Disc(const StructuringElement& element, const RowShape& shape, const T* const* rows, int count,
          T* const* out) {
  using Key = OrderKey<T>;
  const Runs runs(element);
  const KeyLine<Key> line(shape);
  Scratch<Key> lines(runs.left_out.size() * line.size);
  Key* const picks = lines.data() + line.body;
  std::vector<const Key*> terms;
  terms.reserve(size_t(element.width));
  for (int i = 0; i < element.width; ++i) {
    terms.push_back(picks + size_t(runs.of_column[size_t(i)]) * line.size +
                    ptrdiff_t{i - shape.left} * shape.channels);
  }
  for (int y = 0; y < count; ++y) {
    PickRuns<Pick>(runs, rows + y, element.height, shape.samples(), line.size, picks);
    for (size_t r = 0; r < runs.left_out.size(); ++r) {
      PadKeys<T>(shape, picks + r * line.size);
    }
    PickTerms<Pick>(terms.data(), terms.size(), shape.samples(), out[y]);
  }
}

template <class Pick, class T>
void RowsOf(const StructuringElement& element, const RowShape& shape, const T* const* rows,
            int count, T* const* out) {
  if (element.left_out.empty()) {
    Rectangle<Pick>(element, shape, rows, count, out);
  } else {
    Disc<Pick>(element, shape, rows, count, out);
  }
}

template <class T>
void RowsOf(const StructuringElement& element, bool largest, const RowShape& shape,
            const T* const* rows, int count, T* const* out) {
  if (largest) {
    RowsOf<Largest>(element, shape, rows, count, out);
  } else {
    RowsOf<Smallest>(element, shape, rows, count, out);
  }
}

void RowsU8(const StructuringElement& element, bool largest, const RowShape& shape,
            const uint8_t* const* rows, int count, uint8_t* const* out) {
  RowsOf(element, largest, shape, rows, count, out);
}
void RowsU16(const StructuringElement& element, bool largest, const RowShape& shape,
             const uint16_t* const* rows, int count, uint16_t* const* out) {
  RowsOf(element, largest, shape, rows, count, out);
}
void RowsF32(const StructuringElement& element, bool largest, const RowShape& shape,
             const float* const* rows, int count, float* const* out) {
  RowsOf(element, largest, shape, rows, count, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(RowsU8);
HWY_EXPORT(RowsU16);
HWY_EXPORT(RowsF32);

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

void MorphologyRows(const StructuringElement& element, bool largest, const RowShape& shape,
                    const uint8_t* const* rows, int count, uint8_t* const* out) {
  HWY_DYNAMIC_DISPATCH(RowsU8)(element, largest, shape, rows, count, out);
}
void MorphologyRows(const StructuringElement& element, bool largest, const RowShape& shape,
                    const uint16_t* const* rows, int count, uint16_t* const* out) {
  HWY_DYNAMIC_DISPATCH(RowsU16)(element, largest, shape, rows, count, out);
}
void MorphologyRows(const StructuringElement& element, bool largest, const RowShape& shape,
                    const float* const* rows, int count, float* const* out) {
  HWY_DYNAMIC_DISPATCH(RowsF32)(element, largest, shape, rows, count, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
