#include "lib/row_reader.h"

#include <algorithm>
#include <cstring>
#include <utility>
#include <vector>

#include "lib/parallel.h"
#include "lib/row_window.h"

namespace sluice {
namespace {

int strip_rows_for_tests = 0;

// The output rows that are computed at a time, in bytes of one input and one output row.
constexpr int64_t kStripBytes = int64_t{1} << 20;

// Computing fewer bytes of rows than this costs less than handing them to another thread.
constexpr size_t kThreadBytes = size_t{32} << 10;

class FrameRows : public RowReader {
 public:
  explicit FrameRows(Frame frame) : frame_(std::move(frame)) { info_ = frame_.info(); }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    const size_t bytes = size_t(info_.row_samples()) * SampleSize(info_.dtype);
    for (int64_t i = 0; i < count; ++i) {
      std::memcpy(data + size_t(i) * stride, frame_.RowBytes(next_++), bytes);
    }
    return Status::Ok();
  }

 private:
  Frame frame_;
  int64_t next_ = 0;
};

// Output rows of a row function over another reader's rows. Keeps input rows [ring_begin_,
// ring_end_) of the current slice; row y lies at ring position y % ring_rows_.
class FilteredRows : public RowReader {
 public:
  FilteredRows(std::unique_ptr<RowReader> upstream, RowFilter& filter, const PictureInfo& in,
               FrameInfo out_info, const PictureInfo& out)
      : upstream_(std::move(upstream)),
        filter_(filter),
        in_(in),
        out_(out),
        space_(in, filter.border()),
        in_stride_(RowStride(size_t(in.row_samples()), SampleSize(in.dtype))),
        keep_all_(filter.border().mode == BorderMode::kWrap) {
    info_ = std::move(out_info);
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    while (count > 0) {
      const int left_in_slice = out_.height - y_;
      const int rows =
          static_cast<int>(std::min<int64_t>({count, left_in_slice, int64_t{StripRows(stride)}}));
      SLUICE_RETURN_IF_ERROR(ReadStrip({y_, y_ + rows}, data, stride));
      data += size_t(rows) * stride;
      count -= rows;
      y_ += rows;
      if (y_ == out_.height) SLUICE_RETURN_IF_ERROR(EndSlice());
    }
    return Status::Ok();
  }

 private:
  int StripRows(size_t out_stride) const {
    if (strip_rows_for_tests > 0) return strip_rows_for_tests;
    const auto row_bytes = static_cast<int64_t>(in_stride_ + out_stride);
    const auto rows = static_cast<int>(std::max<int64_t>(1, kStripBytes / row_bytes));
    return std::max({rows, 2 * Threads() * filter_.MinBandRows(), 8});
  }

  // The rows that are worth a thread of their own: tiny pictures start none.
  int BandRowsForThreads(size_t out_stride) const {
    if (strip_rows_for_tests > 0) return 1;
    return static_cast<int>(kThreadBytes / (in_stride_ + out_stride) + 1);
  }

  Status ReadStrip(RowRange range, std::byte* data, size_t stride) {
    const RowRange needed = filter_.InputRows(range);
    const RowRange real = space_.RealRows(needed);
    if (real.size() > 0) SLUICE_RETURN_IF_ERROR(Fill(real));
    const int share = (range.size() + Threads() - 1) / Threads();
    const int band = std::max({filter_.MinBandRows(), share, BandRowsForThreads(stride)});
    ParallelFor(range.size(), band, [&](int64_t begin, int64_t end) {
      const RowRange rows{range.begin + static_cast<int>(begin),
                          range.begin + static_cast<int>(end)};
      const RowRange window = filter_.InputRows(rows);
      const std::vector<const std::byte*> pointers =
          space_.Window(window, [&](int y) { return RingRow(y); });
      filter_.Rows(RowWindow(pointers.data(), window.begin), rows,
                   RowBand(data + size_t(begin) * stride, stride, rows.begin));
    });
    return Status::Ok();
  }

  std::byte* RingRow(int y) { return ring_.data() + size_t(y % ring_rows_) * in_stride_; }

  // Makes the ring hold at least the rows `real` and forgets those before them.
  Status Fill(RowRange real) {
    const int keep_begin = keep_all_ ? 0 : std::max(ring_begin_, std::min(real.begin, ring_end_));
    const int capacity = std::max(real.end, ring_end_) - keep_begin;
    if (capacity > ring_rows_) SLUICE_RETURN_IF_ERROR(GrowRing(keep_begin, capacity));
    ring_begin_ = keep_begin;
    while (!keep_all_ && ring_end_ < real.begin) {  // rows that no output row needs
      SLUICE_RETURN_IF_ERROR(ReadUpstream(1));
      ring_begin_ = ring_end_;
    }
    while (ring_end_ < real.end) {
      const int position = ring_end_ % ring_rows_;
      SLUICE_RETURN_IF_ERROR(ReadUpstream(std::min(real.end - ring_end_, ring_rows_ - position)));
    }
    return Status::Ok();
  }

