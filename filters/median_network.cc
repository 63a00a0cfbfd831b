#include "filters/median_network.h"

#include <algorithm>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/median_network.cc"
// foreach_target.h must come before any other header of the kernel:
// clang-format off
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "filters/order_keys-inl.h"
#include "filters/row_segment.h"
#include "filters/sorted_lists-inl.h"
// clang-format on

// A window's columns are sorted once and then merged in steps that neighbouring windows share: the
// sorted list of the columns x .. x+1 comes from two columns, that of x .. x+3 from two such lists,
// and so on, each computed once for every x. A window of 2^p + 1 or 2^p + 3 columns is one long
// list (the head) and one or three columns (the tail); of the head only the middle ranks can hold
// the median. Minima and maxima a sample: 18 for 3x3, about 90 for 5x5, 290 for 7x7, 400 for 9x9
// and 840 for 11x11.

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// Vectors for windows of K x K pixels. Small windows load more than they compute: half vectors,
// fewer of which cross a cache line, are faster then.
template <int K, class Key>
using Tag = hn::CappedTag<Key, (K <= 5 ? 32 : 64) / sizeof(Key)>;

// Lists of all places x: list element i of place x is at data[i * stride + x].
template <class Key>
struct ListRows {
  Key* data;
  size_t stride;
};

template <int K, class D, class Key, class V, size_t... I>
HWY_INLINE void LoadColumn(D d, const Key* const* rows, size_t x, V* column,
                           std::index_sequence<I...>) {
  ((column[I] = hn::LoadU(d, rows[I] + x)), ...);
}

// Sorts the K keys of each column.
template <int K, class D, class Key>
HWY_INLINE void SortColumns(D d, const Key* const* rows, size_t count, ListRows<Key> sorted) {
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    hn::Vec<D> column[K];
    LoadColumn<K>(d, rows, x, column, std::make_index_sequence<K>());
    SortList<K>(column);
    StoreList<K>(d, column, sorted.data + x, sorted.stride);
  }
}

// merged[x] = the M keys of a[x] and the N keys of b[x + shift].
template <int M, int N, class D, class T>
HWY_INLINE void MergeLists(D d, ListRows<T> a, ListRows<T> b, size_t shift, size_t count,
                           ListRows<T> merged) {
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    hn::Vec<D> first[M];
    hn::Vec<D> second[N];
    hn::Vec<D> both[M + N];
    LoadList<M>(d, a.data + x, a.stride, first);
    LoadList<N>(d, b.data + x + shift, b.stride, second);
    Merge<M, N>(first, second, both);
    StoreList<M + N>(d, both, merged.data + x, merged.stride);
  }
}

// out[x] = the median of the head (half[x] and half[x + half_shift], H / 2 keys each) and the tail
// (tail[x + tail_shift], N keys). Of the head's H ranks, only the N + 1 in the middle matter.
template <int H, int N, class D, class Key, class T>
HWY_INLINE void SelectMedian(D d, ListRows<Key> half, size_t half_shift, ListRows<Key> tail,
                             size_t tail_shift, size_t count, T* out) {
  constexpr int kFirst = (H - N - 1) / 2;
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    hn::Vec<D> first[H / 2];
    hn::Vec<D> second[H / 2];
    hn::Vec<D> head[H];
    hn::Vec<D> last[N];
    LoadList<H / 2>(d, half.data + x, half.stride, first);
    LoadList<H / 2>(d, half.data + x + half_shift, half.stride, second);
    Merge<H / 2, H / 2>(first, second, head);
    LoadList<N>(d, tail.data + x + tail_shift, tail.stride, last);
    StoreSamples(d, SelectOfTwo<N + 1, N, N>(head + kFirst, last), out + x);
  }
}

// The lists of two, three and four columns of a chunk lie one behind the other in `lists`.
template <int K, class D, class Key, class T>
HWY_INLINE void MedianChunk(D d, ListRows<Key> columns, size_t count, size_t c, ListRows<Key> lists,
                            T* out) {
  constexpr int kHead = K >= 9 ? 8 : 4;
  constexpr int kTail = K - kHead;
  const size_t stride = lists.stride;
  const ListRows<Key> two = lists;
  const ListRows<Key> three{two.data + 2 * K * stride, stride};
  const ListRows<Key> four{three.data + 3 * K * stride, stride};
  MergeLists<K, K>(d, columns, columns, c, count + (K - 2) * c, two);
  ListRows<Key> tail = columns;
  if constexpr (kTail == 3) {
    MergeLists<2 * K, K>(d, two, columns, 2 * c, count + (K - 3) * c, three);
    tail = three;
  }
  ListRows<Key> half = two;
  if constexpr (kHead == 8) {
    MergeLists<2 * K, 2 * K>(d, two, two, 2 * c, count + (K - 4) * c, four);
    half = four;
  }
  SelectMedian<kHead * K, kTail * K>(d, half, kHead / 2 * c, tail, kHead * c, count, out);
}

