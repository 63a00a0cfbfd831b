#include "lib/codecs/raster.h"

#include <algorithm>
#include <cstring>
#include <string>

#include "lib/buffer.h"

namespace sluice {
namespace {

// Large enough for bands over many threads, small enough to stay in L2.
constexpr size_t kStripBytes = size_t{1} << 20;
constexpr int64_t kMinStripRows = 32;

}  // namespace

Status Raster::Read(std::span<std::byte> out) {
  SLUICE_ASSIGN_OR_RETURN(const size_t got, in_.Read(out));
  got_ += got;
  if (got == out.size()) return Status::Ok();
  if (!allow_truncated_) {
    return Status::Failed("truncated: wanted " + std::to_string(size_) + " bytes of samples, got " +
                              std::to_string(got_),
                          "--allow-truncated takes what is there");
  }
  std::memset(out.data() + got, 0, out.size() - got);
  return Status::Ok();
}

Status ForEachStrip(RowReader& frame, const std::function<Status(const Strip&)>& body) {
  const FrameInfo& info = frame.info();
  const size_t stride = RowStride(size_t(info.row_samples()), SampleSize(info.dtype));
  int64_t rows_left = info.row_count();
  if (rows_left == 0) return Status::Ok();
  const int64_t strip_rows =
      std::min(rows_left, std::max(kMinStripRows, int64_t(kStripBytes / stride)));
  SLUICE_ASSIGN_OR_RETURN(Buffer buffer, Buffer::Allocate(size_t(strip_rows) * stride));
  while (rows_left > 0) {
    const Strip strip{buffer.data(), std::min(rows_left, strip_rows), stride};
    SLUICE_RETURN_IF_ERROR(frame.Read(strip.rows, strip.data, stride));
    SLUICE_RETURN_IF_ERROR(body(strip));
    rows_left -= strip.rows;
  }
  return Status::Ok();
}

}  // namespace sluice
