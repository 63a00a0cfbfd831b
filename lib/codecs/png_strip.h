// Rows of samples as a piece of a PNG's compressed data.
#ifndef SLUICE_LIB_CODECS_PNG_STRIP_H_
#define SLUICE_LIB_CODECS_PNG_STRIP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/status.h"

namespace sluice {

// Consecutive rows of one picture.
struct PngRows {
  const std::byte* samples = nullptr;  // the row above the first, then the rows
  size_t stride = 0;
  int64_t count = 0;
  size_t row_bytes = 0;
  size_t sample_bytes = 1;  // 1 or 2
  size_t pixel_bytes = 1;
  bool last = false;  // these are the picture's last rows
};

// A piece of the DEFLATE stream that ends at a byte boundary and repeats nothing from before.
struct PngStrip {
  std::vector<uint8_t> compressed;
  uint64_t filtered_bytes = 0;  // that were compressed
  uint32_t adler = 1;           // their checksum
};

// Filters and compresses rows. `level` is 0 to 9:
//   0     stored as they are
//   1     each row with the best of the fast filters, then RunDeflate: fast, and good for photos
//   2-9   the shortest of that, the same with all filters and with none, and zlib at that level
// Fails when memory is short.
Status CompressPngStrip(const PngRows& rows, int level, PngStrip* strip);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_PNG_STRIP_H_
