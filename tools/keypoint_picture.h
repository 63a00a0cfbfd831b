// Keypoints drawn into their picture.
#ifndef SLUICE_TOOLS_KEYPOINT_PICTURE_H_
#define SLUICE_TOOLS_KEYPOINT_PICTURE_H_

#include <memory>

#include "features/sift.h"
#include "lib/row_filter.h"

namespace sluice {

// Pictures to u8 RGB: the luminance, with a circle around each keypoint and a line from the middle
// in its direction. The radius is sqrt(2) scales, that of a disc that gives such a keypoint.
std::unique_ptr<FrameFilter> MakeKeypointPicture(const SiftOptions& options);

}  // namespace sluice

#endif  // SLUICE_TOOLS_KEYPOINT_PICTURE_H_
