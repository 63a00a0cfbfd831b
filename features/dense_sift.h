// SIFT descriptors on a regular grid.
#ifndef SLUICE_FEATURES_DENSE_SIFT_H_
#define SLUICE_FEATURES_DENSE_SIFT_H_

#include <cstdint>

#include "features/gradient_histograms.h"
#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

inline constexpr int kMostCell = 1024;
inline constexpr int kMostSide = 1 << 16;
inline constexpr int kMostSmooth = 100;

struct DenseSiftOptions {
  int cell = 4;  // of the 4x4 cells of a descriptor: width and height in pixels, 1 to kMostCell
  int step = 4;  // from one descriptor to the next in pixels, 1 to kMostCell
  double smooth = 0.5;  // sigma of the Gaussian blur first, in pixels, 0 to kMostSmooth
  int width = 0;        // resize to this first (triangle filter); 0: as the picture is
  int height = 0;
};

// Descriptors of 4x4 cells with 8 directions each over 360 degrees, upright, all of one size, at as
// many places as fit into the picture, row by row. Gradients, votes and scaling are those of
// gradient_histograms.h; the Gaussian window has a sigma of half a descriptor, as Lowe's has.
//
// Lowe, Distinctive image features from scale-invariant keypoints, IJCV 60(2), 2004; on a grid as
// in Lazebnik, Schmid and Ponce, Beyond bags of features, CVPR 2006. Other than Lowe's, pixels
// outside the 16 cells don't vote, bins are centred at 22.5, 67.5, ... degrees, and weak gradients
// give short vectors instead of noise of length 1.
class DenseSift {
 public:
  static constexpr int kNumbers = 128;  // of a descriptor

  explicit DenseSift(const DenseSiftOptions& options);

  struct Places {
    int columns = 0;
    int rows = 0;
    int64_t count() const { return int64_t{columns} * rows; }
  };
  // Fails if none fits.
  Result<Places> PlacesIn(const PictureInfo& picture) const;
  // Writes count() * kNumbers numbers. Fails for samples that are not finite.
  Status Compute(const Frame& picture, float* out) const;

 private:
  DenseSiftOptions options_;
  GradientHistograms histograms_;
};

}  // namespace sluice

#endif  // SLUICE_FEATURES_DENSE_SIFT_H_
