// Histograms of oriented gradients.
#ifndef SLUICE_FEATURES_HOG_H_
#define SLUICE_FEATURES_HOG_H_

#include <memory>

#include "features/descriptor.h"

namespace sluice {

struct HogOptions {
  int cell = 8;    // width and height of a cell in pixels, 1 to 1024
  int block = 2;   // of a block in cells, 1 to 16
  int stride = 1;  // from one block to the next, in cells, from 1
  int bins = 9;    // orientations, 1 to 360
  // Orientations go from 0 to 360 degrees; otherwise to 180, where an edge and its negative are
  // the same.
  bool signed_angles = false;
  double sigma =
      0.5;            // of a block's Gaussian window, in block widths; 0: all pixels count the same
  double clip = 0.2;  // no number of a block exceeds this before it is scaled again; 0: no limit
  bool square_root = false;  // of the samples, first
  int width = 0;             // resize to this first (triangle filter); 0: as the picture is
  int height = 0;
};

// Blocks row by row, in each its cells row by row, in each its bins, the first of which is centred
// at half a bin; angles are clockwise from the right; gradients, votes and scaling are those of
// gradient_histograms.h. These are the numbers of OpenCV's HOGDescriptor, which orders cells by
// columns and has a sigma of 1/4 around a point half a pixel off.
//
// What blocks don't cover is left out, half on each side. Fails for pictures smaller than a block
// and samples that are not finite. Dalal and Triggs, Histograms of oriented gradients for human
// detection, CVPR 2005.
std::unique_ptr<Descriptor> MakeHog(const HogOptions& options);

}  // namespace sluice

#endif  // SLUICE_FEATURES_HOG_H_
