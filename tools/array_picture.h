// Arrays as pictures: pictures as they are, signals as curves, volumes slice by slice, vectors in
// rows.
#ifndef SLUICE_TOOLS_ARRAY_PICTURE_H_
#define SLUICE_TOOLS_ARRAY_PICTURE_H_

#include <vector>

#include "lib/frame.h"
#include "lib/status.h"
#include "nets/shape.h"

namespace sluice {

// How numbers become 0 (black, the foot of a curve) to 1 (white, its top):
// from -m to m, where m is the greatest magnitude: gray is 0;
void ScaleAroundZero(std::vector<float>* numbers);
// from 0 to the greatest; around zero if any is below 0;
void ScaleFromZero(std::vector<float>* numbers);
// from the least to the greatest, unless all are within 0 and 1 already.
void ScaleToRange(std::vector<float>* numbers);

// Numbers from 0 to 1 for display, u8 RGB, with pixels repeated as often as the longer side stays
// within `side`. Three channels are red, green and blue; of other numbers of channels each place
// has the mean, a signal a curve for each.
Result<Frame> DrawArray(const Shape& shape, const std::vector<float>& numbers, int side);

// Heat over a picture, from blue for -1 through nothing to red for 1: `heat` has a number for each
// place.
Result<Frame> DrawHeat(const Shape& shape, const std::vector<float>& numbers,
                       const std::vector<float>& heat, int side);

}  // namespace sluice

#endif  // SLUICE_TOOLS_ARRAY_PICTURE_H_
