#include "lib/objective.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice {

double L1Value(const L1Penalty& penalty, std::span<const float> parameters) {
  if (penalty.weight == 0) return 0;
  double sum = 0;
  for (const float p : parameters.first(penalty.count)) sum += std::abs(double(p));
  return penalty.weight * sum;
}

double DotProduct(std::span<const float> a, std::span<const float> b) {
  // Independent sums, so that one addition need not wait for the one before.
  constexpr size_t kSums = 8;
  std::array<double, kSums> sums{};
  size_t i = 0;
  for (; i + kSums <= a.size(); i += kSums) {
    for (size_t s = 0; s < kSums; ++s) sums[s] += double(a[i + s]) * double(b[i + s]);
  }
  for (; i < a.size(); ++i) sums[0] += double(a[i]) * double(b[i]);
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}

void AddScaled(double scale, std::span<const float> from, std::span<float> to) {
  for (size_t i = 0; i < to.size(); ++i) to[i] = float(double(to[i]) + scale * double(from[i]));
}

double LargestMagnitude(std::span<const float> a) {
  float largest = 0;
  for (const float x : a) largest = std::max(largest, std::abs(x));
  return double(largest);
}

}  // namespace sluice
