// Random changes of training pictures that keep their class: more data out of what there is.
#ifndef SLUICE_NETS_AUGMENTATION_H_
#define SLUICE_NETS_AUGMENTATION_H_

#include <cstdint>
#include <vector>

#include "lib/random.h"
#include "nets/shape.h"

namespace sluice {

// All of these are off at first. Lengths are in pixels.
struct Augmentation {
  bool mirror = false;    // left and right swapped, half of the time
  double shift = 0;       // moved by up to this along each axis
  double zoom = 0;        // scaled by 1 / (1 + zoom) to 1 + zoom
  double rotate = 0;      // turned by up to this, in degrees (pictures only)
  double brightness = 0;  // up to this is added to all numbers, or taken away
  double contrast = 0;    // distances to the mean are scaled by 1 - contrast to 1 + contrast
  double colour = 0;  // standard deviation of what is added along the axes of colours' variation
  int cutout = 0;     // side of a square that becomes 0
  double noise = 0;   // standard deviation of normal noise
  double mixup = 0;   // examples are mixed in pairs, shares by Beta(mixup, mixup); see TrainNet

  bool any() const;  // but mixup, which is no matter of one example
};

// The principal axes of the colours of examples, each of the length of its standard deviation
// (channels x channels, row by row): what `colour` goes along (Krizhevsky et al., NIPS 2012).
std::vector<float> ColourAxes(const Shape& shape, const float* examples, int64_t count);

// Writes a changed copy of an example of up to two axes; where it comes to lie beyond its border,
// the border's numbers go on. The same random generator gives the same result on every machine.
// `colour_axes`: of ColourAxes, null if colours do not change.
void Augment(const Augmentation& augmentation, const Shape& shape, const float* colour_axes,
             Random& random, const float* from, float* to);

}  // namespace sluice

#endif  // SLUICE_NETS_AUGMENTATION_H_
