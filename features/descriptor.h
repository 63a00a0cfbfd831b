// Descriptors: a picture in, one vector of f32 out.
#ifndef SLUICE_FEATURES_DESCRIPTOR_H_
#define SLUICE_FEATURES_DESCRIPTOR_H_

#include <cstdint>
#include <memory>

#include "lib/frame.h"
#include "lib/image.h"
#include "lib/row_filter.h"
#include "lib/status.h"

namespace sluice {

class Descriptor {
 public:
  virtual ~Descriptor() = default;
  // How many numbers describe a picture of this kind. Fails when the descriptor doesn't fit it.
  virtual Result<int64_t> Size(const PictureInfo& picture) const = 0;
  // Writes them. May run over threads; the result doesn't depend on them.
  virtual Status Describe(const Frame& picture, float* out) const = 0;
};

// The descriptor as a step of a pipe: the vector (axes n, f32) keeps the picture's attributes, such
// as its name and label. Fails for frames that are no pictures.
std::unique_ptr<FrameFilter> MakeDescriptorFilter(std::unique_ptr<Descriptor> descriptor);

// The luminance (ITU-R BT.601) of a picture as fractions of full scale, alpha ignored: what
// descriptors of gray pictures work on. The u8, u16 and f32 version of a picture give the same
// numbers.
Result<Image<float>> GrayPicture(const Frame& picture);

// Resizes a picture of f32 with a triangle filter, which never overshoots. Width 0 leaves it as it
// is.
Status ResizeTo(int width, int height, Frame* picture);

}  // namespace sluice

#endif  // SLUICE_FEATURES_DESCRIPTOR_H_
