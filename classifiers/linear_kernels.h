// Rows of features times the weights of a few classes, and back: the inner loops of linear models.
// The classes are too few for GEMM to be worth its packing; rows are read where they lie, in any
// order, and a tile that was just scored is still in cache when its gradient is taken.
#ifndef SLUICE_CLASSIFIERS_LINEAR_KERNELS_H_
#define SLUICE_CLASSIFIERS_LINEAR_KERNELS_H_

#include <cstdint>

namespace sluice {

// scores[r * classes + c] = rows[r] . weights[c] over `columns` numbers, for `count` rows. Each sum
// is taken in an order that depends on `columns` alone.
void ScoreRows(const float* const* rows, int64_t count, const float* const* weights, int classes,
               int64_t columns, float* scores);

// sums[c][k] += factors[r * classes + c] * rows[r][k], for one r after the other.
void AddRows(const float* const* rows, int64_t count, const float* factors, int classes,
             int64_t columns, float* const* sums);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_LINEAR_KERNELS_H_
