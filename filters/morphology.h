// Morphology: minima and maxima over a rectangle or a disc, and what is made of them.
#ifndef SLUICE_FILTERS_MORPHOLOGY_H_
#define SLUICE_FILTERS_MORPHOLOGY_H_

#include <memory>

#include "lib/row_filter.h"

namespace sluice {

enum class MorphologyOp {
  kErode,     // the smallest sample of the window
  kDilate,    // the largest sample of the reflected window
  kOpen,      // erode, then dilate: removes bright specks
  kClose,     // dilate, then erode: removes dark specks
  kGradient,  // dilated minus eroded: outlines
  kTopHat,    // the picture minus its opening: bright specks
  kBlackHat,  // the closing minus the picture: dark specks
};

enum class MorphologyShape {
  kRect,
  // The pixels (dx, dy) with (dx / a)^2 + (dy / b)^2 <= 1 for a window of 2 a + 1 by 2 b + 1
  // pixels: an ellipse, a disc when a = b.
  kDisc,
};

struct MorphologyOptions {
  MorphologyOp op = MorphologyOp::kErode;
  MorphologyShape shape = MorphologyShape::kRect;
  int width = 3;  // of the window, in pixels; odd for a disc
  int height = 3;
  Border border;
};

// Each channel by itself; the sample type is kept. The window of a pixel reaches width / 2 pixels
// to the left and (width - 1) / 2 to the right, rounded down, and likewise in height; a dilation
// uses the reflected window, as SciPy does, so that an opening with even sides doesn't move the
// picture. Steps follow one another as if each were a filter of its own: the second one sees the
// border rule applied to the first one's result. Differences saturate at 0 in u8 and u16.
//
// Time: independent of the window for a rectangle (van Herk 1992, Gil and Werman 1993), in
// proportion to width + height for a disc. An f32 NaN counts as larger than any number.
//
// Usage error for a disc with an even side and for windows above the limits of window_limits.h.
std::unique_ptr<RowFilter> MakeMorphology(const MorphologyOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MORPHOLOGY_H_
