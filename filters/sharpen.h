// Sharpening by unsharp masking.
#ifndef SLUICE_FILTERS_SHARPEN_H_
#define SLUICE_FILTERS_SHARPEN_H_

#include <memory>

#include "lib/border.h"
#include "lib/row_filter.h"

namespace sluice {

struct SharpenOptions {
  double sigma = 1.0;      // of the Gaussian, in pixels
  float amount = 1.0f;     // how much of the difference is added
  float threshold = 0.0f;  // differences below it are left alone; a fraction of full scale
  Border border;
};

// out = in + amount * (in - blurred), each channel by itself, where in and blurred differ by at
// least the threshold, otherwise in. Computed in f32 from the unrounded blur; the sample type is
// kept, u8 and u16 saturate and round half to even. Prepare refuses what MakeGaussian refuses, and
// amounts and thresholds that are not finite.
std::unique_ptr<RowFilter> MakeSharpen(const SharpenOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_SHARPEN_H_
