// The directions that keypoints of SIFT are described relative to.
#ifndef SLUICE_FEATURES_SIFT_ORIENTATION_H_
#define SLUICE_FEATURES_SIFT_ORIENTATION_H_

#include <vector>

#include "features/sift_detector.h"
#include "features/sift_pyramid.h"

namespace sluice {

// The main directions of the gradients around an extremum, in degrees clockwise from the right, 0
// to below 360, rising: the peaks of a histogram of 36 bins that have at least 0.8 of the highest,
// refined by a parabola. Gradients count with their length and a Gaussian of 1.5 times the
// keypoint's scale, to three times that; the histogram is smoothed by 1 4 6 4 1. Lowe, IJCV 60(2),
// 2004, section 5.
std::vector<double> SiftOrientations(const SiftOctave& octave, const SiftExtremum& extremum);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_ORIENTATION_H_
