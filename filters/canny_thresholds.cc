#include "filters/canny_thresholds.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "filters/canny_candidates.h"
#include "lib/image.h"

namespace sluice {
namespace {

constexpr double kNotEdges = 0.93;  // the share of pixels
constexpr float kFloor = 0.02f;
constexpr float kLowOfHigh = 0.4f;

// The rows of a frame that is still needed afterwards.
class LentRows : public RowReader {
 public:
  explicit LentRows(const Frame& frame) : frame_(frame) { info_ = frame.info(); }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    const size_t bytes = static_cast<size_t>(info_.row_samples()) * SampleSize(info_.dtype);
    for (int64_t i = 0; i < count; ++i) {
      std::memcpy(data + static_cast<size_t>(i) * stride, frame_.RowBytes(next_++), bytes);
    }
    return Status::Ok();
  }

 private:
  const Frame& frame_;
  int64_t next_ = 0;
};

}  // namespace

Result<CannyThresholds> ChooseCannyThresholds(const Frame& frame, const CannyOptions& options) {
  const std::unique_ptr<Stage> stage = MakeRowStage(MakeCannyMagnitude(options));
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<RowReader> magnitudes,
                          stage->Connect(std::make_unique<LentRows>(frame)));
  const int64_t rows = magnitudes->info().row_count();
  const int64_t width = magnitudes->info().row_samples();
  constexpr int64_t kRowsAtATime = 64;
  SLUICE_ASSIGN_OR_RETURN(
      Image<uint16_t> strip,
      Image<uint16_t>::Create(static_cast<int>(width),
                              static_cast<int>(std::min(rows, kRowsAtATime)), 1));
  std::vector<int64_t> counts(65536);
  for (int64_t y = 0; y < rows; y += kRowsAtATime) {
    const int64_t count = std::min(kRowsAtATime, rows - y);
    SLUICE_RETURN_IF_ERROR(
        magnitudes->Read(count, reinterpret_cast<std::byte*>(strip.Row(0)), strip.stride()));
    for (int64_t i = 0; i < count; ++i) {
      const uint16_t* row = strip.Row(static_cast<int>(i));
      for (int64_t x = 0; x < width; ++x) ++counts[row[x]];
    }
  }
  const auto enough = static_cast<int64_t>(kNotEdges * static_cast<double>(rows * width));
  size_t level = 0;
  for (int64_t seen = counts[0]; seen < enough;) seen += counts[++level];
  const float high = std::max(kFloor, static_cast<float>(level) / 65535.0f);
  return CannyThresholds{kLowOfHigh * high, high};
}

}  // namespace sluice
