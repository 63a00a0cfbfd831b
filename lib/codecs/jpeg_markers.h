// What a JPEG's application segments say: EXIF orientation, ICC profile, further images (MPF).
#ifndef SLUICE_LIB_CODECS_JPEG_MARKERS_H_
#define SLUICE_LIB_CODECS_JPEG_MARKERS_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "lib/codecs/exif.h"

namespace sluice {

// Collects APP1 and APP2 segments. All of it comes from the file: every offset is checked, and
// whatever is malformed counts as absent.
class JpegMarkers {
 public:
  // Takes the payload of segment APP1 or APP2, which began at `position` in the stream.
  void Add(int app, std::span<const std::byte> payload, uint64_t position);

  // 1 to 8; 1, upright, unless the first EXIF segment says otherwise.
  int orientation() const { return orientation_; }
  // The profile put together from its segments; empty when there is none or a part is missing.
  std::string IccProfile() const;
  // The images after the first that the MPF index announces (previews, gain maps, the other eye),
  // in the order of their places.
  const std::vector<EmbeddedImage>& embedded() const { return embedded_; }

 private:
  void AddIccPart(std::span<const std::byte> part);

  bool has_exif_ = false;
  int orientation_ = 1;
  std::vector<std::string> icc_parts_;  // by their number, from 1
  bool icc_broken_ = false;
  std::vector<EmbeddedImage> embedded_;
};

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_JPEG_MARKERS_H_
