// Exact search for nearest neighbours.
#ifndef SLUICE_CLASSIFIERS_NEIGHBOUR_SEARCH_H_
#define SLUICE_CLASSIFIERS_NEIGHBOUR_SEARCH_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "classifiers/distance.h"
#include "classifiers/integer_space.h"
#include "classifiers/neighbour_space.h"
#include "lib/matrix.h"
#include "lib/status.h"

namespace sluice {

// Searches among the rows of a matrix. Distances are sums in a fixed order, equal on every SIMD
// target, for any number of threads and queries; a row's copy is at distance 0.
//
// L2 and cosine come from matrix products, |x|^2 + |y|^2 - 2 x y, in blocks from which the best
// rows are picked at once: no matrix of distances is ever stored. That formula loses the digits of
// small differences between large numbers, so it only nominates: more rows than k, with the means
// of the columns taken off to make numbers small. Their distances are then computed as sums of
// squared differences, and these decide. The same holds for a product of fewer columns, the
// projections on the directions of the greatest variance: distances between projections are never
// longer than the true ones, so that they can rule out rows. Where that pays, it is an eighth of
// the work. And it holds for products of vectors rounded to integers of 16 bits: half of the work.
//
// A query is done when error bounds rule out that a row which was not nominated belongs to the k
// nearest. The others go on from projections to whole rows as integers, then as floats, and from
// there (many rows at nearly the same distance) to comparing all rows directly.
class NeighbourSearch {
 public:
  // Copies the rows (finite numbers, at least one row). Fails when memory is short.
  static Result<NeighbourSearch> Create(ConstMatrix rows, Distance distance);

  NeighbourSearch(NeighbourSearch&& other) noexcept;
  NeighbourSearch& operator=(NeighbourSearch&& other) noexcept;
  ~NeighbourSearch();

  // The k nearest rows (1 to rows()) of each query: `indices` and `distances` are queries.rows x k,
  // nearest first, rows at the same distance (for kL2: the same square of it) by their index. Runs
  // over threads; memory beside the results is bounded. Fails only when memory is short.
  Status Search(ConstMatrix queries, int k, int32_t* indices, float* distances) const;

  int64_t rows() const { return rows_; }
  // The rows as they are compared: unit vectors for kCosine.
  ConstMatrix matrix() const { return {space_.rows.data(), rows_, dimensions_, columns_}; }

 private:
  struct Prepared;
  struct Task;
  struct Batch;

  NeighbourSearch();
  // Row `row` of `from` as searched: normalised for kCosine, padded with zeros.
  void Prepare(ConstMatrix from, int64_t row, float* to) const;
  // Null where projections don't pay.
  const NeighbourProjection* Projection(int64_t queries) const;
  const IntegerSpace* Integers(int64_t queries) const;
  // Searches for the queries `which` in one way and returns those that it isn't certain about.
  Result<std::vector<int64_t>> Run(const Task& task, const std::vector<int64_t>& which) const;
  Status PrepareQueries(const Task& task, const int64_t* which, Batch* batch) const;
  void Scan(const Task& task, Batch* batch) const;
  bool Decide(const Task& task, const Batch& batch, int64_t query, int64_t result) const;

  Distance distance_ = Distance::kL2;
  int64_t rows_ = 0;
  int64_t dimensions_ = 0;
  int64_t columns_ = 0;  // padded
  NeighbourSpace space_;
  std::unique_ptr<Prepared> prepared_;  // made by the first search that is large enough
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_NEIGHBOUR_SEARCH_H_
