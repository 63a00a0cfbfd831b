// Threshold: every sample becomes 0 or full scale.
#ifndef SLUICE_FILTERS_THRESHOLD_H_
#define SLUICE_FILTERS_THRESHOLD_H_

#include <memory>

#include "lib/row_filter.h"

namespace sluice {

struct ThresholdOptions {
  float at = 0.5f;      // fraction of full scale
  bool invert = false;  // full scale where the sample is not above the threshold
};

// Samples above `at` become full scale, the others 0, each channel by itself; the sample type is
// kept. A NaN is not above anything. No neighbourhood, so no border.
std::unique_ptr<RowFilter> MakeThreshold(const ThresholdOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_THRESHOLD_H_
