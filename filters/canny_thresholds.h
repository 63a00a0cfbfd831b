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
// 0.4 of it. The rule is Canny's own (section 6 of his paper takes a percentile of the gradients),
// in the form that MATLAB's edge() made familiar; the percentage is the best one on the pictures of
// BSDS500. The floor keeps the noise of an empty picture from becoming edges.
Result<CannyThresholds> ChooseCannyThresholds(const Frame& frame, const CannyOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_THRESHOLDS_H_
