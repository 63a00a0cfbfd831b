// What codecs share: the samples behind a header, and a frame's rows strip by strip.
#ifndef SLUICE_LIB_CODECS_RASTER_H_
#define SLUICE_LIB_CODECS_RASTER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "lib/byte_io.h"
#include "lib/row_reader.h"
#include "lib/status.h"

namespace sluice {

// The uncompressed samples of a frame, `size` bytes. Knows how many have come, so that a truncated
// frame can say so.
class Raster {
 public:
  Raster(ByteReader& in, uint64_t size, bool allow_truncated)
      : in_(in), size_(size), allow_truncated_(allow_truncated) {}
  // Fills `out` with the next bytes; with zeros behind the end of a truncated stream, if allowed.
  Status Read(std::span<std::byte> out);

 private:
  ByteReader& in_;
  uint64_t size_;
  uint64_t got_ = 0;
  bool allow_truncated_;
};

// Rows that came from a RowReader, `stride` bytes apart, aligned and padded; the callee may change
// them.
struct Strip {
  std::byte* data;
  int64_t rows;
  size_t stride;
  std::byte* Row(int64_t row) const { return data + static_cast<size_t>(row) * stride; }
};

// Pulls all rows of the frame, about a MiB at a time, and passes them on.
Status ForEachStrip(RowReader& frame, const std::function<Status(const Strip&)>& body);

}  // namespace sluice

#endif  // SLUICE_LIB_CODECS_RASTER_H_