  Status ReadUpstream(int count) {
    SLUICE_RETURN_IF_ERROR(upstream_->Read(count, RingRow(ring_end_), in_stride_));
    ring_end_ += count;
    return Status::Ok();
  }

  Status GrowRing(int keep_begin, int rows) {
    SLUICE_ASSIGN_OR_RETURN(Buffer bigger, Buffer::Allocate(size_t(rows) * in_stride_));
    for (int y = keep_begin; y < ring_end_; ++y) {
      std::memcpy(bigger.data() + size_t(y % rows) * in_stride_, RingRow(y), in_stride_);
    }
    ring_ = std::move(bigger);
    ring_rows_ = rows;
    return Status::Ok();
  }

  // Reads what the filter left unread, so that the next slice and the trailer come next.
  Status EndSlice() {
    if (ring_rows_ == 0) SLUICE_RETURN_IF_ERROR(GrowRing(0, 1));
    while (ring_end_ < in_.height) {
      SLUICE_RETURN_IF_ERROR(ReadUpstream(1));
    }
    y_ = ring_begin_ = ring_end_ = 0;
    return Status::Ok();
  }

  std::unique_ptr<RowReader> upstream_;
  RowFilter& filter_;
  PictureInfo in_;
  PictureInfo out_;
  RowSpace space_;
  size_t in_stride_;
  bool keep_all_;  // with wrap, the last rows need the first ones
  Buffer ring_;
  int ring_rows_ = 0;
  int ring_begin_ = 0;
  int ring_end_ = 0;
  int y_ = 0;  // next output row of the slice
};

class RowStage : public Stage {
 public:
  explicit RowStage(std::unique_ptr<RowFilter> filter) : filter_(std::move(filter)) {}
  Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> upstream) override {
    FrameInfo info = upstream->info();
    const bool volume = info.axes == "dhwc";
    if (!info.is_picture() && !volume) {
      return Status::Failed("expects a picture, got a " + info.Describe(),
                            "--axes says how an array's dimensions are meant");
    }
    PictureInfo in;
    if (volume) {
      FrameInfo slice = info;
      slice.shape.erase(slice.shape.begin());
      slice.axes = "hwc";
      in = slice.picture();
    } else {
      in = info.picture();
    }
    SLUICE_ASSIGN_OR_RETURN(const PictureInfo out, filter_->Prepare(in));
    const int64_t slices = volume ? info.shape[0] : 1;
    info.set_picture(out);
    if (volume) {
      info.shape.insert(info.shape.begin(), slices);
      info.axes = "dhwc";
    }
    const std::string remark = filter_->Remark();
    if (!remark.empty()) info.remark += (info.remark.empty() ? "" : "; ") + remark;
    return std::unique_ptr<RowReader>(
        std::make_unique<FilteredRows>(std::move(upstream), *filter_, in, std::move(info), out));
  }

 private:
  std::unique_ptr<RowFilter> filter_;
};

class FrameStage : public Stage {
 public:
  explicit FrameStage(std::unique_ptr<FrameFilter> filter) : filter_(std::move(filter)) {}
  Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> upstream) override {
    SLUICE_ASSIGN_OR_RETURN(Frame in, ReadFrame(*upstream));
    upstream.reset();
    SLUICE_ASSIGN_OR_RETURN(Frame out, filter_->Apply(std::move(in)));
    return MakeFrameReader(std::move(out));
  }

 private:
  std::unique_ptr<FrameFilter> filter_;
};

class RelabelledRows : public RowReader {
 public:
  RelabelledRows(std::unique_ptr<RowReader> rows, FrameInfo info) : rows_(std::move(rows)) {
    info_ = std::move(info);
  }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    return rows_->Read(count, data, stride);
  }

 private:
  std::unique_ptr<RowReader> rows_;
};

}  // namespace

std::unique_ptr<RowReader> MakeRelabelledReader(std::unique_ptr<RowReader> rows, FrameInfo info) {
  return std::make_unique<RelabelledRows>(std::move(rows), std::move(info));
}

Result<Frame> ReadFrame(RowReader& reader) {
  SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(reader.info()));
  SLUICE_RETURN_IF_ERROR(reader.Read(reader.info().row_count(), frame.RowBytes(0), frame.stride()));
  return frame;
}

std::unique_ptr<RowReader> MakeFrameReader(Frame frame) {
  return std::make_unique<FrameRows>(std::move(frame));
}

std::unique_ptr<Stage> MakeRowStage(std::unique_ptr<RowFilter> filter) {
  return std::make_unique<RowStage>(std::move(filter));
}

std::unique_ptr<Stage> MakeFrameStage(std::unique_ptr<FrameFilter> filter) {
  return std::make_unique<FrameStage>(std::move(filter));
}

void SetStripRows(int rows) { strip_rows_for_tests = rows; }

}  // namespace sluice
