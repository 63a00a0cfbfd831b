#include "lib/line_search.h"

#include <algorithm>
#include <cmath>

namespace sluice {
namespace {

constexpr double kDecrease = 1e-4;
constexpr double kCurvature = 0.9;
constexpr int kEvaluations = 30;

// Where the cubic through two points with their slopes is least, kept a tenth of their distance
// away from both, so that the bracket shrinks; their middle where one value is not finite.
double Between(const LinePoint& a, const LinePoint& b) {
  const double width = b.step - a.step;
  const double middle = a.step + 0.5 * width;
  if (!std::isfinite(b.value) || !std::isfinite(b.slope)) return middle;
  const double d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step);
  const double square = d1 * d1 - a.slope * b.slope;
  if (!(square >= 0)) return middle;
  const double d2 = std::copysign(std::sqrt(square), width);
  const double least = b.step - width * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  if (!std::isfinite(least)) return middle;
  const double margin = 0.1 * std::abs(width);
  return std::clamp(least, std::min(a.step, b.step) + margin, std::max(a.step, b.step) - margin);
}

}  // namespace

LinePoint SearchLine(const LinePoint& start, double first_step, double noise,
                     const std::function<LinePoint(double step)>& evaluate) {
  const auto fell = [&](const LinePoint& p) {
    return p.value <= start.value + kDecrease * p.step * start.slope + noise;  // false for NaN
  };
  const auto flat = [&](const LinePoint& p) {
    return std::abs(p.slope) <= -kCurvature * start.slope;
  };
  // Steps grow until a bracket is found: [low, high] holds a good step, and `low` is its better
  // end.
  LinePoint low = start;
  LinePoint high;
  int evaluations = 0;
  bool bracketed = false;
  for (double step = first_step; evaluations < kEvaluations && !bracketed; step *= 2) {
    const LinePoint p = evaluate(step);
    ++evaluations;
    if (!fell(p) || (evaluations > 1 && p.value > low.value + noise)) {
      high = p;
      bracketed = true;
    } else if (flat(p)) {
      return p;
    } else if (p.slope >= 0) {
      high = low;
      low = p;
      bracketed = true;
    } else {
      low = p;
    }
  }
  LinePoint last = low;
  while (evaluations < kEvaluations) {
    const LinePoint p = evaluate(Between(low, high));
    ++evaluations;
    last = p;
    if (!fell(p) || p.value > low.value + noise) {
      high = p;
    } else {
      if (flat(p)) return p;
      if (p.slope * (high.step - low.step) >= 0) high = low;
      low = p;
    }
    if (std::abs(high.step - low.step) <= 1e-7 * std::max(high.step, low.step)) break;
  }
  return last.step == low.step && low.step > 0 ? low : evaluate(low.step);
}

}  // namespace sluice
