// SIFT's descriptor of one keypoint.
#ifndef SLUICE_FEATURES_SIFT_DESCRIPTOR_H_
#define SLUICE_FEATURES_SIFT_DESCRIPTOR_H_

#include "features/sift_detector.h"
#include "features/sift_pyramid.h"

namespace sluice {

inline constexpr int kSiftNumbers = 128;

// Histograms of the gradients' directions in 4x4 cells of three times the keypoint's scale each,
// turned by `angle` (degrees, clockwise): 8 bins of 45 degrees, cells row by row, bins
// counterclockwise from the keypoint's direction (the order of OpenCV's). Gradients count with
// their length and a Gaussian of half the descriptor's width; scaled to length 1, clipped at 0.2
// and scaled again. Lowe, IJCV 60(2), 2004, section 6. Pixels outside the picture don't vote.
void DescribeSift(const SiftOctave& octave, const SiftExtremum& extremum, double angle, float* out);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_DESCRIPTOR_H_
