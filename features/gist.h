// GIST: the energies of waves of many scales and directions in the parts of a picture.
#ifndef SLUICE_FEATURES_GIST_H_
#define SLUICE_FEATURES_GIST_H_

#include <memory>

#include "features/descriptor.h"

namespace sluice {

struct GistOptions {
  int width = 128;  // pictures are resized to this (triangle filter), 8 to 1024
  int height = 128;
  int scales = 4;        // 1 to 8
  int orientations = 8;  // 1 to 32
  int grid = 4;          // parts along each side, 1 to 8
  bool prefilter = true;
};

// For each scale, finest first, each orientation, counterclockwise from waves along x, and each
// part of the picture, row by row: the mean magnitude of the response of a filter, scales x
// orientations x grid^2 numbers.
//
// The luminance (BT.601, in units of 8 bits; negative samples count as 0) is made comparable
// first: l = log(1 + v), less its low frequencies h (half amplitude at 4 cycles a picture), divided
// by 0.2 plus the local deviation, the root of the low frequencies of (l - h)^2. The filters are
// given by their frequency response, exp(-3.5 (f / f0 - 1)^2 - 2 pi (orientations / 8)^2 a^2) for
// frequencies of f cycles a pixel, an angle a (radians) away from the filter's, with f0 = 0.3 /
// 1.85^scale. Pictures go on beyond their edges by reflection.
//
// Oliva and Torralba, Modeling the shape of the scene: a holistic representation of the spatial
// envelope, IJCV 42(3), 2001; constants as in their published program, which takes the mean of the
// channels, cuts pictures to a square, extends them by 32 pixels instead of to a power of two, and
// orders parts by columns. Fails for samples that are not finite. The same bytes for any number of
// threads.
std::unique_ptr<Descriptor> MakeGist(const GistOptions& options);

}  // namespace sluice

#endif  // SLUICE_FEATURES_GIST_H_
