#include "filters/resize.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "filters/finish_row.h"
#include "filters/resize_columns.h"
#include "filters/resize_weights.h"
#include "filters/transpose.h"
#include "filters/weighted_sum.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Copies pixels of kBytes bytes (0: of `bytes`), the i-th of them from column columns[i].
template <size_t kBytes>
void CopyColumns(const std::byte* from, const std::vector<int>& columns, size_t bytes,
                 std::byte* to) {
  const size_t pixel = kBytes == 0 ? bytes : kBytes;
  for (const int x : columns) {
    std::memcpy(to, from + size_t(x) * pixel, pixel);
    to += pixel;
  }
}

void CopyColumns(const std::byte* from, const std::vector<int>& columns, size_t bytes,
                 std::byte* to) {
  switch (bytes) {  // of gray, RGB and RGBA: a move or two each
    case 1:
      return CopyColumns<1>(from, columns, bytes, to);
    case 2:
      return CopyColumns<2>(from, columns, bytes, to);
    case 3:
      return CopyColumns<3>(from, columns, bytes, to);
    case 4:
      return CopyColumns<4>(from, columns, bytes, to);
    case 6:
      return CopyColumns<6>(from, columns, bytes, to);
    case 8:
      return CopyColumns<8>(from, columns, bytes, to);
    case 12:
      return CopyColumns<12>(from, columns, bytes, to);
    default:
      return CopyColumns<0>(from, columns, bytes, to);
  }
}

Result<PictureInfo> Resized(const PictureInfo& in, const ResizeOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(
      const ResizedSize size,
      SizeAfterResize(options.target, in.width, in.height, in.channels, options.limits));
  PictureInfo out = in;
  out.width = size.width;
  out.height = size.height;
  return out;
}

class NearestResize : public RowFilter {
 public:
  explicit NearestResize(const ResizeOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    in_ = in;
    SLUICE_ASSIGN_OR_RETURN(out_, Resized(in, options_));
    columns_.resize(size_t(out_.width));
    for (int x = 0; x < out_.width; ++x) {
      columns_[size_t(x)] = NearestSample(x, in_.width, out_.width);
    }
    return out_;
  }

  RowRange InputRows(RowRange out) const override { return {Row(out.begin), Row(out.end - 1) + 1}; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const size_t row_bytes = size_t(out_.row_samples()) * SampleSize(out_.dtype);
    for (int y = out.begin; y < out.end; ++y) {
      if (y > out.begin && Row(y) == Row(y - 1)) {
        std::memcpy(band.Row<std::byte>(y), band.Row<std::byte>(y - 1), row_bytes);
        continue;
      }
      CopyColumns(in.Row<std::byte>(Row(y)), columns_, size_t(in_.channels) * SampleSize(in_.dtype),
                  band.Row<std::byte>(y));
    }
  }

 private:
  int Row(int y) const { return NearestSample(y, in_.height, out_.height); }

  ResizeOptions options_;
  PictureInfo in_;
  PictureInfo out_;
  std::vector<int> columns_;  // of the input, for each of the output
};

// For kGroup output rows at a time, and a stretch of columns that stays in L2: the vertical
// pass along rows, a transposition, the horizontal pass with a row in each lane, and back.
class Resize : public RowFilter {
 public:
  explicit Resize(const ResizeOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    in_ = in;
    SLUICE_ASSIGN_OR_RETURN(out_, Resized(in, options_));
    SLUICE_ASSIGN_OR_RETURN(columns_, ResizeWeights::Create(in.width, out_.width, options_.filter));
    SLUICE_ASSIGN_OR_RETURN(rows_, ResizeWeights::Create(in.height, out_.height, options_.filter));
    MakeStretches();
    return out_;
  }

  RowRange InputRows(RowRange out) const override {
    return {rows_.begin(out.begin), rows_.end(out.end - 1)};
  }

