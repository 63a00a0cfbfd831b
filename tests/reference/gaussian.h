#ifndef SLUICE_TESTS_REFERENCE_GAUSSIAN_H_
#define SLUICE_TESTS_REFERENCE_GAUSSIAN_H_

#include <cmath>
#include <vector>

#include "tests/reference/separable.h"

namespace sluice::reference {

// The Gaussian at whole pixels up to ceil(truncate * sigma), divided by its sum.
inline std::vector<double> Gaussian(double sigma, double truncate = 3.0) {
  const int radius = static_cast<int>(std::ceil(truncate * sigma));
  std::vector<double> weights;
  double sum = 0;
  for (int i = -radius; i <= radius; ++i) {
    weights.push_back(i == 0 ? 1.0 : std::exp(-double(i) * i / (2 * sigma * sigma)));
    sum += weights.back();
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

// The blur in f64, one axis after the other, before any rounding; in sample units.
inline std::vector<std::vector<double>> GaussianValues(const Frame& in, double sigma_x,
                                                       double sigma_y, const Border& border,
                                                       double truncate = 3.0) {
  const PictureInfo p = in.info().picture();
  const std::vector<double> column = Gaussian(sigma_y, truncate);
  const std::vector<double> row = Gaussian(sigma_x, truncate);
  const auto above = static_cast<int64_t>(column.size() / 2);
  const auto left = static_cast<int64_t>(row.size() / 2);
  std::vector<std::vector<double>> values(static_cast<size_t>(p.height));
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto constant = static_cast<double>(FromFraction<T>(border.constant));
    for (int y = 0; y < p.height; ++y) {
      std::vector<double> blurred;  // columns
      for (int i = 0; i < p.row_samples(); ++i) {
        double sum = 0;
        for (size_t t = 0; t < column.size(); ++t) {
          sum += column[t] * SampleAt<T>(in, y + static_cast<int64_t>(t) - above, i / p.channels,
                                         i % p.channels, border);
        }
        blurred.push_back(sum);
      }
      for (int i = 0; i < p.row_samples(); ++i) {
        double sum = 0;
        for (size_t t = 0; t < row.size(); ++t) {
          const int64_t x =
              BorderIndex(i / p.channels + static_cast<int64_t>(t) - left, p.width, border.mode);
          sum += row[t] * (x < 0 ? constant : blurred[size_t(x * p.channels + i % p.channels)]);
        }
        values[size_t(y)].push_back(sum);
      }
    }
  });
  return values;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_GAUSSIAN_H_
