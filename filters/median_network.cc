#include "filters/median_network.h"

#include <algorithm>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/median_network.cc"
// foreach_target.h must come before any other header of the kernel:
// clang-format off
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
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

// The lists are computed for so many bytes of a row at a time, to stay in the nearest caches.
constexpr size_t kChunkBytes = 512;

// Rows of `stride` keys each: list element i of all places x of a chunk.
template <class T>
struct ListRows {
  T* data;
  size_t stride;
};

template <int K, class D, class T, class V, size_t... I>
HWY_INLINE void LoadColumn(D d, const T* const* rows, size_t x, V* column,
                           std::index_sequence<I...>) {
  ((column[I] = hn::LoadU(d, rows[I] + x)), ...);
}

// Sorts the K keys of each column.
template <int K, class D, class T>
HWY_INLINE void SortColumns(D d, const T* const* rows, size_t count, ListRows<T> sorted) {
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
template <int H, int N, class D, class T>
HWY_INLINE void SelectMedian(D d, ListRows<T> half, size_t half_shift, ListRows<T> tail,
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
    hn::StoreU(SelectOfTwo<N + 1, N, N>(head + kFirst, last), d, out + x);
  }
}

// 3x3: the median of the largest minimum, the median of the medians and the smallest maximum of
// the three sorted columns.
template <class D, class T>
HWY_INLINE void Median3Chunk(D d, const T* const* rows, size_t count, size_t c, ListRows<T> sorted,
                             T* out) {
  SortColumns<3>(d, rows, count + 2 * c, sorted);
  const T* low = sorted.data;
  const T* middle = low + sorted.stride;
  const T* high = middle + sorted.stride;
  for (size_t x = 0; x < count; x += hn::Lanes(d)) {
    hn::Vec<D> v[3];
    v[0] = hn::Max(hn::Max(hn::LoadU(d, low + x), hn::LoadU(d, low + x + c)),
                   hn::LoadU(d, low + x + 2 * c));
    v[2] = hn::Min(hn::Min(hn::LoadU(d, high + x), hn::LoadU(d, high + x + c)),
                   hn::LoadU(d, high + x + 2 * c));
    hn::Vec<D> m[3];
    LoadList<3>(d, middle + x, c, m);
    SortList<3>(m);
    v[1] = m[1];
    SortList<3>(v);
    hn::StoreU(v[1], d, out + x);
  }
}

// The chunk's lists lie one behind the other in `scratch`, each `stride` keys a list element.
template <int K, class D, class T>
HWY_INLINE void MedianChunk(D d, const T* const* rows, size_t count, size_t c, T* scratch,
                            size_t stride, T* out) {
  const ListRows<T> one{scratch, stride};
  if constexpr (K == 3) {
    Median3Chunk(d, rows, count, c, one, out);
  } else {
    constexpr int kHead = K >= 9 ? 8 : 4;
    constexpr int kTail = K - kHead;
    const ListRows<T> two{one.data + K * stride, stride};
    const ListRows<T> three{two.data + 2 * K * stride, stride};
    const ListRows<T> four{three.data + 3 * K * stride, stride};
    SortColumns<K>(d, rows, count + (K - 1) * c, one);
    MergeLists<K, K>(d, one, one, c, count + (K - 2) * c, two);
    ListRows<T> tail = one;
    if constexpr (kTail == 3) {
      MergeLists<2 * K, K>(d, two, one, 2 * c, count + (K - 3) * c, three);
      tail = three;
    }
    ListRows<T> half = two;
    if constexpr (kHead == 8) {
      MergeLists<2 * K, 2 * K>(d, two, two, 2 * c, count + (K - 4) * c, four);
      half = four;
    }
    SelectMedian<kHead * K, kTail * K>(d, half, kHead / 2 * c, tail, kHead * c, count, out);
  }
}

template <int K, class T>
void MedianRowOfSize(const T* const* rows, size_t count, size_t channels, T* scratch, T* out) {
  const hn::ScalableTag<T> d;
  constexpr size_t kChunk = kChunkBytes / sizeof(T);
  constexpr size_t kSlack = 64 / sizeof(T);
  const size_t stride = (kChunk + (K - 1) * channels + kSlack) / kSlack * kSlack;
  for (size_t x = 0; x < count; x += kChunk) {
    const T* chunk_rows[K];
    for (int i = 0; i < K; ++i) chunk_rows[i] = rows[i] + x;
    MedianChunk<K>(d, chunk_rows, std::min(kChunk, count - x), channels, scratch, stride, out + x);
  }
}

template <class T>
void MedianRow(int size, const T* const* rows, size_t count, size_t channels, T* scratch, T* out) {
  switch (size) {
    case 3:
      return MedianRowOfSize<3>(rows, count, channels, scratch, out);
    case 5:
      return MedianRowOfSize<5>(rows, count, channels, scratch, out);
    case 7:
      return MedianRowOfSize<7>(rows, count, channels, scratch, out);
    case 9:
      return MedianRowOfSize<9>(rows, count, channels, scratch, out);
    default:
      return MedianRowOfSize<11>(rows, count, channels, scratch, out);
  }
}

void MedianRowU8(int size, const uint8_t* const* rows, size_t count, size_t channels,
                 uint8_t* scratch, uint8_t* out) {
  MedianRow(size, rows, count, channels, scratch, out);
}
void MedianRowU16(int size, const uint16_t* const* rows, size_t count, size_t channels,
                  uint16_t* scratch, uint16_t* out) {
  MedianRow(size, rows, count, channels, scratch, out);
}
void MedianRowI32(int size, const int32_t* const* rows, size_t count, size_t channels,
                  int32_t* scratch, int32_t* out) {
  MedianRow(size, rows, count, channels, scratch, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(MedianRowU8);
HWY_EXPORT(MedianRowU16);
HWY_EXPORT(MedianRowI32);

bool HasMedianNetwork(int size) { return size % 2 == 1 && size >= 3 && size <= 11; }

size_t MedianNetworkScratch(int size, int channels, size_t key_bytes) {
  // The lists of 1, 2, 3 and 4 columns over one chunk; sized for the largest chunk of any target.
  const size_t stride = 512 / key_bytes + size_t(size) * size_t(channels) + 128 / key_bytes;
  return 10 * size_t(size) * stride;
}

void MedianNetworkRow(int size, const uint8_t* const* rows, size_t count, int channels,
                      uint8_t* scratch, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(MedianRowU8)(size, rows, count, size_t(channels), scratch, out);
}
void MedianNetworkRow(int size, const uint16_t* const* rows, size_t count, int channels,
                      uint16_t* scratch, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(MedianRowU16)(size, rows, count, size_t(channels), scratch, out);
}
void MedianNetworkRow(int size, const int32_t* const* rows, size_t count, int channels,
                      int32_t* scratch, int32_t* out) {
  HWY_DYNAMIC_DISPATCH(MedianRowI32)(size, rows, count, size_t(channels), scratch, out);
}

}  // namespace sluice
#endif  // HWY_ONCE