  // The horizontal pass costs as much for one row as for kGroup. When a picture shrinks much,
  // that is little beside the vertical pass, and few rows keep the window small.
  int MinBandRows() const override {
    return static_cast<int>(
        std::clamp<int64_t>(2 * kGroup * int64_t{out_.height} / in_.height, 1, kGroup));
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(in_.dtype, [&](auto zero) {
      using T = decltype(zero);
      Scratch<float> rows(kGroup * stride_);
      Scratch<float> groups(kGroup * stride_);
      Scratch<float> resized(kGroup * stride_);
      std::vector<const T*> taps(size_t(rows_.max_count()));
      for (int y = out.begin; y < out.end; y += kGroup) {
        const RowRange made{y, std::min(y + kGroup, out.end)};
        for (const auto& [begin, end] : stretches_) {
          const size_t first = FirstSample(begin);
          const size_t samples = size_t(columns_.end(end - 1)) * size_t(in_.channels) - first;
          const size_t before = size_t(columns_.begin(begin)) * size_t(in_.channels) - first;
          for (int i = 0; i < made.size(); ++i) {
            const int count = rows_.count(y + i);
            for (int k = 0; k < count; ++k) {
              taps[size_t(k)] = in.Row<T>(rows_.begin(y + i) + k) + first;
            }
            WeightedSum(taps.data(), rows_.weights(y + i), count, samples,
                        rows.data() + size_t(i) * stride_);
          }
          RowsToGroups(rows.data(), stride_, samples, groups.data());
          ResizeGroups(groups.data() + before * kGroup, columns_, in_.channels, begin, end,
                       resized.data());
          const size_t out_first = size_t(begin) * size_t(in_.channels);
          const size_t out_samples = size_t(end - begin) * size_t(in_.channels);
          GroupsToRows(resized.data(), out_samples, stride_, rows.data());
          for (int i = 0; i < made.size(); ++i) {
            FinishRow(rows.data() + size_t(i) * stride_, out_samples, 1.0f, 0.0f,
                      band.Row<T>(y + i) + out_first);
          }
        }
      }
    });
  }

 private:
  // Stretches begin at multiples of as many pixels, and input is read from multiples of as many
  // samples on, so that whole vectors stay within a row's padding.
  static constexpr int kAligned = 64;
  // Input samples of a stretch: kGroup rows of them in f32, twice, stay in L2.
  static constexpr size_t kStretch = 2048;

  // Where the samples that output pixel x begins with are read from.
  size_t FirstSample(int x) const {
    return size_t(columns_.begin(x)) * size_t(in_.channels) / kAligned * kAligned;
  }

  void MakeStretches() {
    const auto channels = size_t(in_.channels);
    const auto samples = [&](int begin, int end) {
      return std::max(size_t(columns_.end(end - 1)) * channels - FirstSample(begin),
                      size_t(end - begin) * channels);
    };
    stretches_.clear();
    size_t longest = 0;
    for (int begin = 0; begin < out_.width;) {
      const auto next = [&](int end) {
        return static_cast<int>(std::min<int64_t>(int64_t{end} + kAligned, out_.width));
      };
      int end = next(begin);
      while (end < out_.width && samples(begin, next(end)) <= kStretch) end = next(end);
      stretches_.emplace_back(begin, end);
      longest = std::max(longest, samples(begin, end));
      begin = end;
    }
    // Whole vectors fit, and the rows of a group don't share cache sets.
    stride_ = (longest + kAligned) / kAligned * kAligned + kGroup;
  }

  ResizeOptions options_;
  PictureInfo in_;
  PictureInfo out_;
  ResizeWeights columns_;
  ResizeWeights rows_;
  std::vector<std::pair<int, int>> stretches_;  // of output pixels
  size_t stride_ = 0;                           // samples from one row of a stretch to the next
};

}  // namespace

Result<ResizedSize> SizeAfterResize(const ResizeTarget& target, int width, int height, int channels,
                                    const Limits& limits) {
  double x = target.width;
  double y = target.height;
  if (target.factor > 0) {
    x = width * target.factor;
    y = height * target.factor;
  } else if (target.fit && x > 0 && y > 0) {
    const double factor = std::min(x / width, y / height);
    x = width * factor;
    y = height * factor;
  } else if (x <= 0 && y <= 0) {
    return Status::Usage("resizing needs a size");
  } else if (x <= 0) {
    x = y * width / height;
  } else if (y <= 0) {
    y = x * height / width;
  }
  x = std::max(1.0, std::round(x));
  y = std::max(1.0, std::round(y));
  constexpr double kMost = 1e15;  // far above any limit, far below where a cast is undefined
  SLUICE_RETURN_IF_ERROR(CheckSize(static_cast<uint64_t>(std::min(x, kMost)),
                                   static_cast<uint64_t>(std::min(y, kMost)),
                                   static_cast<uint64_t>(channels), limits));
  return ResizedSize{static_cast<int>(x), static_cast<int>(y)};
}

std::unique_ptr<RowFilter> MakeResize(const ResizeOptions& options) {
  if (options.filter == ResizeFilter::kNearest) return std::make_unique<NearestResize>(options);
  return std::make_unique<Resize>(options);
}

}  // namespace sluice
