// The inner loops of k-means.
#ifndef SLUICE_FEATURES_KMEANS_KERNELS_H_
#define SLUICE_FEATURES_KMEANS_KERNELS_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// The squared distance of two vectors: in f32 in sixteen lanes (number i goes to lane i % 16), then
// in f64; the same on every SIMD target.
double SquaredDistance(const float* a, const float* b, size_t count);

// The first index of the greatest number. count from 1 to 2^24; no NaN.
int32_t ArgMax(const float* values, size_t count);

}  // namespace sluice

#endif  // SLUICE_FEATURES_KMEANS_KERNELS_H_
