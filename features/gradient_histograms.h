// Histograms of the gradient's directions in the cells of blocks.
#ifndef SLUICE_FEATURES_GRADIENT_HISTOGRAMS_H_
#define SLUICE_FEATURES_GRADIENT_HISTOGRAMS_H_

#include <cstdint>
#include <memory>
#include <mutex>

#include "features/vote_windows.h"
#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

struct GradientHistogramOptions {
  BlockLayout layout;
  int bins = 9;
  bool signed_angles = false;  // over 360 degrees instead of 180
  bool square_root = false;    // of the samples, first
  double clip = 0.2;           // 0: no limit
};

// What HOG and dense SIFT have in common. Gradients are differences of the neighbours on both
// sides, 0 across the picture's edge; of the colour channels (alpha is none) the one with the
// longest gradient counts. A pixel votes with the length of its gradient times the block's Gaussian
// window, shared linearly between the two nearest bins and, along x and y, the two nearest cells of
// the block. Each block is scaled to length 1, clipped, and scaled again: divided by its length
// plus 0.1 / 255 times its count of numbers, then plus 0.001, so that what is below the noise of 8
// bits stays small.
//
// Every number is computed in one fixed order: the same on every SIMD target and for any number of
// threads.
class GradientHistograms {
 public:
  explicit GradientHistograms(const GradientHistogramOptions& options) : options_(options) {}

  const BlockLayout& layout() const { return options_.layout; }
  int64_t BlockNumbers() const { return int64_t{layout().block} * layout().block * options_.bins; }
  // Blocks that fit into a picture.
  int64_t Blocks(int width, int height) const {
    return int64_t{layout().Blocks(width)} * layout().Blocks(height);
  }
  // An error unless there is one.
  Status CheckSize(int width, int height) const;

  // Blocks row by row, in each its cells row by row, in each its bins, the first of which is
  // centred at half a bin; angles are clockwise from the right. Fails for samples that are not
  // finite. The picture must not be smaller than a block.
  Status Compute(const Frame& picture, float* out) const;

 private:
  // What depends on the size of a picture.
  struct Plan {
    int width = 0;
    int height = 0;
    VoteWindows x;
    VoteWindows y;
  };

  std::shared_ptr<const Plan> FindPlan(int width, int height) const;
  bool ComputeRows(const Frame& picture, const Plan& plan, int begin, int end, float* out) const;
  bool VoteRow(const VoteWindows& x, const float* length, const float* position, float* sums) const;

  GradientHistogramOptions options_;
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const Plan> plan_;  // of the last picture: most streams have one size
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_GRADIENT_HISTOGRAMS_H_
