#include "filters/canny_candidates.h"

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "filters/canny_maxima.h"
#include "filters/canny_rows.h"
#include "filters/canny_smoothing.h"
#include "filters/hysteresis.h"

namespace sluice {
namespace {

Status CheckOptions(const CannyOptions& options) {
  if (!(options.sigma >= 0.0f && options.sigma <= CannyOptions::kMaxSigma)) {
    return Status::Usage("sigma must be between 0 and 1000 pixels");
  }
  if (!(options.low >= 0.0f)) return Status::Usage("the low threshold must be 0 or more");
  if (!(options.low <= options.high)) {
    return Status::Usage("the low threshold must not be above the high one");
  }
  return Status::Ok();
}

// The gradient that CannyRows find at an ideal step edge from 0 to full scale.
double FullStep(const CannySmoothing& smoothing) { return 255.0 * double{smoothing.step()}; }

class CannyCandidates : public RowFilter {
 public:
  explicit CannyCandidates(const CannyOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_RETURN_IF_ERROR(CheckOptions(options_));
    picture_ = {in, options_.border, MakeCannySmoothing(double{options_.sigma})};
    const double unit = FullStep(picture_.smoothing);
    low_ = static_cast<float>(std::pow(double{options_.low} * unit, 2));
    high_ = static_cast<float>(std::pow(double{options_.high} * unit, 2));
    PictureInfo out = in;
    out.width = static_cast<int>(EdgeBits::WordsFor(in.width) * 16);
    out.channels = 1;
    out.dtype = DType::kU8;
    out.alpha = false;
    return out;
  }

  RowRange InputRows(RowRange out) const override {
    return CannyRows::InputRows(picture_, {out.begin - 1, out.end + 1});
  }
  Border border() const override { return options_.border; }
  int MinBandRows() const override { return 2 * picture_.smoothing.radius() + 16; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const size_t words = EdgeBits::WordsFor(picture_.info.width);
    CannyRows gradient(picture_, in, out.begin - 1);
    // Maxima of the row above, of the row itself and of the row below; none outside the picture.
    MaximaRow maxima[3] = {MaximaRow(words), MaximaRow(words), MaximaRow(words)};
    const auto place = [&](int y) -> MaximaRow& { return maxima[(y + 3) % 3]; };
    int next = out.begin - 1;
    for (int y = out.begin; y < out.end; ++y) {
      for (; next <= y + 1; ++next) {
        const GradientRows rows = gradient.Next();
        if (next >= 0 && next < picture_.info.height) {
          MarkMaxima(rows, low_, high_, picture_.info.width, &place(next));
        } else {
          place(next).Clear();
        }
      }
      const MaximaRow* const around[3] = {&place(y - 1), &place(y), &place(y + 1)};
      auto* bits = band.Row<uint64_t>(y);
      ThinStairs(around, bits, bits + words);
    }
  }

 private:
  CannyOptions options_;
  CannyPicture picture_;
  float low_ = 0.0f;  // squared, in the units of CannyRows
  float high_ = 0.0f;
};

class CannyMagnitude : public RowFilter {
 public:
  explicit CannyMagnitude(const CannyOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_RETURN_IF_ERROR(CheckOptions(options_));
    picture_ = {in, options_.border, MakeCannySmoothing(double{options_.sigma})};
    PictureInfo out = in;
    out.channels = 1;
    out.dtype = DType::kU16;
    out.alpha = false;
    return out;
  }

  RowRange InputRows(RowRange out) const override { return CannyRows::InputRows(picture_, out); }
  Border border() const override { return options_.border; }
  int MinBandRows() const override { return 2 * picture_.smoothing.radius() + 16; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const auto unit = static_cast<float>(FullStep(picture_.smoothing));
    CannyRows rows(picture_, in, out.begin);
    for (int y = out.begin; y < out.end; ++y) {
      WriteMagnitude(rows.Next().squared[1], unit, static_cast<size_t>(picture_.info.width),
                     band.Row<uint16_t>(y));
    }
  }

 private:
  CannyOptions options_;
  CannyPicture picture_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeCannyCandidates(const CannyOptions& options) {
  return std::make_unique<CannyCandidates>(options);
}

std::unique_ptr<RowFilter> MakeCannyMagnitude(const CannyOptions& options) {
  return std::make_unique<CannyMagnitude>(options);
}

}  // namespace sluice
