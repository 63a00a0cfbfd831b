// Resizing pictures.
#ifndef SLUICE_FILTERS_RESIZE_H_
#define SLUICE_FILTERS_RESIZE_H_

#include <memory>

#include "lib/limits.h"
#include "lib/row_filter.h"
#include "lib/status.h"

namespace sluice {

// The kernel that weighs input samples by their distance from an output sample; its half width in
// samples of the coarser of the two grids.
enum class ResizeFilter {
  kNearest,   // the one sample under the centre: for label maps
  kBox,       // 1/2: mean of the samples under it
  kLinear,    // 1: triangle
  kCubic,     // 2: Catmull-Rom (Keys' kernel with a = -1/2)
  kLanczos3,  // 3: sinc windowed by sinc
};

// How large the result shall be.
struct ResizeTarget {
  int width = 0;      // pixels; 0: by the aspect ratio, from the height
  int height = 0;     // pixels; 0: by the aspect ratio, from the width
  double factor = 0;  // of both sides, instead of pixels, if it is not 0
  bool fit = false;   // width x height is a box to fit into, keeping the aspect ratio
};

struct ResizeOptions {
  ResizeTarget target;
  ResizeFilter filter = ResizeFilter::kLanczos3;
  Limits limits;  // of the result
};

struct ResizedSize {
  int width;
  int height;
};

// The size that `target` means for a picture of width x height: sides that follow from others are
// rounded to the nearest and are at least 1. Fails when it is above the limits.
Result<ResizedSize> SizeAfterResize(const ResizeTarget& target, int width, int height, int channels,
                                    const Limits& limits);

// Resizes each channel by itself; the sample type is kept, results saturate and are rounded half to
// even once. Samples are areas: the centre of output sample i lies at (i + 1/2) * in / out on the
// input's axis. When a side shrinks, the kernel is widened by the same factor, so that every input
// sample counts (no aliasing). Weights are scaled to sum up to 1 over the samples that the picture
// has; nothing is made up outside of it. The result is Pillow's up to rounding, in f32 throughout.
std::unique_ptr<RowFilter> MakeResize(const ResizeOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_RESIZE_H_
