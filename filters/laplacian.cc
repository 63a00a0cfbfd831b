#include "filters/laplacian.h"

#include <cstddef>
#include <vector>

#include "filters/gaussian_kernel.h"
#include "filters/gradient.h"
#include "filters/laplacian_sums.h"
#include "filters/luminance.h"
#include "filters/row_ring.h"
#include "lib/border.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// From which number of sigmas on the weights are left out.
constexpr double kTruncate = 4.0;

// The weights from the middle of a symmetric kernel outwards.
std::vector<float> OneSide(const std::vector<double>& taps) {
  return {taps.begin() + static_cast<ptrdiff_t>(taps.size() / 2), taps.end()};
}

class LaplacianOfGaussian : public RowFilter {
 public:
  explicit LaplacianOfGaussian(const LaplacianOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    if (!(options_.sigma > 0.0 && options_.sigma <= LaplacianOptions::kMaxSigma)) {
      return Status::Usage("sigma must be between 0 and 1000 pixels");
    }
    const int radius = GaussianRadius(options_.sigma, kTruncate);
    taps_.smooth = OneSide(GaussianTaps(options_.sigma, radius));
    taps_.second = OneSide(GaussianTaps(options_.sigma, radius, 2));
    picture_ = in;
    PictureInfo out = in;
    out.dtype = DType::kF32;
    out.alpha = false;
    return out;
  }

  RowRange InputRows(RowRange out) const override {
    return {out.begin - taps_.radius(), out.end + taps_.radius()};
  }
  Border border() const override { return options_.border; }
  int MinBandRows() const override { return 2 * taps_.radius() + 1; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const int radius = taps_.radius();
    const int channels = picture_.channels;
    const auto taps = 2 * static_cast<size_t>(radius) + 1;
    const auto samples = static_cast<size_t>(picture_.row_samples());
    const size_t margin = static_cast<size_t>(radius) * static_cast<size_t>(channels);
    // What is beyond the margin on the right is read, too, but leads to nothing.
    RowRing samples_ring(static_cast<int>(taps), 0, picture_.row_samples());
    Scratch<float> smooth(samples + 2 * margin);
    Scratch<float> second(samples + 2 * margin);
    std::vector<const float*> column(taps);
    std::vector<const float*> smooth_row(taps);
    std::vector<const float*> second_row(taps);
    for (size_t i = 0; i < taps; ++i) {
      smooth_row[i] = smooth.data() + i * static_cast<size_t>(channels);
      second_row[i] = second.data() + i * static_cast<size_t>(channels);
    }
    const float smooth_constant = SmoothConstant();
    int next = out.begin - radius;
    for (int y = out.begin; y < out.end; ++y) {
      for (; next <= y + radius; ++next) ReadRow(in, next, samples_ring.Row(next));
      for (int i = -radius; i <= radius; ++i) {
        column.data()[radius + i] = samples_ring.Row(y + i);
      }
      SumSmoothAndSecond(column.data(), taps_, samples, smooth.data() + margin,
                         second.data() + margin);
      PadRow(smooth.data() + margin, picture_.width, channels, radius, radius, options_.border.mode,
             smooth_constant, smooth.data());
      PadRow(second.data() + margin, picture_.width, channels, radius, radius, options_.border.mode,
             0.0f, second.data());
      SumLaplacian(smooth_row.data(), second_row.data(), taps_, samples, 255.0f,
                   band.Row<float>(y));
    }
  }

 private:
  // Samples as they come, full scale 255.
  void ReadRow(const RowWindow& in, int y, float* out) const {
    VisitDType(picture_.dtype, [&](auto zero) {
      LuminanceRow(in.Row<decltype(zero)>(y), picture_.row_samples(), 1, false,
                   LuminanceUnit::kEightBit, out);
    });
  }

  // What the vertical pass makes of columns outside the picture under the constant border rule.
  float SmoothConstant() const {
    const float constant = VisitDType(picture_.dtype, [&](auto zero) {
      using T = decltype(zero);
      return static_cast<float>(FromFraction<T>(options_.border.constant)) *
             (255.0f / DTypeTraits<T>::kFullScale);
    });
    float sum = constant * taps_.smooth[0];
    for (int j = 1; j <= taps_.radius(); ++j) {
      sum += (constant + constant) * taps_.smooth[static_cast<size_t>(j)];
    }
    return sum;
  }

  LaplacianOptions options_;
  LaplacianTaps taps_;
  PictureInfo picture_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeLaplacian(const LaplacianOptions& options) {
  if (options.sigma == 0.0) {
    GradientOptions plain;
    plain.kernel = GradientKernel::kSecond;
    plain.output = GradientOutput::kSum;
    plain.border = options.border;
    return MakeGradient(plain);
  }
  return std::make_unique<LaplacianOfGaussian>(options);
}

}  // namespace sluice
