// How to blur with a wide Gaussian on a coarser grid, one axis at a time.
//
// The axis is decimated by a factor D with a cubic B-spline, filtered at D times the spacing, and
// interpolated with the same spline. At every fine position n this is a linear filter whose weights
// depend on n mod D only; the coarse weights are chosen so that these D effective kernels come as
// near as possible, in least squares, to the Gaussian itself, cut off at 3 sigma and sampled at
// whole pixels. The blur's smoothness is what makes it work: what decimation aliases and
// interpolation mirrors lies beyond the Gaussian's band.
//
// The idea is the hierarchical discrete correlation of P. J. Burt, "Fast filter transforms for
// image processing", Computer Graphics and Image Processing 16 (1981), and Burt and Adelson, "The
// Laplacian pyramid as a compact image code", IEEE Trans. Communications 31 (1983); splines as the
// window: M. Unser, "Splines: a perfect fit for signal and image processing", IEEE Signal
// Processing Magazine 16 (1999). Recursive and running-sum methods (surveyed by P. Getreuer, IPOL
// 3, 2013) carry state along the picture, which would make f32 results depend on where a band
// starts.
#ifndef SLUICE_FILTERS_MULTIRATE_DESIGN_H_
#define SLUICE_FILTERS_MULTIRATE_DESIGN_H_

#include <optional>
#include <vector>

namespace sluice {

// What the blur of a picture may be off the sum over the Gaussian's own weights, in 8-bit steps: at
// most this much for any picture, when both axes go through a coarser grid.
inline constexpr double kMultirateTolerance = 0.49;

struct MultirateAxis {
  int factor = 1;              // D, a power of two; 1 leaves the grid as it is
  std::vector<double> coarse;  // weights on the coarse grid, symmetric, an odd number, sum 1
  // The largest sum of absolute differences between the D effective kernels and the Gaussian.
  double error = 0.0;

  // The spline, sampled: a box of D pixels convolved with itself three times, an odd number of
  // whole numbers with sum D^4. Divided by D^4 it decimates, divided by D^3 it interpolates.
  std::vector<double> spline;

  // Fine positions on either side of a coarse one that the spline reaches.
  int reach() const { return static_cast<int>(spline.size() / 2); }
  int coarse_radius() const { return static_cast<int>(coarse.size() / 2); }
};

// The best 2 * radius + 1 coarse weights with this factor for a Gaussian with these weights
// (symmetric, an odd number, sum 1).
MultirateAxis DesignMultirateAxis(const std::vector<double>& gaussian, int factor, int radius);

// The axis left on its own grid.
MultirateAxis FineAxis(std::vector<double> weights);

// The design with the largest factor that keeps within kMultirateTolerance, or nothing when there
// is none: sigma below about 4.4, or a kernel cut off so early that its edge matters.
std::optional<MultirateAxis> ChooseMultirateAxis(const std::vector<double>& gaussian, double sigma);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MULTIRATE_DESIGN_H_