// The border's constant as a sample, or as the key of an f32 sample.
template <class T>
T BorderSample(const Border& border) {
  if constexpr (std::is_same_v<T, int32_t>) {
    return KeyOf(FromFraction<float>(border.constant));
  } else {
    return FromFraction<T>(border.constant);
  }
}

// A piece of an output row, and the samples under its windows.
template <int kRows, class T>
struct Chunk {
  size_t count = 0;
  const T* rows[kRows] = {};  // from size / 2 pixels to the left of the piece on
};

// The chunk that begins at sample x: rows are read in place where whole vectors stay inside them,
// else from a copy with the border; chunks at the row's ends are short for the sake of that copy.
template <int K, int kRows, class T>
Chunk<kRows, T> FindChunk(const RowShape& shape, const T* const* rows, size_t x, T* copies) {
  constexpr size_t kLanes = KeyLine<T>::kLanes;
  constexpr size_t kChunk = MedianNetworkScratch<T>::Chunk(K);
  const auto channels = static_cast<size_t>(shape.channels);
  const size_t left = static_cast<size_t>(shape.samples()) - x;
  const size_t reach = K / 2 * channels;
  Chunk<kRows, T> chunk;
  if (x >= reach && left >= reach + 2 * kLanes) {
    chunk.count = std::min(kChunk, (left - reach - kLanes) / kLanes * kLanes);
    for (int i = 0; i < kRows; ++i) chunk.rows[i] = rows[i] + x - reach;
    return chunk;
  }
  const size_t to_inside = (reach + kLanes - 1) / kLanes * kLanes;
  chunk.count = std::min({kChunk, left, x < reach ? to_inside : left});
  // Whole pixels around the chunk's samples.
  const auto begin = static_cast<int64_t>(x / channels) - K / 2;
  const auto end = static_cast<int64_t>((x + chunk.count - 1) / channels) + 1 + K / 2;
  const size_t stride = MedianNetworkScratch<T>::CopyStride(K, shape.channels);
  for (int i = 0; i < kRows; ++i) {
    T* const copy = copies + size_t(i) * stride;
    CopySegment(rows[i], shape.width, shape.channels, begin, end, shape.border.mode,
                BorderSample<T>(shape.border), copy);
    chunk.rows[i] = copy + x % channels;
  }
  return chunk;
}

template <int K, class Key, class T>
void MedianRowOfSize(const RowShape& shape, const Key* const* rows,
                     MedianNetworkScratch<Key>* scratch, T* out) {
  const Tag<K, Key> d;
  const auto samples = static_cast<size_t>(shape.samples());
  const auto channels = static_cast<size_t>(shape.channels);
  const size_t stride = scratch->list_stride();
  const ListRows<Key> columns{scratch->lists(), stride};
  const ListRows<Key> merged{columns.data + K * stride, stride};
  for (size_t x = 0; x < samples;) {
    const Chunk<K, Key> chunk = FindChunk<K, K>(shape, rows, x, scratch->copies());
    SortColumns<K>(d, chunk.rows, chunk.count + (K - 1) * channels, columns);
    MedianChunk<K>(d, columns, chunk.count, channels, merged, out + x);
    x += chunk.count;
  }
}

template <class Key, class T>
void MedianRow(int size, const RowShape& shape, const Key* const* rows,
               MedianNetworkScratch<Key>* scratch, T* out) {
  switch (size) {
    case 5:
      return MedianRowOfSize<5>(shape, rows, scratch, out);
    case 7:
      return MedianRowOfSize<7>(shape, rows, scratch, out);
    case 9:
      return MedianRowOfSize<9>(shape, rows, scratch, out);
    default:
      return MedianRowOfSize<11>(shape, rows, scratch, out);
  }
}

// Three keys in order.
template <class V>
struct Sorted3 {
  V low;
  V middle;
  V high;
};

// `a` among the sorted keys low and high.
template <class V>
HWY_INLINE Sorted3<V> Insert(V a, V low, V high) {
  const V above_low = hn::Max(a, low);
  return {hn::Min(a, low), hn::Min(above_low, high), hn::Max(above_low, high)};
}

template <class V>
HWY_INLINE V Median3(V a, V b, V c) {
  return hn::Max(hn::Min(a, b), hn::Min(hn::Max(a, b), c));
}

// The median of nine keys from three sorted columns: the median of the largest minimum, the median
// of the medians and the smallest maximum.
template <class V>
HWY_INLINE V Median9(const Sorted3<V>& a, const Sorted3<V>& b, const Sorted3<V>& c) {
  return Median3(hn::Max(hn::Max(a.low, b.low), c.low), Median3(a.middle, b.middle, c.middle),
                 hn::Min(hn::Min(a.high, b.high), c.high));
}

