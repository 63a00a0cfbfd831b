#include "features/texture.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "features/bank_responses.h"
#include "features/response_kernels.h"

namespace sluice {
namespace {

// What is known of a response over some pixels.
struct Moments {
  double count = 0;
  double mean = 0;
  double squares = 0;  // of the distances from the mean, summed
  double absolute = 0;

  // Chan, Golub and LeVeque, Updating formulae and a pairwise algorithm for computing sample
  // variances, 1979.
  void Add(const Moments& other) {
    const double all = count + other.count;
    const double apart = other.mean - mean;
    squares += other.squares + apart * apart * count * other.count / all;
    mean += apart * other.count / all;
    absolute += other.absolute;
    count = all;
  }

  double Value(ResponseStatistic statistic) const {
    switch (statistic) {
      case ResponseStatistic::kMean:
        return mean;
      case ResponseStatistic::kAbsolute:
        return absolute / count;
      case ResponseStatistic::kStandardDeviation:
        return std::sqrt(squares / count);
      case ResponseStatistic::kEnergy:
        return squares / count + mean * mean;
    }
    return 0;
  }
};

// In two passes, so that small deviations around a large mean keep their digits.
Moments TileMoments(const ResponseTile& tile, int response) {
  Moments moments;
  moments.count = double(tile.width) * tile.height;
  const auto width = static_cast<size_t>(tile.width);
  for (int y = 0; y < tile.height; ++y) {
    const RowSums sums = SumRow(tile.Row(response, y), width);
    moments.mean += sums.sum;
    moments.absolute += sums.absolute;
  }
  moments.mean /= moments.count;
  const auto center = static_cast<float>(moments.mean);
  for (int y = 0; y < tile.height; ++y) {
    moments.squares += SumSquares(tile.Row(response, y), width, center);
  }
  // The centre was rounded to f32.
  const double off = moments.mean - double(center);
  moments.squares = std::max(0.0, moments.squares - moments.count * off * off);
  return moments;
}

Status NotFinite() {
  return Status::Failed("expects finite samples, got a picture with NaN or infinite ones");
}

class Texture : public Descriptor {
 public:
  explicit Texture(TextureOptions options)
      : responses_(std::move(options.bank), options.border),
        statistics_(std::move(options.statistics)),
        normalize_(options.normalize) {}

  Result<int64_t> Size(const PictureInfo&) const override {
    return int64_t{responses_.count()} * static_cast<int64_t>(statistics_.size());
  }

  Status Describe(const Frame& picture, float* out) const override {
    SLUICE_ASSIGN_OR_RETURN(Image<float> gray, GrayPicture(picture));
    if (normalize_) SLUICE_RETURN_IF_ERROR(NormalizeContrast(&gray));
    const auto count = static_cast<size_t>(responses_.count());
    // Kept apart by tile and summed in the order of tiles, whichever thread came first.
    std::vector<Moments> parts(size_t(responses_.Tiles(gray.width(), gray.height())) * count);
    SLUICE_RETURN_IF_ERROR(
        responses_.ForEachTile(std::as_const(gray).view(), [&](const ResponseTile& tile) {
          for (size_t r = 0; r < count; ++r) {
            parts[size_t(tile.index) * count + r] = TileMoments(tile, static_cast<int>(r));
          }
        }));
    for (size_t r = 0; r < count; ++r) {
      Moments all;
      for (size_t i = r; i < parts.size(); i += count) all.Add(parts[i]);
      for (size_t s = 0; s < statistics_.size(); ++s) {
        const double value = all.Value(statistics_[s]);
        if (!std::isfinite(value)) return NotFinite();
        out[s * count + r] = static_cast<float>(value);
      }
    }
    return Status::Ok();
  }

 private:
  BankResponses responses_;
  std::vector<ResponseStatistic> statistics_;
  bool normalize_;
};

}  // namespace

const std::vector<std::string>& ResponseStatisticNames() {
  static const std::vector<std::string> names = {"mean", "abs", "std", "energy"};
  return names;
}

std::unique_ptr<Descriptor> MakeTexture(TextureOptions options) {
  return std::make_unique<Texture>(std::move(options));
}

Status NormalizeContrast(Image<float>* gray) {
  const auto width = static_cast<size_t>(gray->width());
  const double count = double(gray->width()) * gray->height();
  double sum = 0;
  for (int y = 0; y < gray->height(); ++y) sum += SumRow(gray->Row(y), width).sum;
  const auto mean = static_cast<float>(sum / count);
  double squares = 0;
  for (int y = 0; y < gray->height(); ++y) squares += SumSquares(gray->Row(y), width, mean);
  const double deviation = std::sqrt(squares / count);
  if (!std::isfinite(deviation)) return NotFinite();
  // Below rounding errors, there is no contrast.
  const float scale = deviation > 1e-6 * std::max(1.0, std::abs(double(mean)))
                          ? static_cast<float>(1 / deviation)
                          : 0.0f;
  for (int y = 0; y < gray->height(); ++y) {
    float* const row = gray->Row(y);
    std::transform(row, row + width, row, [=](float sample) { return (sample - mean) * scale; });
  }
  return Status::Ok();
}

}  // namespace sluice
