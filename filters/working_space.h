// The space that linear filters work in: colours weighted by alpha, and linear light if asked for.
#ifndef SLUICE_FILTERS_WORKING_SPACE_H_
#define SLUICE_FILTERS_WORKING_SPACE_H_

#include <cstddef>
#include <memory>

#include "lib/row_filter.h"

namespace sluice {

struct WorkingSpace {
  // Colours times alpha, where the picture has alpha: a transparent pixel's colour has no weight.
  bool premultiply = false;
  // The sRGB curve is undone: samples in proportion to light. Alpha is not touched by it.
  bool linear_light = false;
};

// Any picture to f32 in the working space, fractions of full scale.
std::unique_ptr<RowFilter> MakeToWorking(const WorkingSpace& space);

// An f32 picture in the working space back to samples of type `to`: saturated and rounded once.
// Where alpha is not above 0 the colour becomes 0.
std::unique_ptr<RowFilter> MakeFromWorking(const WorkingSpace& space, DType to);

// The sRGB curve and its inverse (IEC 61966-2-1), for each of `count` fractions of full scale;
// mirrored below 0, continued above 1. Relative error below 1e-6. Reads and writes whole vectors:
// both rows are padded. May work in place.
void SrgbToLinear(const float* in, size_t count, float* out);
void LinearToSrgb(const float* in, size_t count, float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_WORKING_SPACE_H_
