// Otsu's threshold: the one that separates a picture's histogram best into dark and light.
#ifndef SLUICE_FILTERS_OTSU_H_
#define SLUICE_FILTERS_OTSU_H_

#include <memory>

#include "lib/row_filter.h"

namespace sluice {

// The threshold, as a fraction of full scale, that maximises the variance between the samples above
// it and those not above it (Otsu 1979), over all channels together; with ties the middle one. u8
// counts 256 levels, u16 65536, f32 256 equal steps from the least to the greatest finite sample.
// A constant picture gives its own value, so that nothing is above.
float OtsuThreshold(const Frame& picture);

// Thresholds every picture at its own Otsu threshold. Needs the whole picture.
std::unique_ptr<FrameFilter> MakeOtsu(bool invert);

}  // namespace sluice

#endif  // SLUICE_FILTERS_OTSU_H_
