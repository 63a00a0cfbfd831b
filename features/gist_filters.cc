#include "features/gist_filters.h"

#include <bit>
#include <cmath>
#include <complex>
#include <numbers>
#include <utility>
#include <vector>

#include "lib/border.h"

namespace sluice {
namespace {

// At least 32 pixels beyond each edge: the finer filters have died away there.
int TransformLength(int side) {
  return static_cast<int>(std::bit_ceil(static_cast<unsigned>(side) + 64));
}

// The frequency of each number of a spectrum along one axis, from -length / 2 on: found from the
// phases of an impulse one sample off the origin, whatever the transform's order is.
std::vector<float> Frequencies(const TileFft& fft, bool along_y) {
  const auto height = static_cast<size_t>(fft.height());
  const float one[2] = {along_y ? 1.0f : 0.0f, along_y ? 0.0f : 1.0f};
  std::vector<TileRow> rows(height);
  const std::vector<TileRow> none(height);
  rows[along_y ? 1 : 0] = {one, 2};
  Scratch<float> re(fft.size());
  Scratch<float> im(fft.size());
  TileFft::Workspace work(fft);
  fft.Forward(rows.data(), none.data(), work, re.data(), im.data());
  const int length = along_y ? fft.height() : fft.width();
  std::vector<float> frequencies(fft.size());
  for (size_t i = 0; i < fft.size(); ++i) {
    const double turns = -std::atan2(double(im[i]), double(re[i])) / (2 * std::numbers::pi);
    const double frequency = std::round(turns * length) + 0.0;  // never -0, whose angle is pi
    frequencies[i] = static_cast<float>(frequency == length / 2 ? -frequency : frequency);
  }
  return frequencies;
}

}  // namespace

GistFilters::GistFilters(const GistOptions& options, Buffer responses)
    : width_(options.width),
      height_(options.height),
      count_(options.scales * options.orientations),
      fft_(TransformLength(options.width), TransformLength(options.height)),
      responses_(std::move(responses)) {}

Result<std::unique_ptr<GistFilters>> GistFilters::Create(const GistOptions& options) {
  const size_t samples =
      size_t(TransformLength(options.width)) * size_t(TransformLength(options.height));
  const size_t spectra = size_t(options.scales) * size_t(options.orientations) + 1;
  SLUICE_ASSIGN_OR_RETURN(Buffer responses, Buffer::Allocate(spectra * samples * sizeof(float)));
  std::unique_ptr<GistFilters> filters(new GistFilters(options, std::move(responses)));
  filters->FillResponses(options);
  return filters;
}

void GistFilters::FillResponses(const GistOptions& options) {
  using std::numbers::pi;
  const std::vector<float> along_x = Frequencies(fft_, false);
  const std::vector<float> along_y = Frequencies(fft_, true);
  const double size = double(fft_.size());
  // Cycles a pixel where the low frequencies are halved, exp(-(f / f1)^2) = 1/2; the published
  // program counts them on a picture with 5 pixels more on each side.
  const double half = 4.0 / (std::max(width_, height_) + 10);
  const double width = options.orientations / 8.0;
  for (size_t i = 0; i < fft_.size(); ++i) {
    const double fx = double(along_x[i]) / fft_.width();
    const double fy = double(along_y[i]) / fft_.height();
    const double frequency = std::hypot(fx, fy);
    const double direction = std::atan2(fy, fx);
    for (int k = 0; k < count_; ++k) {
      const double center = 0.3 / std::pow(1.85, k / options.orientations);
      double angle = direction + pi * (k % options.orientations) / options.orientations;
      if (angle > pi) angle -= 2 * pi;
      const double off = frequency / center - 1;
      const double response = std::exp(-3.5 * off * off - 2 * pi * width * width * angle * angle);
      Response(k)[i] = static_cast<float>(response / size);
    }
    Response(count_)[i] =
        static_cast<float>(std::exp2(-frequency * frequency / (half * half)) / size);
  }
}

Result<GistFilters::Spectrum> GistFilters::Transform(ImageView<const float> picture,
                                                     TileFft::Workspace& work) const {
  const auto width = static_cast<size_t>(fft_.width());
  const auto height = static_cast<size_t>(fft_.height());
  Spectrum spectrum;
  SLUICE_ASSIGN_OR_RETURN(spectrum.buffer, Buffer::Allocate(3 * fft_.size() * sizeof(float)));
  spectrum.re = reinterpret_cast<float*>(spectrum.buffer.data());
  spectrum.im = spectrum.re + fft_.size();
  float* const tile = spectrum.im + fft_.size();
  // Half of what is made up lies behind the picture, half before it, where the tile begins anew.
  const auto source = [](int i, int side, int length) {
    const int from = i < side + (length - side) / 2 ? i : i - length;
    return BorderIndex(from, side, BorderMode::kReflect);
  };
  std::vector<size_t> columns(width);
  for (size_t x = 0; x < width; ++x) {
    columns[x] = size_t(source(static_cast<int>(x), width_, fft_.width()));
  }
  std::vector<TileRow> rows(height);
  const std::vector<TileRow> none(height);
  for (size_t y = 0; y < height; ++y) {
    const float* const from =
        picture.Row(static_cast<int>(source(static_cast<int>(y), height_, fft_.height())));
    float* const row = tile + y * width;
    for (size_t x = 0; x < width; ++x) row[x] = from[columns[x]];
    rows[y] = {row, width};
  }
  fft_.Forward(rows.data(), none.data(), work, spectrum.re, spectrum.im);
  return spectrum;
}

void GistFilters::Filter(const Spectrum& spectrum, const float* response, TileFft::Workspace& work,
                         float* re, float* im) const {
  const size_t strip_samples = size_t(fft_.width()) * kGroup;
  fft_.Inverse(
      [&](size_t strip, float* __restrict out_re, float* __restrict out_im) {
        const size_t begin = strip * strip_samples;
        for (size_t i = 0; i < strip_samples; i += kGroup) {
          for (size_t k = i; k < i + kGroup; ++k) {
            out_re[k] = spectrum.re[begin + k] * response[begin + k];
            out_im[k] = spectrum.im[begin + k] * response[begin + k];
          }
        }
      },
      size_t(width_), size_t(height_), stride(), work, re, im);
}

}  // namespace sluice
