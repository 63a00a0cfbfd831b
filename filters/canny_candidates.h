// The streaming part of the Canny edge detector: all but the hysteresis.
#ifndef SLUICE_FILTERS_CANNY_CANDIDATES_H_
#define SLUICE_FILTERS_CANNY_CANDIDATES_H_

#include <memory>

#include "filters/canny.h"
#include "lib/row_filter.h"

namespace sluice {

// Marks the gradient's maxima: a row of the result is one row of EdgeBits (filters/hysteresis.h) as
// u8 samples, EdgeBits::WordsFor(width) * 16 of them. Prepare refuses options outside their ranges.
std::unique_ptr<RowFilter> MakeCannyCandidates(const CannyOptions& options);

// The gradient's magnitude, one channel of u16: full scale where it is 1 (the step of an ideal edge
// of full contrast) or more.
std::unique_ptr<RowFilter> MakeCannyMagnitude(const CannyOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_CANDIDATES_H_
