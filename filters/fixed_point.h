// Kernels in 16-bit fixed point, for u8 pictures.
#ifndef SLUICE_FILTERS_FIXED_POINT_H_
#define SLUICE_FILTERS_FIXED_POINT_H_

#include <cstdint>
#include <optional>
#include <vector>

namespace sluice {

// weight[i] is about weights[i] * 2^shift.
struct FixedPoint {
  std::vector<int16_t> weights;
  int shift = 0;
};

// The finest fixed-point form of `weights` in which sums over values of 0..255 stay below 2^30. It
// has the weights' sum as exactly as its step allows (the rounding errors are spread by largest
// remainder), so that flat regions keep their value. Null when a sum could be off by more than
// `max_error` (in units of a u8 step); whole numbers below 2^15 are exact, with shift 0.
std::optional<FixedPoint> ToFixedPoint(const std::vector<double>& weights, double max_error);

}  // namespace sluice

#endif  // SLUICE_FILTERS_FIXED_POINT_H_
