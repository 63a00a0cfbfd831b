#include "classifiers/linear_kernels.h"

#include <type_traits>
#include <utility>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classifiers/linear_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using F32 = hn::ScalableTag<float>;
using V = hn::Vec<F32>;
using One = hn::CappedTag<float, 1>;

// Classes and rows of a tile: as many sums as registers hold.
#if HWY_TARGET <= HWY_AVX3
constexpr int kClasses = 5;
#else
constexpr int kClasses = 3;
#endif
constexpr int kRows = 4;

// Calls f(0) ... f(N - 1) with constants, unrolled: arrays indexed by them stay in registers.
template <class F, int... I>
HWY_INLINE void UnrollIndices(const F& f, std::integer_sequence<int, I...>) {
  (f(std::integral_constant<int, I>()), ...);
}
template <int N, class F>
HWY_INLINE void Unroll(const F& f) {
  UnrollIndices(f, std::make_integer_sequence<int, N>());
}
#undef SLUICE_UNROLLED
#define SLUICE_UNROLLED(...) [&](__VA_ARGS__) HWY_ATTR __attribute__((always_inline))

// The scores of R rows for C classes. Whole vectors first, then one number after the other.
template <int R, int C>
HWY_INLINE void ScoreTile(const float* const* HWY_RESTRICT rows,
                          const float* const* HWY_RESTRICT weights, int classes, size_t columns,
                          float* HWY_RESTRICT scores) {
  const F32 d;
  const One d1;
  const size_t lanes = hn::Lanes(d);
  V sums[R][C];
  Unroll<R>(SLUICE_UNROLLED(auto r) {
    Unroll<C>(SLUICE_UNROLLED(auto c) { sums[r][c] = hn::Zero(d); });
  });
  size_t k = 0;
  for (; k + lanes <= columns; k += lanes) {
    V w[C];
    Unroll<C>(SLUICE_UNROLLED(auto c) { w[c] = hn::LoadU(d, weights[c] + k); });
    Unroll<R>(SLUICE_UNROLLED(auto r) {
      const V x = hn::LoadU(d, rows[r] + k);
      Unroll<C>(SLUICE_UNROLLED(auto c) { sums[r][c] = hn::MulAdd(x, w[c], sums[r][c]); });
    });
  }
  Unroll<R>(SLUICE_UNROLLED(auto r) {
    Unroll<C>(SLUICE_UNROLLED(auto c) {
      auto rest = hn::Set(d1, hn::GetLane(hn::SumOfLanes(d, sums[r][c])));
      for (size_t i = k; i < columns; ++i) {
        rest = hn::MulAdd(hn::Set(d1, rows[r][i]), hn::Set(d1, weights[c][i]), rest);
      }
      scores[r * classes + c] = hn::GetLane(rest);
    });
  });
}

// Calls f with the sizes of tiles that cover `count`: kClasses as long as they fit.
template <class F>
HWY_INLINE void ForClassTiles(int count, const F& f) {
  int c = 0;
  for (; c + kClasses <= count; c += kClasses) f(c, std::integral_constant<int, kClasses>());
  switch (count - c) {
    case 1:
      return f(c, std::integral_constant<int, 1>());
    case 2:
      return f(c, std::integral_constant<int, 2>());
    case 3:
      return f(c, std::integral_constant<int, 3>());
    case 4:
      return f(c, std::integral_constant<int, 4>());
    default:
      return;
  }
}

void Score(const float* const* rows, int64_t count, const float* const* weights, int classes,
           int64_t columns, float* scores) {
  int64_t r = 0;
  for (; r + kRows <= count; r += kRows) {
    ForClassTiles(classes, [&](int c, auto tile) HWY_ATTR {
      ScoreTile<kRows, decltype(tile)::value>(rows + r, weights + c, classes, size_t(columns),
                                              scores + r * classes + c);
    });
  }
  for (; r < count; ++r) {
    ForClassTiles(classes, [&](int c, auto tile) HWY_ATTR {
      ScoreTile<1, decltype(tile)::value>(rows + r, weights + c, classes, size_t(columns),
                                          scores + r * classes + c);
    });
  }
}

// Two vectors of D of the sums of C classes at k stay in registers while all rows are added.
template <int C, int kVectors, class D>
HWY_INLINE void AddTile(D d, const float* const* HWY_RESTRICT rows, int64_t count,
                        const float* HWY_RESTRICT factors, int classes, size_t k,
                        float* const* HWY_RESTRICT sums) {
  const size_t lanes = hn::Lanes(d);
  hn::Vec<D> sum[C][kVectors];
  const auto for_sums = SLUICE_UNROLLED(const auto& f) {
    Unroll<C>(SLUICE_UNROLLED(auto c) { Unroll<kVectors>(SLUICE_UNROLLED(auto v) { f(c, v); }); });
  };
  for_sums(SLUICE_UNROLLED(auto c, auto v) {
    sum[c][v] = hn::LoadU(d, sums[c] + k + size_t(v) * lanes);
  });
  for (int64_t r = 0; r < count; ++r) {
    hn::Vec<D> x[kVectors];
    Unroll<kVectors>(
        SLUICE_UNROLLED(auto v) { x[v] = hn::LoadU(d, rows[r] + k + size_t(v) * lanes); });
    const float* HWY_RESTRICT factor = factors + r * classes;
    for_sums(SLUICE_UNROLLED(auto c, auto v) {
      sum[c][v] = hn::MulAdd(hn::Set(d, factor[c]), x[v], sum[c][v]);
    });
  }
  for_sums(SLUICE_UNROLLED(auto c, auto v) {
    hn::StoreU(sum[c][v], d, sums[c] + k + size_t(v) * lanes);
  });
}

void Add(const float* const* rows, int64_t count, const float* factors, int classes,
         int64_t columns, float* const* sums) {
  const F32 d;
  const size_t lanes = hn::Lanes(d);
  const auto n = size_t(columns);
  ForClassTiles(classes, [&](int c, auto tile) HWY_ATTR {
    constexpr int kC = decltype(tile)::value;
    size_t k = 0;
    for (; k + 2 * lanes <= n; k += 2 * lanes) {
      AddTile<kC, 2>(d, rows, count, factors + c, classes, k, sums + c);
    }
    for (; k + lanes <= n; k += lanes) {
      AddTile<kC, 1>(d, rows, count, factors + c, classes, k, sums + c);
    }
    for (; k < n; ++k) AddTile<kC, 1>(One(), rows, count, factors + c, classes, k, sums + c);
  });
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {

HWY_EXPORT(Score);
HWY_EXPORT(Add);

void ScoreRows(const float* const* rows, int64_t count, const float* const* weights, int classes,
               int64_t columns, float* scores) {
  HWY_DYNAMIC_DISPATCH(Score)(rows, count, weights, classes, columns, scores);
}

void AddRows(const float* const* rows, int64_t count, const float* factors, int classes,
             int64_t columns, float* const* sums) {
  HWY_DYNAMIC_DISPATCH(Add)(rows, count, factors, classes, columns, sums);
}

}  // namespace sluice
#endif  // HWY_ONCE
