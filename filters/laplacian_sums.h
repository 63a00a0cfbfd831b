// Weighted sums for the Laplacian of a Gaussian.
#ifndef SLUICE_FILTERS_LAPLACIAN_SUMS_H_
#define SLUICE_FILTERS_LAPLACIAN_SUMS_H_

#include <cstddef>
#include <vector>

namespace sluice {

// Weights at distances 0 ... radius, alike on both sides.
struct LaplacianTaps {
  std::vector<float> smooth;
  // At distances from 1; the middle's weight is minus twice their sum, so that a constant gives
  // exactly 0: second[0] is not used.
  std::vector<float> second;
  int radius() const { return static_cast<int>(smooth.size()) - 1; }
};

// For i in [0, count), over 2 * radius + 1 rows (or one row at as many shifts), j from 1 up:
//   smooth[i] = smooth weight 0 * in[radius][i] + sum of smooth weight j * pair(j)
//   second[i] = sum of second weight j * (pair(j) - 2 * in[radius][i])
// where pair(j) = in[radius - j][i] + in[radius + j][i]. Reads and writes whole vectors.
void SumSmoothAndSecond(const float* const* in, const LaplacianTaps& taps, size_t count,
                        float* smooth, float* second);

// out[i] = (the second sum over `smooth` + the smooth sum over `second`) / unit.
void SumLaplacian(const float* const* smooth, const float* const* second, const LaplacianTaps& taps,
                  size_t count, float unit, float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_LAPLACIAN_SUMS_H_
