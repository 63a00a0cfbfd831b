// Rows of features for solvers that visit one after the other, many times, in any order.
#ifndef SLUICE_CLASSIFIERS_FEATURE_ROWS_H_
#define SLUICE_CLASSIFIERS_FEATURE_ROWS_H_

#include <cstdint>
#include <vector>

#include "lib/matrix.h"
#include "lib/status.h"

namespace sluice {

// Where most features are 0 (handwritten digits, histograms) rows are kept without zeros: fewer
// bytes from memory, and work only for what is there. Other rows are borrowed as they are.
class FeatureRows {
 public:
  struct Row {
    const float* values;
    const uint16_t* indices;  // of the values; null: 0, 1, 2, ...
    int64_t count;
  };

  // `x` must outlive this unless it is sparse. Fails when memory is short.
  static Result<FeatureRows> Create(ConstMatrix x);

  Row operator[](int64_t i) const {
    if (!sparse_) return {x_.row(i), nullptr, x_.columns};
    const int64_t begin = begins_[size_t(i)];
    return {values_.data() + begin, indices_.data() + begin, begins_[size_t(i) + 1] - begin};
  }
  int64_t count() const { return x_.rows; }
  int64_t dimensions() const { return x_.columns; }
  // Asks for row i to be brought into cache.
  void Prefetch(int64_t i) const;

 private:
  ConstMatrix x_;
  bool sparse_ = false;
  std::vector<int64_t> begins_;
  std::vector<uint16_t> indices_;
  std::vector<float> values_;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_FEATURE_ROWS_H_
