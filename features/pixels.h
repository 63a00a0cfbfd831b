// The pixels themselves as a feature vector.
#ifndef SLUICE_FEATURES_PIXELS_H_
#define SLUICE_FEATURES_PIXELS_H_

#include <memory>

#include "features/descriptor.h"

namespace sluice {

struct PixelsOptions {
  int width = 0;  // resize to this first; 0: as the picture is
  int height = 0;
  bool gray = false;  // luminance only
};

// All samples of a picture, row by row, channels last, as fractions of full scale.
std::unique_ptr<Descriptor> MakePixels(const PixelsOptions& options);

}  // namespace sluice

#endif  // SLUICE_FEATURES_PIXELS_H_
