// Sine and cosine with the same bits on every machine.
#ifndef SLUICE_LIB_SIN_COS_H_
#define SLUICE_LIB_SIN_COS_H_

namespace sluice {

struct SinCos {
  double sin = 0;
  double cos = 1;
};

// Sine and cosine of an angle in degrees, to about 1e-16; exact at multiples of 90. The C library's
// differ between machines in their last bit, enough to move a rounded sample; this uses correctly
// rounded operations only. Angles that are not finite count as 0.
SinCos SinCosDegrees(double degrees);

}  // namespace sluice

#endif  // SLUICE_LIB_SIN_COS_H_
