#include "classifiers/sparse_kernels.h"

#include <type_traits>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "classifiers/sparse_kernels.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
// clang-format off: it must come after foreach_target.h
#include "classifiers/class_lanes-inl.h"
// clang-format on

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {

// A width of one group is a constant, which makes its multiples cheap.
template <class F>
HWY_INLINE void WithWidth(int64_t width, const F& f) {
  if (width == kClassGroup) return f(std::integral_constant<int64_t, kClassGroup>());
  f(width);
}

void Score(const FeatureRows& rows, int64_t begin, int64_t end, const float* weights,
           int64_t any_width, float* scores) {
  const LanesTag d;
  WithWidth(any_width, [&](auto width) HWY_ATTR {
    for (int64_t r = begin; r < end; ++r) {
      const FeatureRows::Row row = rows[r];
      for (int64_t l = 0; l < width; l += int64_t(hn::Lanes(d))) {
        hn::Store(RowScores(row, weights + l, width), d, scores + (r - begin) * width + l);
      }
    }
  });
}

void Add(const FeatureRows& rows, int64_t begin, int64_t end, const float* factors,
         int64_t any_width, float* sums) {
  const LanesTag d;
  WithWidth(any_width, [&](auto width) HWY_ATTR {
    for (int64_t r = begin; r < end; ++r) {
      const FeatureRows::Row row = rows[r];
      for (int64_t l = 0; l < width; l += int64_t(hn::Lanes(d))) {
        AddRowTimes(row, hn::Load(d, factors + (r - begin) * width + l), sums + l, width);
      }
    }
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

void ScoreFeatureRows(const FeatureRows& rows, int64_t begin, int64_t end, const float* weights,
                      int64_t width, float* scores) {
  HWY_DYNAMIC_DISPATCH(Score)(rows, begin, end, weights, width, scores);
}

void AddFeatureRows(const FeatureRows& rows, int64_t begin, int64_t end, const float* factors,
                    int64_t width, float* sums) {
  HWY_DYNAMIC_DISPATCH(Add)(rows, begin, end, factors, width, sums);
}

}  // namespace sluice
#endif  // HWY_ONCE
