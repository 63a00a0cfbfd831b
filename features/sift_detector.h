// Places of an octave that SIFT describes: extrema of the difference of Gaussians.
#ifndef SLUICE_FEATURES_SIFT_DETECTOR_H_
#define SLUICE_FEATURES_SIFT_DETECTOR_H_

#include <vector>

#include "features/sift_options.h"
#include "features/sift_pyramid.h"

namespace sluice {

// A place in an octave's scale space, in pixels of the octave.
struct SiftExtremum {
  int plane = 0;  // the Gaussian plane, and the pixel of it, that are nearest
  int column = 0;
  int row = 0;
  double x = 0;  // refined; 0 is the middle of the first pixel
  double y = 0;
  double scale = 0;     // sigma
  double contrast = 0;  // |difference of Gaussians| there
};

// The maxima and minima among the 26 neighbours in place and scale, refined by the extremum of the
// quadratic function through their neighbours (Brown and Lowe, BMVC 2002), without those of low
// contrast and those along edges (Lowe, IJCV 60(2), 2004, sections 3 and 4). By plane, row and
// column, each once; the same for any number of threads.
std::vector<SiftExtremum> FindSiftExtrema(const SiftOctave& octave, const SiftOptions& options);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_DETECTOR_H_
