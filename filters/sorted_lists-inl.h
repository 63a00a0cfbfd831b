// Sorted lists of vectors: networks of minima and maxima that sort, merge and select, each lane by
// itself. All is unrolled at compile time, so that what the caller doesn't use of a result is never
// computed: taking the middle of a merged list prunes its network.
#if defined(SLUICE_FILTERS_SORTED_LISTS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_FILTERS_SORTED_LISTS_INL_H_
#undef SLUICE_FILTERS_SORTED_LISTS_INL_H_
#else
#define SLUICE_FILTERS_SORTED_LISTS_INL_H_
#endif

#include <cstddef>
#include <utility>

#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

template <class V>
HWY_INLINE void Sort2(V& a, V& b) {
  const V low = hn::Min(a, b);
  b = hn::Max(a, b);
  a = low;
}

// Puts x[0], x[S], x[2S], ... (M of them, sorted) and y[0], y[S], ... (N, sorted) into z[0..M+N)
// in order: Batcher's odd-even merge for lists of any lengths (Knuth, TAOCP 3, 5.3.4).
template <int M, int N, int S, class V>
HWY_INLINE void MergeStrided(const V* x, const V* y, V* z);

template <class V, size_t... I>
HWY_INLINE void Interleave(const V* even, const V* odd, V* z, std::index_sequence<I...>) {
  ((z[2 * I + 1] = hn::Min(odd[I], even[I + 1]), z[2 * I + 2] = hn::Max(odd[I], even[I + 1])), ...);
}

template <int S, class V, size_t... I>
HWY_INLINE void CopyStrided(const V* x, V* z, std::index_sequence<I...>) {
  ((z[I] = x[I * S]), ...);
}

template <int M, int N, int S, class V>
HWY_INLINE void MergeStrided(const V* x, const V* y, V* z) {
  if constexpr (M == 0) {
    CopyStrided<S>(y, z, std::make_index_sequence<N>());
  } else if constexpr (N == 0) {
    CopyStrided<S>(x, z, std::make_index_sequence<M>());
  } else if constexpr (M == 1 && N == 1) {
    z[0] = hn::Min(x[0], y[0]);
    z[1] = hn::Max(x[0], y[0]);
  } else {
    constexpr int kEven = (M + 1) / 2 + (N + 1) / 2;
    constexpr int kOdd = M / 2 + N / 2;
    V even[kEven];
    V odd[kOdd];
    MergeStrided<(M + 1) / 2, (N + 1) / 2, 2 * S>(x, y, even);
    MergeStrided<M / 2, N / 2, 2 * S>(x + S, y + S, odd);
    z[0] = even[0];
    constexpr int kPairs = kOdd < kEven ? kOdd : kEven - 1;
    Interleave(even, odd, z, std::make_index_sequence<kPairs>());
    if constexpr (kEven == kOdd) z[M + N - 1] = odd[kOdd - 1];
    if constexpr (kEven == kOdd + 2) z[M + N - 1] = even[kEven - 1];
  }
}

// z = the M + N elements of the sorted lists x and y, sorted.
template <int M, int N, class V>
HWY_INLINE void Merge(const V* x, const V* y, V* z) {
  MergeStrided<M, N, 1>(x, y, z);
}

// Sorts v[0..N): merge sort, unrolled.
template <int N, class V>
HWY_INLINE void SortList(V* v) {
  if constexpr (N == 2) {
    Sort2(v[0], v[1]);
  } else if constexpr (N > 2) {
    constexpr int kHalf = N / 2;
    V sorted[N];
    SortList<kHalf>(v);
    SortList<N - kHalf>(v + kHalf);
    Merge<kHalf, N - kHalf>(v, v + kHalf, sorted);
    CopyStrided<1>(sorted, v, std::make_index_sequence<N>());
  }
}

template <int M, int N, int K, int I, class V>
HWY_INLINE V SelectFrom(const V* x, const V* y) {
  // I elements of x and K + 1 - I of y are not above the larger of their last ones.
  constexpr int kFromY = K + 1 - I;
  V top;
  if constexpr (I == 0) {
    top = y[kFromY - 1];
  } else if constexpr (kFromY == 0) {
    top = x[I - 1];
  } else {
    top = hn::Max(x[I - 1], y[kFromY - 1]);
  }
  if constexpr (I < M && I < K + 1) {
    return hn::Min(top, SelectFrom<M, N, K, I + 1>(x, y));
  } else {
    return top;
  }
}

// The element with rank K (0: the smallest) of the sorted lists x[0..M) and y[0..N) together: the
// least of the largest elements of all ways to take K + 1 elements from the lists' beginnings.
template <int M, int N, int K, class V>
HWY_INLINE V SelectOfTwo(const V* x, const V* y) {
  constexpr int kFirst = K + 1 > N ? K + 1 - N : 0;
  return SelectFrom<M, N, K, kFirst>(x, y);
}

template <class D, class V, size_t... I>
HWY_INLINE void LoadEach(D d, const hn::TFromD<D>* from, size_t stride, V* list,
                         std::index_sequence<I...>) {
  ((list[I] = hn::LoadU(d, from + I * stride)), ...);
}

// list[i] = the vector at from + i * stride, for i in [0, N).
template <int N, class D, class V>
HWY_INLINE void LoadList(D d, const hn::TFromD<D>* from, size_t stride, V* list) {
  LoadEach(d, from, stride, list, std::make_index_sequence<N>());
}

template <class D, class V, size_t... I>
HWY_INLINE void StoreEach(D d, const V* list, hn::TFromD<D>* to, size_t stride,
                          std::index_sequence<I...>) {
  (hn::StoreU(list[I], d, to + I * stride), ...);
}

// The vector at to + i * stride = list[i], for i in [0, N).
template <int N, class D, class V>
HWY_INLINE void StoreList(D d, const V* list, hn::TFromD<D>* to, size_t stride) {
  StoreEach(d, list, to, stride, std::make_index_sequence<N>());
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_FILTERS_SORTED_LISTS_INL_H_
