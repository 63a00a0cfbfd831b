// Rows of features times the weights of up to 16 classes, which are lanes of vectors: the weights
// of one feature for all classes lie side by side, so that a feature times its weights is one
// multiplication, and a feature that is 0 can be left out for all classes.
#if defined(SLUICE_CLASSIFIERS_CLASS_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef SLUICE_CLASSIFIERS_CLASS_LANES_INL_H_
#undef SLUICE_CLASSIFIERS_CLASS_LANES_INL_H_
#else
#define SLUICE_CLASSIFIERS_CLASS_LANES_INL_H_
#endif

#include <cstdint>

#include "classifiers/feature_rows.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace {
namespace hn = hwy::HWY_NAMESPACE;

using LanesTag = hn::CappedTag<float, kClassGroup>;
using LanesVector = hn::Vec<LanesTag>;

HWY_INLINE LanesVector WeightsOf(const FeatureRows::Row& row, int64_t j, const float* weights,
                                 int64_t width) {
  const int64_t k = row.indices == nullptr ? j : row.indices[j];
  return hn::Load(LanesTag(), weights + k * width);
}

// The row times the weights, `width` apart from feature to feature, of the classes that begin at
// `weights`. Four sums, so that none waits for another.
HWY_INLINE LanesVector RowScores(const FeatureRows::Row& row, const float* weights, int64_t width) {
  const LanesTag d;
  LanesVector sum0 = hn::Zero(d);
  LanesVector sum1 = hn::Zero(d);
  LanesVector sum2 = hn::Zero(d);
  LanesVector sum3 = hn::Zero(d);
  const float* v = row.values;
  int64_t j = 0;
  for (; j + 4 <= row.count; j += 4) {
    sum0 = hn::MulAdd(hn::Set(d, v[j]), WeightsOf(row, j, weights, width), sum0);
    sum1 = hn::MulAdd(hn::Set(d, v[j + 1]), WeightsOf(row, j + 1, weights, width), sum1);
    sum2 = hn::MulAdd(hn::Set(d, v[j + 2]), WeightsOf(row, j + 2, weights, width), sum2);
    sum3 = hn::MulAdd(hn::Set(d, v[j + 3]), WeightsOf(row, j + 3, weights, width), sum3);
  }
  for (; j < row.count; ++j) {
    sum0 = hn::MulAdd(hn::Set(d, v[j]), WeightsOf(row, j, weights, width), sum0);
  }
  return hn::Add(hn::Add(sum0, sum1), hn::Add(sum2, sum3));
}

// weights += step times the row.
HWY_INLINE void AddRowTimes(const FeatureRows::Row& row, LanesVector step, float* weights,
                            int64_t width) {
  const LanesTag d;
  for (int64_t j = 0; j < row.count; ++j) {
    const int64_t k = row.indices == nullptr ? j : row.indices[j];
    float* w = weights + k * width;
    hn::Store(hn::MulAdd(hn::Set(d, row.values[j]), step, hn::Load(d, w)), d, w);
  }
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#endif  // SLUICE_CLASSIFIERS_CLASS_LANES_INL_H_