// The columns of rows 0 .. 2 and of rows 1 .. 3 at x: they share two keys.
template <class D, class Key, class V>
HWY_INLINE void SortPair(D d, const Key* const* rows, size_t x, Sorted3<V>* upper,
                         Sorted3<V>* lower) {
  const V a = hn::LoadU(d, rows[1] + x);
  const V b = hn::LoadU(d, rows[2] + x);
  const V low = hn::Min(a, b);
  const V high = hn::Max(a, b);
  *upper = Insert(hn::LoadU(d, rows[0] + x), low, high);
  *lower = Insert(hn::LoadU(d, rows[3] + x), low, high);
}

// Two rows of 3x3 medians at a time.
template <class Key, class T>
void MedianPair3x3(const RowShape& shape, const Key* const* rows,
                   MedianNetworkScratch<Key>* scratch, T* const* out) {
  const Tag<3, Key> d;
  using V = hn::Vec<decltype(d)>;
  const auto samples = static_cast<size_t>(shape.samples());
  const auto channels = static_cast<size_t>(shape.channels);
  for (size_t x = 0; x < samples;) {
    const Chunk<4, Key> chunk = FindChunk<3, 4>(shape, rows, x, scratch->copies());
    for (size_t i = 0; i < chunk.count; i += hn::Lanes(d)) {
      Sorted3<V> upper[3];
      Sorted3<V> lower[3];
      SortPair(d, chunk.rows, i, &upper[0], &lower[0]);
      SortPair(d, chunk.rows, i + channels, &upper[1], &lower[1]);
      SortPair(d, chunk.rows, i + 2 * channels, &upper[2], &lower[2]);
      StoreSamples(d, Median9(upper[0], upper[1], upper[2]), out[0] + x + i);
      StoreSamples(d, Median9(lower[0], lower[1], lower[2]), out[1] + x + i);
    }
    x += chunk.count;
  }
}

void MedianRowU8(int size, const RowShape& shape, const uint8_t* const* rows,
                 MedianNetworkScratch<uint8_t>* scratch, uint8_t* out) {
  MedianRow(size, shape, rows, scratch, out);
}
void MedianRowU16(int size, const RowShape& shape, const uint16_t* const* rows,
                  MedianNetworkScratch<uint16_t>* scratch, uint16_t* out) {
  MedianRow(size, shape, rows, scratch, out);
}
void MedianRowI32(int size, const RowShape& shape, const int32_t* const* rows,
                  MedianNetworkScratch<int32_t>* scratch, float* out) {
  MedianRow(size, shape, rows, scratch, out);
}
void MedianPair3x3U8(const RowShape& shape, const uint8_t* const* rows,
                     MedianNetworkScratch<uint8_t>* scratch, uint8_t* const* out) {
  MedianPair3x3(shape, rows, scratch, out);
}
void MedianPair3x3U16(const RowShape& shape, const uint16_t* const* rows,
                      MedianNetworkScratch<uint16_t>* scratch, uint16_t* const* out) {
  MedianPair3x3(shape, rows, scratch, out);
}
void MedianPair3x3I32(const RowShape& shape, const int32_t* const* rows,
                      MedianNetworkScratch<int32_t>* scratch, float* const* out) {
  MedianPair3x3(shape, rows, scratch, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(MedianRowU8);
HWY_EXPORT(MedianRowU16);
HWY_EXPORT(MedianRowI32);
HWY_EXPORT(MedianPair3x3U8);
HWY_EXPORT(MedianPair3x3U16);
HWY_EXPORT(MedianPair3x3I32);

bool HasMedianNetwork(int size) { return size % 2 == 1 && size >= 3 && size <= 11; }

void MedianNetworkRow(int size, const RowShape& shape, const uint8_t* const* rows,
                      MedianNetworkScratch<uint8_t>* scratch, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(MedianRowU8)(size, shape, rows, scratch, out);
}
void MedianNetworkRow(int size, const RowShape& shape, const uint16_t* const* rows,
                      MedianNetworkScratch<uint16_t>* scratch, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(MedianRowU16)(size, shape, rows, scratch, out);
}
void MedianNetworkRow(int size, const RowShape& shape, const int32_t* const* rows,
                      MedianNetworkScratch<int32_t>* scratch, float* out) {
  HWY_DYNAMIC_DISPATCH(MedianRowI32)(size, shape, rows, scratch, out);
}
void MedianNetworkPair3x3(const RowShape& shape, const uint8_t* const* rows,
                          MedianNetworkScratch<uint8_t>* scratch, uint8_t* const* out) {
  HWY_DYNAMIC_DISPATCH(MedianPair3x3U8)(shape, rows, scratch, out);
}
void MedianNetworkPair3x3(const RowShape& shape, const uint16_t* const* rows,
                          MedianNetworkScratch<uint16_t>* scratch, uint16_t* const* out) {
  HWY_DYNAMIC_DISPATCH(MedianPair3x3U16)(shape, rows, scratch, out);
}
void MedianNetworkPair3x3(const RowShape& shape, const int32_t* const* rows,
                          MedianNetworkScratch<int32_t>* scratch, float* const* out) {
  HWY_DYNAMIC_DISPATCH(MedianPair3x3I32)(shape, rows, scratch, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
