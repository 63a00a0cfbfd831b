// Gradients around a keypoint.
#ifndef SLUICE_FEATURES_SIFT_PATCH_H_
#define SLUICE_FEATURES_SIFT_PATCH_H_

#include <cstddef>
#include <vector>

#include "lib/frame.h"
#include "lib/scratch.h"

namespace sluice {

// Reads the gradients of pieces of rows of a plane (f32, one channel), by the differences of the
// neighbours on both sides: those of columns and rows from 1 to all but the last.
class SiftPatch {
 public:
  // For pieces of at most `most` columns.
  SiftPatch(const Frame& plane, size_t most);

  int width() const { return width_; }
  int height() const { return height_; }
  // Columns [begin, end) of a row, in bins over 360 degrees (see GradientVotes).
  void Load(int row, int begin, int end, int bins);
  const float* lengths() const { return lengths_.data(); }
  const float* positions() const { return positions_.data(); }

 private:
  const Frame& plane_;
  int width_;
  int height_;
  Scratch<float> lengths_;
  Scratch<float> positions_;
  Scratch<float> copies_;  // of three pieces, where vectors would reach past the last row
  size_t copy_stride_;
};

// The weights exp(-d^2 / (2 sigma^2)) for d = begin - centre, begin + 1 - centre, ...
std::vector<float> GaussianWindow(int begin, int end, double centre, double sigma);

}  // namespace sluice

#endif  // SLUICE_FEATURES_SIFT_PATCH_H_
