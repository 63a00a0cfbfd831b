#include "filters/gaussian_kernel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

namespace sluice {
namespace {

// exp(-(i^2 - 1) / (2 sigma^2)) for i >= 1: the Gaussian relative to its value at 1, which is 1 for
// any sigma, where the Gaussian itself underflows for small ones.
double RelativeToOne(int i, double sigma) {
  if (i == 1) return 1.0;
  const double x = i;
  return std::exp(-(x * x - 1.0) / (2.0 * sigma * sigma));
}

}  // namespace

int GaussianRadius(double sigma, double truncate) {
  return static_cast<int>(std::min(std::ceil(truncate * sigma), 2147483000.0));
}

std::vector<double> GaussianTaps(double sigma, int radius, int order) {
  radius = std::max(radius, order > 0 ? 1 : 0);
  std::vector<double> taps(2 * static_cast<size_t>(radius) + 1);
  double* const middle = taps.data() + radius;
  const auto at = [middle](int i) -> double& { return middle[i]; };

  if (order == 0) {
    at(0) = 1.0;
    double sum = 1.0;
    for (int i = 1; i <= radius; ++i) {
      const double x = i;
      at(i) = at(-i) = sigma > 0.0 ? std::exp(-x * x / (2.0 * sigma * sigma)) : 0.0;
      sum += 2.0 * at(i);
    }
    for (double& tap : taps) tap /= sum;
    return taps;
  }

  if (order == 1) {
    double response = 0.0;  // to the ramp x
    for (int i = 1; i <= radius; ++i) {
      at(i) = i * RelativeToOne(i, sigma);
      response += 2.0 * i * at(i);
    }
    for (int i = 1; i <= radius; ++i) at(-i) = -(at(i) /= response);
    return taps;
  }

  // (x^2 - variance) * Gaussian, with the variance of the cut-off, sampled Gaussian; the middle
  // weight is what makes the sum 0.
  const std::vector<double> gaussian = GaussianTaps(sigma, radius);
  double variance = 0.0;
  for (int i = -radius; i <= radius; ++i) {
    variance += double(i) * i * gaussian.data()[radius + i];
  }
  double response = 0.0;  // to x^2 / 2
  double sum = 0.0;
  for (int i = 1; i <= radius; ++i) {
    at(i) = (double(i) * i - variance) * RelativeToOne(i, sigma);
    response += double(i) * i * at(i);
    sum += 2.0 * at(i);
  }
  at(0) = -sum / response;
  for (int i = 1; i <= radius; ++i) at(-i) = (at(i) /= response);
  return taps;
}

FixedKernel ToFixedKernel(const std::vector<double>& taps) {
  const size_t radius = taps.size() / 2;
  FixedKernel kernel;
  int sum = 0;
  double carry = 0.0;  // what rounding has left over so far
  for (size_t i = 0; i < radius; ++i) {
    const double wanted = taps[i] * kFixedUnit + carry;
    const int weight = static_cast<int>(std::floor(wanted + 0.5));
    carry = wanted - weight;
    kernel.half.push_back(static_cast<int16_t>(weight));
    sum += 2 * weight;
  }
  kernel.half.push_back(static_cast<int16_t>(kFixedUnit - sum));
  return kernel;
}

FixedKernel FixedGaussian(const std::vector<double>& taps) {
  FixedKernel kernel = ToFixedKernel(taps);
  const auto first = std::find_if(kernel.half.begin(), kernel.half.end() - 1,
                                  [](int16_t weight) { return weight != 0; });
  kernel.half.erase(kernel.half.begin(), first);
  return kernel;
}

}  // namespace sluice
