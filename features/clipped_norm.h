// The scaling of histograms of gradients that limits what single strong edges count for.
#ifndef SLUICE_FEATURES_CLIPPED_NORM_H_
#define SLUICE_FEATURES_CLIPPED_NORM_H_

#include <cstddef>

namespace sluice {

struct ClippedNormOptions {
  double clip = 0.2;  // the greatest number after the first scaling; 0: no limit, one scaling
  // Added to the length before the first and the second division: vectors much shorter than that
  // stay short. Where both are 0, a vector of zeros stays as it is.
  double first_extra = 0;
  double second_extra = 0;
};

// Scales numbers that are not negative to length 1, clips them, and scales them again ("L2-Hys";
// Lowe, IJCV 60(2), 2004, section 6.1; Dalal and Triggs, CVPR 2005). Sums run in order, in f64.
void ScaleAndClip(const ClippedNormOptions& options, size_t count, float* numbers);

}  // namespace sluice

#endif  // SLUICE_FEATURES_CLIPPED_NORM_H_
