// One axis of a Gaussian or of its derivatives, as weights.
#ifndef SLUICE_FILTERS_GAUSSIAN_KERNEL_H_
#define SLUICE_FILTERS_GAUSSIAN_KERNEL_H_

#include <vector>

#include "filters/fixed_sum.h"

namespace sluice {

// The half width of a Gaussian cut off at `truncate` sigmas: ceil(truncate * sigma).
int GaussianRadius(double sigma, double truncate);

// The weights at -radius ... radius of the derivative of the given order (0, 1 or 2) of a Gaussian,
// for correlation. sigma >= 0 in pixels, radius >= 0 (at least 1 is used for derivatives).
//   order 0: the Gaussian at whole pixels, none negative, sum 1; a single 1 for sigma 0.
//   order 1: sum 0; a ramp that rises by 1 a pixel gives 1.
//   order 2: sum 0; the parabola x^2 / 2 gives 1.
// Towards sigma 0 the derivatives become the central differences (-1 0 1) / 2 and (1 -2 1).
std::vector<double> GaussianTaps(double sigma, int radius, int order = 0);

// A symmetric kernel with an odd number of weights and sum 1 in fixed point: rounded by error
// diffusion from the outside in, the sum exactly kFixedUnit. No weight may be 1 or more.
FixedKernel ToFixedKernel(const std::vector<double>& taps);

// A Gaussian of order 0 in fixed point, without the outer weights that come to 0. A kernel of one
// weight stands for the identity, whatever that weight is.
FixedKernel FixedGaussian(const std::vector<double>& taps);

}  // namespace sluice

#endif  // SLUICE_FILTERS_GAUSSIAN_KERNEL_H_
