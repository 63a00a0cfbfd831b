#include "lib/row_filter.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string>
#include <type_traits>
#include <vector>

#include "lib/parallel.h"
#include "lib/row_window.h"

namespace sluice {
namespace {

// The working set of a band that should stay in a core's L2 cache, in bytes.
constexpr size_t kBandBytes = size_t{512} << 10;

// Rows of a band: few enough for L2, many enough to make starting the band cheap, and not so many
// that a thread goes without.
int BandRows(const RowFilter& filter, int height, size_t row_bytes) {
  const RowRange window = filter.InputRows({height / 2, height / 2 + 1});
  const int for_cache = static_cast<int>(std::min<size_t>(kBandBytes / (row_bytes + 1), 1 << 20));
  const int rows = std::max({8, filter.MinBandRows(), for_cache - window.size()});
  const int share = (height + Threads() - 1) / Threads();
  return std::max(std::min(filter.MinBandRows(), height), std::min(rows, share));
}

}  // namespace

Status FilterFrameInto(RowFilter& filter, const Frame& in, Frame* out_frame) {
  const PictureInfo picture = in.info().picture();
  SLUICE_ASSIGN_OR_RETURN(const PictureInfo result, filter.Prepare(picture));
  FrameInfo info = in.info();
  info.set_picture(result);
  Frame& out = *out_frame;
  if (out.info().shape == info.shape && out.info().dtype == info.dtype) {
    out.info() = std::move(info);
  } else {
    SLUICE_ASSIGN_OR_RETURN(out, Frame::Create(std::move(info)));
  }
  const RowSpace space(picture, filter.border());
  const auto row_at = [&](int y) { return in.RowBytes(y); };
  const int band = BandRows(filter, result.height, std::max(in.stride(), out.stride()));
  ParallelFor(result.height, band, [&](int64_t begin, int64_t end) {
    const RowRange range{static_cast<int>(begin), static_cast<int>(end)};
    const RowRange needed = filter.InputRows(range);
    const std::vector<const std::byte*> rows = space.Window(needed, row_at);
    filter.Rows(RowWindow(rows.data(), needed.begin), range,
                RowBand(out.RowBytes(begin), out.stride(), range.begin));
  });
  return Status::Ok();
}

Result<Frame> FilterFrame(RowFilter& filter, const Frame& in) {
  Frame out;
  SLUICE_RETURN_IF_ERROR(FilterFrameInto(filter, in, &out));
  return out;
}

template <class U, class T>
Result<Image<U>> FilterImage(RowFilter& filter, ImageView<const T> in) {
  // A frame that owns a copy of the rows: a view's rows need not be aligned and padded.
  SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(FrameInfo::Picture(
                                           in.width(), in.height(), in.channels(), kDTypeOf<T>)));
  for (int y = 0; y < in.height(); ++y) {
    std::memcpy(frame.RowBytes(y), in.Row(y), in.row_samples() * sizeof(T));
  }
  SLUICE_ASSIGN_OR_RETURN(Frame out, FilterFrame(filter, frame));
  const PictureInfo result = out.info().picture();
  if (result.dtype != kDTypeOf<U>) {
    return Status::Usage(std::string("this filter makes ") + DTypeName(result.dtype) +
                         " samples, not " + DTypeName(kDTypeOf<U>));
  }
  const size_t stride = out.stride();
  return Image<U>(std::move(out).ReleaseBuffer(), result.width, result.height, result.channels,
                  stride);
}

#define SLUICE_FILTER_IMAGE(U, T) \
  template Result<Image<U>> FilterImage<U, T>(RowFilter&, ImageView<const T>)
SLUICE_FILTER_IMAGE(uint8_t, uint8_t);
SLUICE_FILTER_IMAGE(uint8_t, uint16_t);
SLUICE_FILTER_IMAGE(uint8_t, float);
SLUICE_FILTER_IMAGE(uint16_t, uint8_t);
SLUICE_FILTER_IMAGE(uint16_t, uint16_t);
SLUICE_FILTER_IMAGE(uint16_t, float);
SLUICE_FILTER_IMAGE(float, uint8_t);
SLUICE_FILTER_IMAGE(float, uint16_t);
SLUICE_FILTER_IMAGE(float, float);
#undef SLUICE_FILTER_IMAGE

}  // namespace sluice
