// The Canny edge detector (J. Canny, "A computational approach to edge detection", IEEE PAMI 8(6),
// 1986).
#ifndef SLUICE_FILTERS_CANNY_H_
#define SLUICE_FILTERS_CANNY_H_

#include <memory>

#include "lib/row_filter.h"
#include "lib/row_reader.h"

namespace sluice {

struct CannyOptions {
  static constexpr float kMaxSigma = 1000.0f;

  float sigma = 1.4f;  // of the Gaussian, in pixels, 0 to kMaxSigma; 0: no smoothing
  // Heights of edges, as fractions of full scale, 0 or more, low <= high. An ideal step edge of
  // height h has a gradient magnitude of h, whatever sigma is; wider edges have less.
  float low = 0.1f;
  float high = 0.2f;
  bool automatic = false;  // choose low and high for each frame (canny_thresholds.h)
  // Not the clamp border, which would give the outermost row more than half of the weight across
  // the border: its noise is averaged less and makes false edges (bench/results/bsds.md).
  Border border{BorderMode::kMirror};
};

// Edges of a picture: u8, one channel, 255 on edges and 0 elsewhere.
//
// 1. Luminance (filters/luminance.h) in f32, not rounded; pixels with alpha as seen on black. The
//    u8, u16 (times 257) and f32 (divided by 255) versions of a picture give the same edges.
// 2. Derivative of Gaussian: central differences of the smoothed picture, the derivative that
//    belongs to a sampled Gaussian (T. Lindeberg, "Discrete derivative approximations with
//    scale-space properties", JMIV 3, 1993). Half width of the Gaussian: ceil(3 sigma).
// 3. Non-maximum suppression between neighbours interpolated along the gradient; stairs along
//    diagonals are thinned. Lines are one pixel wide (8-connected); where two neighbours have equal
//    gradients, as at an ideal step, the one on the brighter side stays.
// 4. Hysteresis: maxima of at least `high`, and those of at least `low` that a chain of such
//    maxima (8-connected) links with them.
//
// The picture is thought to go on beyond its borders as the border rule says, so that a constant
// picture has no edges, with the constant border provided that it has the same value.
//
// The first three steps stream; the fourth needs the whole picture and keeps a quarter of a byte a
// pixel. Automatic thresholds need the samples of the whole frame. The slices of a volume (dhwc)
// are pictures of their own.
std::unique_ptr<Stage> MakeCannyStage(const CannyOptions& options);

// The same for a picture in memory.
Result<Frame> Canny(const Frame& picture, const CannyOptions& options);

// The same into `*edges`, whose memory is reused when it has the right shape: for many pictures.
Status CannyInto(const Frame& picture, const CannyOptions& options, Frame* edges);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_H_
