// First and second derivatives of pictures by 3x3 kernels: Sobel, Scharr, central differences.
#ifndef SLUICE_FILTERS_GRADIENT_H_
#define SLUICE_FILTERS_GRADIENT_H_

#include <cstdint>
#include <memory>

#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

enum class GradientKernel : uint8_t {
  // dx = (1 2 1) down the column, then (-1 0 1) along the row; dy with the two exchanged.
  // I. Sobel, G. Feldman, "A 3x3 isotropic gradient operator for image processing", 1968.
  kSobel,
  // (3 10 3) instead of (1 2 1): H. Scharr, "Optimale Operatoren in der digitalen
  // Bildverarbeitung", 2000; its direction is more nearly right for every angle.
  kScharr,
  // (-1 0 1) / 2, nothing across.
  kCentral,
  // The second derivative (1 -2 1), nothing across.
  kSecond,
};

enum class GradientOutput : uint8_t {
  kX,          // derivative along the row: positive where the picture grows brighter to the right
  kY,          // along the column: positive where it grows brighter downwards
  kBoth,       // two channels for each channel of the input: x, y
  kSum,        // x + y: of second derivatives, the Laplacian
  kMagnitude,  // sqrt(x^2 + y^2)
  kAngle,      // direction of growing brightness in degrees, above -180 to 180: 0 right, 90 down;
               // 0 where there is none
};

struct GradientOptions {
  GradientKernel kernel = GradientKernel::kSobel;
  GradientOutput output = GradientOutput::kMagnitude;
  // Divides Sobel by 8 and Scharr by 32, so that a ramp that rises by 1 a pixel gives 1, as the
  // other two do by themselves. Otherwise a step of full height gives 4 and 16.
  bool normalize = false;
  Border border;
};

// f32 in fractions of full scale, each channel (alpha too) by itself. Weights are those of a
// correlation: the weight of the right or lower neighbour is the positive one.
//
// Sums of u8 and u16 samples are exact, and divided by full scale at the end, correctly rounded;
// the u8, u16 (times 257) and f32 (divided by 255) versions of a picture give the same bits.
// Magnitudes are computed from derivatives in f32, angles to about 1e-5 degrees.
std::unique_ptr<RowFilter> MakeGradient(const GradientOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_GRADIENT_H_
