// Rows of features for solvers that visit one after the other, many times, in any order.
#ifndef SLUICE_CLASSIFIERS_FEATURE_ROWS_H_
#define SLUICE_CLASSIFIERS_FEATURE_ROWS_H_

#include <cstdint>
#include <vector>

#include "lib/buffer.h"
#include "lib/matrix.h"
#include "lib/status.h"

namespace sluice {

// Classes that are handled together, as lanes of vectors.
inline constexpr int kClassGroup = 16;
struct alignas(64) ClassLanes {
  float lane[kClassGroup];
};

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
    if (places_.empty()) return {x_.row(i), nullptr, x_.columns};
    const Place& place = places_[size_t(i)];
    const auto* values = reinterpret_cast<const float*>(bytes_.data() + place.offset);
    return {values, reinterpret_cast<const uint16_t*>(values + place.count), place.count};
  }
  bool sparse() const { return !places_.empty(); }
  int64_t count() const { return x_.rows; }
  int64_t dimensions() const { return x_.columns; }
  // Asks for row i to be brought into cache.
  void Prefetch(int64_t i) const;

 private:
  struct Place {
    size_t offset;  // of a row in bytes_: its values, then their indices
    int64_t count;
  };

  ConstMatrix x_;
  std::vector<Place> places_;  // empty: rows are dense
  Buffer bytes_;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_FEATURE_ROWS_H_
