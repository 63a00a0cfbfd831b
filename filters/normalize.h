// Stretching a picture's range of values.
#ifndef SLUICE_FILTERS_NORMALIZE_H_
#define SLUICE_FILTERS_NORMALIZE_H_

#include <cstdint>
#include <memory>

#include "lib/row_filter.h"

namespace sluice {

struct NormalizeOptions {
  enum class By : uint8_t { kRange, kMoments };
  By by = By::kRange;
  // kRange: the values below which so many percent of the samples lie become 0 and full scale. 0
  // and 100: the least and the greatest sample.
  double low_percent = 0;
  double high_percent = 100;
  // kMoments: the mean and the standard deviation of the result, fractions of full scale.
  double mean = 0.5;
  double deviation = 0.2;
  // Each channel by itself, instead of all colours alike.
  bool per_channel = false;
};

// A linear change of the samples, found from each whole picture (or other array). Only finite
// samples count and change; alpha is left alone, and so is a picture whose samples are all alike.
// The sample type is kept: u8 and u16 saturate and round half to even, f32 is not limited. Fails
// (Usage) when the percentages are not 0 <= low < high <= 100 or the deviation is not above 0.
std::unique_ptr<FrameFilter> MakeNormalize(const NormalizeOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_NORMALIZE_H_
