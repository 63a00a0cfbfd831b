// Exact search for nearest neighbours.
#ifndef SLUICE_CLASSIFIERS_NEIGHBOUR_SEARCH_H_
#define SLUICE_CLASSIFIERS_NEIGHBOUR_SEARCH_H_

#include <cstdint>
#include <vector>

#include "classifiers/distance.h"
#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// Searches among the rows of a matrix. Distances are sums in a fixed order, equal on every SIMD
// target, for any number of threads and queries; a row's copy is at distance 0.
//
// L2 and cosine come from a matrix product, |x|^2 + |y|^2 - 2 x y, in blocks from which the best
// rows are picked at once: no matrix of distances is ever stored. That formula loses the digits of
// small differences between large numbers, so it only nominates: a few rows more than k, with the
// means of the columns taken off to make numbers small. Their distances are then computed as sums
// of squared differences, and these decide. A query for which the error bound of the product
// doesn't rule out that some other row belongs to the k nearest (many rows at nearly the same
// distance) is compared with every row directly.
class NeighbourSearch {
 public:
  // Copies the rows (finite numbers, at least one row). Fails when memory is short.
  static Result<NeighbourSearch> Create(ConstMatrix rows, Distance distance);

  // The k nearest rows (1 to rows()) of each query: `indices` and `distances` are queries.rows x k,
  // nearest first, rows at the same distance by their index. Runs over threads; memory beside the
  // results is bounded. Fails only when memory is short.
  Status Search(ConstMatrix queries, int k, int32_t* indices, float* distances) const;

  int64_t rows() const { return rows_; }
  // The rows as they are compared: unit vectors for kCosine.
  ConstMatrix matrix() const { return {data_.data(), rows_, dimensions_, columns_}; }

 private:
  struct Batch;

  NeighbourSearch() = default;
  // Row `row` of `from` as searched: normalised for kCosine, padded with zeros.
  void Prepare(ConstMatrix from, int64_t row, float* to) const;
  void ScanBatch(const Batch& batch) const;
  void Decide(const Batch& batch, int64_t query, int32_t* indices, float* distances) const;
  bool IsCertain(const Batch& batch, int64_t query, float kth) const;
  float Reported(float distance) const;

  Distance distance_ = Distance::kL2;
  int64_t rows_ = 0;
  int64_t dimensions_ = 0;
  int64_t columns_ = 0;  // padded
  Tensor data_;          // rows x columns
  // For products.
  std::vector<float> mean_;          // columns
  std::vector<float> half_squares_;  // of each row less the mean: half its squared length
  float longest_ = 0;                // length of the longest row less the mean
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_NEIGHBOUR_SEARCH_H_
