// The two things we read from the TIFF structures inside JPEG segments and PNG chunks: EXIF's
// orientation and the index of a multi-picture file (CIPA DC-007, "MPF"). Hostile bytes are
// harmless: whatever lies outside the segment or has an unexpected type counts as absent.
#ifndef SLUICE_LIB_CODECS_EXIF_H_
#define SLUICE_LIB_CODECS_EXIF_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice {

// The orientation, 1 to 8, that `tiff` (an EXIF segment after its name, or an eXIf chunk) gives the
// picture; 1 when it says nothing usable.
int ExifOrientation(std::span<const std::byte> tiff);

// An image of a multi-picture file, by its place in the stream.
struct EmbeddedImage {
  uint64_t begin = 0;
  uint64_t size = 0;
};

// The images after the first of a multi-picture file, ordered by their places. `tiff` is the MPF
// segment after its name, which lies at `position` in the stream: offsets count from there.
std::vector<EmbeddedImage> MpfImages(std::span<const std::byte> tiff, uint64_t position);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_EXIF_H_
