// Rows without zeros times the weights of a few classes, and back: what linear_kernels.h does, for
// features most of which are 0.
#ifndef SLUICE_CLASSIFIERS_SPARSE_KERNELS_H_
#define SLUICE_CLASSIFIERS_SPARSE_KERNELS_H_

#include <cstdint>

#include "classifiers/feature_rows.h"

namespace sluice {

// `width` is the number of classes rounded up to kClassGroup; weights and sums are dimensions x
// width, 64-byte aligned.
constexpr int64_t ClassWidth(int64_t classes) {
  return (classes + kClassGroup - 1) / kClassGroup * kClassGroup;
}

// Scores of rows [begin, end): (end - begin) x width, 64-byte aligned.
void ScoreFeatureRows(const FeatureRows& rows, int64_t begin, int64_t end, const float* weights,
                      int64_t width, float* scores);

// sums[k][c] += factors[r - begin][c] * rows[r][k] for the rows r of [begin, end), in order.
void AddFeatureRows(const FeatureRows& rows, int64_t begin, int64_t end, const float* factors,
                    int64_t width, float* sums);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_SPARSE_KERNELS_H_
