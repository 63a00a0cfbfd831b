// Where nearest neighbours are nominated by matrix products: the rows themselves, or their
// projection into fewer dimensions.
#ifndef SLUICE_CLASSIFIERS_NEIGHBOUR_SPACE_H_
#define SLUICE_CLASSIFIERS_NEIGHBOUR_SPACE_H_

#include <cstdint>
#include <vector>

#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

struct NeighbourSpace {
  Tensor rows;                      // padded with zeros, see neighbour_scan.h
  std::vector<float> mean;          // of the rows; it is taken off to make numbers small
  std::vector<float> half_squares;  // of each row less the mean: half its squared length
  float longest = 0;                // length of the longest row less the mean
  // For images: by how much rounding can make their distance longer than the true one, for each
  // unit of length of the two originals less their mean; and the length of the longest original.
  double stretch = 0;
  float longest_original = 0;

  // Computes mean, half_squares and longest from the rows.
  void Measure();
  // The square of a lower bound of a query's true distance from a row with `key` (see
  // ScanProducts), or a greater one. `square` is the squared length of the query's image less the
  // mean, `length` that of the query less the originals' mean. `key_error` is how much the key may
  // be off beyond the rounding of its sums.
  double LeastSquare(double square, double length, float key, double key_error) const;
};

// An orthonormal projection: distances between images are never longer than the true ones.
struct NeighbourProjection {
  Tensor basis;  // columns x image's columns
  NeighbourSpace space;
};

// Projects on the directions of the greatest variance, an eighth as many as `from` has columns
// (found by two steps of subspace iteration on up to 2048 rows). Fails when these hold less than
// half of the variance, so that images would tell little, and when memory is short.
Result<NeighbourProjection> ProjectSpace(const NeighbourSpace& from);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_NEIGHBOUR_SPACE_H_
