#include "filters/fixed_point.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace sluice {
namespace {

constexpr double kMaxWeight = 32767;
constexpr double kMaxSum = 1073741823.0 / 255;

// The shift at which the largest weight fits 16 bits and no sum reaches 2^30.
int FinestShift(double largest, double absolute_sum, size_t count) {
  // Rounding can raise each weight by one.
  const double room = kMaxSum - static_cast<double>(count);
  const double scale = std::min((kMaxWeight - 1) / largest, room / absolute_sum);
  return static_cast<int>(std::floor(std::log2(scale)));
}

}  // namespace

std::optional<FixedPoint> ToFixedPoint(const std::vector<double>& weights, double max_error) {
  double largest = 0;
  double absolute_sum = 0;
  bool whole = true;
  for (const double w : weights) {
    largest = std::max(largest, std::abs(w));
    absolute_sum += std::abs(w);
    whole = whole && w == std::round(w);
  }
  FixedPoint fixed;
  whole = whole && largest <= kMaxWeight && absolute_sum <= kMaxSum;
  if (largest == 0) whole = true;
  if (!whole) {
    if (largest < 1e-30 || largest > 1e6 || weights.size() > (size_t{1} << 20)) return std::nullopt;
    fixed.shift = FinestShift(largest, absolute_sum, weights.size());
  }
  const double scale = std::ldexp(1.0, fixed.shift);
  std::vector<double> errors;  // how far each weight was rounded down
  for (const double w : weights) {
    fixed.weights.push_back(static_cast<int16_t>(std::floor(w * scale)));
    errors.push_back(w * scale - std::floor(w * scale));
  }
  // As many weights as the sum lacks are rounded up instead, those that gain most by it.
  std::vector<size_t> order(weights.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](size_t a, size_t b) { return errors[a] > errors[b]; });
  const auto missing =
      static_cast<size_t>(std::lround(std::accumulate(errors.begin(), errors.end(), 0.0)));
  double too_low = 0;
  double too_high = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    if (i < missing) {
      ++fixed.weights[order[i]];
      too_high += 1 - errors[order[i]];
    } else {
      too_low += errors[order[i]];
    }
  }
  // The worst input is 255 where the weights are off in one direction and 0 elsewhere.
  if (255 * std::max(too_low, too_high) / scale > max_error) return std::nullopt;
  return fixed;
}

}  // namespace sluice
