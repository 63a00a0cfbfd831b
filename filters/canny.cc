#include "filters/canny.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "filters/canny_candidates.h"
#include "filters/canny_thresholds.h"
#include "filters/hysteresis.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

EdgeBits BitsOf(Frame& candidates, int width) {
  const PictureInfo picture = candidates.info().picture();
  return {candidates.Row<uint64_t>(0), width, picture.height,
          candidates.stride() / sizeof(uint64_t)};
}

// What the edges of `in` are: u8 and one channel. A colour profile no longer applies.
FrameInfo EdgesInfo(FrameInfo in) {
  in.shape.back() = 1;
  in.dtype = DType::kU8;
  in.alpha = false;
  in.icc = nullptr;
  return in;
}

// Reads the candidates of a picture (of each slice of a volume in turn), links them, and gives the
// rows of edges.
class EdgeRows : public RowReader {
 public:
  EdgeRows(std::unique_ptr<RowReader> candidates, FrameInfo info)
      : candidates_(std::move(candidates)) {
    info_ = std::move(info);
    const size_t rank = info_.shape.size();
    height_ = static_cast<int>(info_.shape[rank - 3]);
    width_ = static_cast<int>(info_.shape[rank - 2]);
  }

  Status Read(int64_t count, std::byte* data, size_t stride) override {
    for (int64_t i = 0; i < count; ++i) {
      if (next_ == 0) SLUICE_RETURN_IF_ERROR(LinkSlice());
      ExpandBits(BitsOf(slice_, width_).Strong(next_), width_,
                 reinterpret_cast<uint8_t*>(data + static_cast<size_t>(i) * stride));
      next_ = (next_ + 1) % height_;
    }
    return Status::Ok();
  }

 private:
  Status LinkSlice() {
    const FrameInfo& all = candidates_->info();
    SLUICE_ASSIGN_OR_RETURN(
        slice_, Frame::Create(FrameInfo::Picture(static_cast<int>(all.row_samples()), height_, 1,
                                                 DType::kU8)));
    SLUICE_RETURN_IF_ERROR(candidates_->Read(height_, slice_.RowBytes(0), slice_.stride()));
    Hysteresis(BitsOf(slice_, width_));
    return Status::Ok();
  }

  std::unique_ptr<RowReader> candidates_;
  Frame slice_;
  int height_ = 0;
  int width_ = 0;
  int next_ = 0;  // row within the slice
};

// The options with the thresholds that fit the frame.
Result<CannyOptions> ForFrame(CannyOptions options, const Frame& frame) {
  if (options.automatic) {
    SLUICE_ASSIGN_OR_RETURN(const CannyThresholds chosen, ChooseCannyThresholds(frame, options));
    options.low = chosen.low;
    options.high = chosen.high;
  }
  return options;
}

class CannyStage : public Stage {
 public:
  explicit CannyStage(const CannyOptions& options) : options_(options) {}

  Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> upstream) override {
    FrameInfo info = EdgesInfo(upstream->info());
    CannyOptions options = options_;
    if (options_.automatic) {
      SLUICE_ASSIGN_OR_RETURN(Frame frame, ReadFrame(*upstream));
      SLUICE_ASSIGN_OR_RETURN(options, ForFrame(options_, frame));
      upstream = MakeFrameReader(std::move(frame));
    }
    candidates_ = MakeRowStage(MakeCannyCandidates(options));
    SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<RowReader> rows,
                            candidates_->Connect(std::move(upstream)));
    return std::unique_ptr<RowReader>(std::make_unique<EdgeRows>(std::move(rows), std::move(info)));
  }

 private:
  CannyOptions options_;
  std::unique_ptr<Stage> candidates_;
};

}  // namespace

std::unique_ptr<Stage> MakeCannyStage(const CannyOptions& options) {
  return std::make_unique<CannyStage>(options);
}

Result<Frame> Canny(const Frame& picture, const CannyOptions& options) {
  Frame edges;
  SLUICE_RETURN_IF_ERROR(CannyInto(picture, options, &edges));
  return edges;
}

Status CannyInto(const Frame& picture, const CannyOptions& options, Frame* edges) {
  SLUICE_ASSIGN_OR_RETURN(const CannyOptions fitted, ForFrame(options, picture));
  const std::unique_ptr<RowFilter> filter = MakeCannyCandidates(fitted);
  SLUICE_ASSIGN_OR_RETURN(Frame candidates, FilterFrame(*filter, picture));
  const PictureInfo in = picture.info().picture();
  const EdgeBits bits = BitsOf(candidates, in.width);
  Hysteresis(bits);
  FrameInfo info = EdgesInfo(picture.info());
  if (edges->info().shape == info.shape && edges->info().dtype == info.dtype) {
    edges->info() = std::move(info);
  } else {
    SLUICE_ASSIGN_OR_RETURN(*edges, Frame::Create(std::move(info)));
  }
  constexpr int64_t kRowsAtATime = 64;
  ParallelFor(in.height, kRowsAtATime, [&](int64_t begin, int64_t end) {
    for (int64_t y = begin; y < end; ++y) {
      ExpandBits(bits.Strong(static_cast<int>(y)), in.width, edges->Row<uint8_t>(y));
    }
  });
  return Status::Ok();
}

}  // namespace sluice
