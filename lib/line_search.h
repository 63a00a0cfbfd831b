// How far to go along a direction in which an objective falls.
#ifndef SLUICE_LIB_LINE_SEARCH_H_
#define SLUICE_LIB_LINE_SEARCH_H_

#include <functional>

namespace sluice {

// The objective at parameters + step * direction.
struct LinePoint {
  double step = 0;
  double value = 0;
  double slope = 0;  // the gradient times the direction
};

// Finds a step at which the strong Wolfe conditions hold: the value fell by at least 1e-4 of what
// the slope at the start promised, and the slope is at most 0.9 of what it was, in magnitude.
// Nocedal and Wright, Numerical Optimization, 2nd ed., algorithms 3.5 and 3.6, with cubic
// interpolation. Values count as equal within `noise`, since objectives are summed in f32.
// `evaluate` computes a point; the last point evaluated is the one returned. After 30 evaluations
// the best so far is taken; its step is 0 when none is better than the start.
LinePoint SearchLine(const LinePoint& start, double first_step, double noise,
                     const std::function<LinePoint(double step)>& evaluate);

}  // namespace sluice

#endif  // SLUICE_LIB_LINE_SEARCH_H_
