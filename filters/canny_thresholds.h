// Thresholds for the Canny edge detector, found from the picture.
#ifndef SLUICE_FILTERS_CANNY_THRESHOLDS_H_
#define SLUICE_FILTERS_CANNY_THRESHOLDS_H_

#include "filters/canny.h"
#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

struct CannyThresholds {
  float low = 0.0f;
  float high = 0.0f;
};

// `high` is the gradient magnitude that 93 of 100 pixels do not exceed, at least 0.02; `low` is
// 0.4 of it. A percentile of the magnitudes and the factor 0.4 are the rule of MATLAB's edge() too,
// but that takes 70 of 100 pixels (PercentOfPixelsNotEdges = 0.7, ThresholdRatio = 0.4), which
// marks too much: on every second picture of bench/bsds, at a sigma of 2.4, F was 0.57 with 70,
// 0.61 with 80, 0.64 with 90, 0.65 with 93 and 0.62 with 96 of 100; at 1.4, 0.61 with 93 and 0.63
// with 96. The floor keeps the noise of an empty picture from becoming edges.
Result<CannyThresholds> ChooseCannyThresholds(const Frame& frame, const CannyOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_THRESHOLDS_H_
