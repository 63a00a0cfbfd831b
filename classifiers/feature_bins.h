// Features cut into at most 256 bins each, once, so that decision trees look for splits by counting
// instead of sorting.
#ifndef SLUICE_CLASSIFIERS_FEATURE_BINS_H_
#define SLUICE_CLASSIFIERS_FEATURE_BINS_H_

#include <cstdint>
#include <vector>

#include "lib/buffer.h"
#include "lib/matrix.h"
#include "lib/status.h"

namespace sluice {

// Bins are ranges of values, ascending. A feature that takes at most 256 different values has a bin
// for each of them: nothing is lost. Otherwise bins hold about equally many examples, equal values
// always share one.
class FeatureBins {
 public:
  static constexpr int kMostBins = 256;

  // Runs over threads. Values are finite. Fails when memory is short.
  static Result<FeatureBins> Create(ConstMatrix x);

  int64_t rows() const { return rows_; }
  int64_t features() const { return static_cast<int64_t>(ranges_.size()); }
  // The bins of all rows in one feature, and of all features in one row: large nodes of a tree read
  // columns, small ones rows, whose lines their descendants find in the cache.
  const uint8_t* Column(int64_t feature) const {
    return reinterpret_cast<const uint8_t*>(columns_.data()) + feature * rows_;
  }
  const uint8_t* Row(int64_t row) const {
    return reinterpret_cast<const uint8_t*>(by_row_.data()) + row * features();
  }
  // A number t such that the values of bins up to `left` are <= t, those from `right` on > t: the
  // middle of the gap between them, left < right.
  float Threshold(int64_t feature, int left, int right) const;

 private:
  struct Range {
    float low, high;  // the least and the greatest value of a bin
  };

  void CutColumns(ConstMatrix x, int64_t begin, int64_t end);
  void CutExactly(std::vector<float>* distinct, int64_t feature, uint8_t* codes);
  void CutByCounts(ConstMatrix x, int64_t feature);

  int64_t rows_ = 0;
  Buffer columns_;
  Buffer by_row_;
  std::vector<std::vector<Range>> ranges_;  // of each feature's bins
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_FEATURE_BINS_H_
