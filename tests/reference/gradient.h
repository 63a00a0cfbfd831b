#ifndef SLUICE_TESTS_REFERENCE_GRADIENT_H_
#define SLUICE_TESTS_REFERENCE_GRADIENT_H_

#include <array>
#include <cmath>
#include <functional>
#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/saturate.h"

namespace sluice::reference {

// Sample `channel` of the pixel (y, x), which may lie outside the picture, in its own units.
inline double SampleAt(const Frame& in, Border border, int64_t y, int64_t x, int channel) {
  const PictureInfo p = in.info().picture();
  const int64_t row = BorderIndex(y, p.height, border.mode);
  const int64_t column = BorderIndex(x, p.width, border.mode);
  return VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    const T v = row < 0 || column < 0 ? FromFraction<T>(border.constant)
                                      : in.Row<T>(row)[column * p.channels + channel];
    return static_cast<double>(v);
  });
}

// The correlation of every channel with a square kernel of odd size, in fractions of full scale;
// the results lie one after the other, as rows of a picture do.
inline std::vector<double> CorrelateAll(const Frame& in, Border border,
                                        const std::vector<std::vector<double>>& kernel) {
  const PictureInfo p = in.info().picture();
  const int radius = static_cast<int>(kernel.size()) / 2;
  std::vector<double> out;
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) {
      for (int c = 0; c < p.channels; ++c) {
        double sum = 0;
        for (int i = -radius; i <= radius; ++i) {
          for (int j = -radius; j <= radius; ++j) {
            const double weight = kernel[size_t(radius + i)][size_t(radius + j)];
            if (weight != 0) sum += weight * SampleAt(in, border, y + i, x + j, c);
          }
        }
        out.push_back(sum / static_cast<double>(FullScale(p.dtype)));
      }
    }
  }
  return out;
}

inline std::vector<std::vector<double>> Transposed(const std::vector<std::vector<double>>& kernel) {
  std::vector<std::vector<double>> turned = kernel;
  for (size_t i = 0; i < kernel.size(); ++i) {
    for (size_t j = 0; j < kernel.size(); ++j) turned[j][i] = kernel[i][j];
  }
  return turned;
}

// The Laplacian of a Gaussian of half width ceil(4 sigma): the sampled, normalised Gaussian of one
// axis times the second derivative of the other, (x^2 - v) exp(-x^2 / 2 sigma^2) with v such that
// the weights sum to 0, scaled so that x^2 / 2 gives 1.
inline std::vector<std::vector<double>> LogKernel(double sigma) {
  const int radius = static_cast<int>(std::ceil(4 * sigma));
  std::vector<double> smooth;
  std::vector<double> second;
  double sum = 0;
  double variance = 0;
  for (int i = -radius; i <= radius; ++i) {
    smooth.push_back(std::exp(-i * i / (2 * sigma * sigma)));
    sum += smooth.back();
  }
  for (int i = -radius; i <= radius; ++i) {
    smooth[size_t(i + radius)] /= sum;
    variance += i * i * smooth[size_t(i + radius)];
  }
  double response = 0;
  for (int i = -radius; i <= radius; ++i) {
    second.push_back((i * i - variance) * smooth[size_t(i + radius)]);
    response += second.back() * i * i / 2;
  }
  std::vector<std::vector<double>> kernel(smooth.size(), std::vector<double>(smooth.size()));
  for (size_t i = 0; i < smooth.size(); ++i) {
    for (size_t j = 0; j < smooth.size(); ++j) {
      kernel[i][j] = (smooth[i] * second[j] + second[i] * smooth[j]) / response;
    }
  }
  return kernel;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_GRADIENT_H_
