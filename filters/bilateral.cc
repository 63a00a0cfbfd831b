#include "filters/bilateral.h"

#include <algorithm>
#include <climits>
#include <cmath>
#include <string>
#include <vector>

#include "filters/bilateral_row.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

constexpr double kLog2E = 1.4426950408889634;

// A neighbour's place relative to the pixel, and the logarithm of its distance's weight.
struct Neighbour {
  int dx;
  int dy;
  float log2_weight;
};

// Row by row, so that sums have the same order everywhere.
std::vector<Neighbour> Neighbours(int radius, double sigma) {
  std::vector<Neighbour> neighbours;
  for (int dy = -radius; dy <= radius; ++dy) {
    for (int dx = -radius; dx <= radius; ++dx) {
      const int squared = dx * dx + dy * dy;
      if (squared == 0 || squared > radius * radius) continue;
      const double log2_weight = -squared * kLog2E / (2 * sigma * sigma);
      neighbours.push_back({dx, dy, static_cast<float>(std::max(log2_weight, -1e30))});
    }
  }
  return neighbours;
}

// The scaled planes of the rows around the current one; row y lies at slot y mod the window's
// height.
template <class T>
class PlaneRing {
 public:
  PlaneRing(const PictureInfo& picture, int radius, const Border& border, float scale)
      : picture_(picture),
        radius_(radius),
        border_(border),
        scale_(scale),
        stride_(RowStride(size_t(picture.width) + 2 * size_t(radius), sizeof(float)) /
                    sizeof(float) +
                kRowAlignment / sizeof(float)),
        planes_(size_t(2 * radius + 1) * size_t(picture.channels) * stride_),
        padded_((size_t(picture.width) + 2 * size_t(radius)) * size_t(picture.channels)) {}

  // Makes the rows y - radius .. y + radius available; called for increasing y.
  void MoveTo(const RowWindow& in, int y) {
    for (int row = std::max(y - radius_, end_); row <= y + radius_; ++row)
      Fill(in.Row<T>(row), row);
    end_ = y + radius_ + 1;
  }
  // The row's first pixel in the plane of its first channel.
  const float* Pixel(int y) const { return planes_.data() + Begin(y) + radius_; }
  // From the sample of one channel of a pixel to that of the next.
  size_t plane_stride() const { return stride_; }

 private:
  size_t Begin(int y) const {
    const int rows = 2 * radius_ + 1;
    return size_t((y % rows + rows) % rows) * size_t(picture_.channels) * stride_;
  }

  void Fill(const T* row, int y) {
    const int channels = picture_.channels;
    float* const to = planes_.data() + Begin(y);
    float* const padded = channels == 1 ? to : padded_.data();
    float* const body = padded + ptrdiff_t{radius_} * channels;
    const auto constant = static_cast<float>(FromFraction<T>(border_.constant)) * scale_;
    ScaleSamples(row, size_t(picture_.row_samples()), scale_, body);
    PadRow(body, picture_.width, channels, radius_, radius_, border_.mode, constant, padded);
    if (channels == 1) return;
    const int width = picture_.width + 2 * radius_;
    for (int c = 0; c < channels; ++c) {
      float* const plane = to + size_t(c) * stride_;
      for (int x = 0; x < width; ++x) plane[x] = padded[ptrdiff_t{x} * channels + c];
    }
  }

  const PictureInfo& picture_;
  const int radius_;
  const Border& border_;
  const float scale_;
  const size_t stride_;
  Scratch<float> planes_;
  Scratch<float> padded_;
  int end_ = INT_MIN;  // the row after the last one made
};

class Bilateral : public RowFilter {
 public:
  explicit Bilateral(const BilateralOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    if (!(options_.sigma_space > 0) || !std::isfinite(options_.sigma_space)) {
      return Status::Usage("the sigma of distances must be above 0");
    }
    if (!(options_.sigma_range > 0) || options_.sigma_range > 1000) {
      return Status::Usage("the sigma of differences must be above 0 and at most 1000");
    }
    const double radius =
        options_.radius ? *options_.radius : std::ceil(2.0 * options_.sigma_space);
    if (!(radius >= 0 && radius <= kMaxBilateralRadius)) {
      return Status::Usage("the radius must be between 0 and " +
                           std::to_string(kMaxBilateralRadius) + " pixels");
    }
    picture_ = in;
    radius_ = static_cast<int>(radius);
    neighbours_ = Neighbours(radius_, options_.sigma_space);
    log2_weights_.clear();
    for (const Neighbour& n : neighbours_) log2_weights_.push_back(n.log2_weight);
    // Scaled samples whose distance is s have the weight 2^-(s^2).
    colors_ = in.alpha && in.channels > 1 ? in.channels - 1 : in.channels;
    const double sigma = double{options_.sigma_range} * double{FullScale(in.dtype)};
    scale_ = static_cast<float>(std::min(std::sqrt(kLog2E / 2) / (sigma * colors_), 1e30));
    return in;
  }

  RowRange InputRows(RowRange out) const override {
    return {out.begin - radius_, out.end + radius_};
  }

  Border border() const override { return options_.border; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(picture_.dtype, [&](auto zero) { TypedRows<decltype(zero)>(in, out, band); });
  }

 private:
  template <class T>
  void TypedRows(const RowWindow& in, RowRange out, const RowBand& band) const {
    constexpr size_t kLanes = kRowAlignment / sizeof(float);
    const auto channels = static_cast<size_t>(picture_.channels);
    const auto samples = static_cast<size_t>(picture_.row_samples());
    PlaneRing<T> ring(picture_, radius_, options_.border, scale_);
    Scratch<float> delta(samples + channels * kLanes);
    Scratch<float> scratch((channels + 1) * kLanes);
    std::vector<ptrdiff_t> offsets(neighbours_.size());
    for (int y = out.begin; y < out.end; ++y) {
      ring.MoveTo(in, y);
      const float* const pixel = ring.Pixel(y);
      for (size_t i = 0; i < offsets.size(); ++i) {
        offsets[i] = ring.Pixel(y + neighbours_[i].dy) + neighbours_[i].dx - pixel;
      }
      BilateralRow({offsets.size(), offsets.data(), log2_weights_.data()},
                   {pixel, ring.plane_stride(), picture_.channels, colors_}, size_t(picture_.width),
                   scratch.data(), delta.data());
      AddScaled(in.Row<T>(y), delta.data(), samples, scale_, band.Row<T>(y));
    }
  }

  BilateralOptions options_;
  PictureInfo picture_;
  int radius_ = 0;
  int colors_ = 0;
  float scale_ = 1;
  std::vector<Neighbour> neighbours_;
  std::vector<float> log2_weights_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeBilateral(const BilateralOptions& options) {
  return std::make_unique<Bilateral>(options);
}

}  // namespace sluice
