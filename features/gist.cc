#include "features/gist.h"

#include <algorithm>
#include <cmath>
#include <mutex>
#include <utility>
#include <vector>

#include "features/gist_filters.h"
#include "features/response_kernels.h"
#include "filters/resize.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Two planes of results.
struct Planes {
  explicit Planes(const GistFilters& filters, int height)
      : work(filters.fft()),
        re(filters.stride() * size_t(height)),
        im(filters.stride() * size_t(height)) {}

  TileFft::Workspace work;
  Scratch<float> re;
  Scratch<float> im;
};

class Gist : public Descriptor {
 public:
  explicit Gist(const GistOptions& options) : options_(options) {}

  Result<int64_t> Size(const PictureInfo&) const override {
    return int64_t{options_.scales} * options_.orientations * options_.grid * options_.grid;
  }

  Status Describe(const Frame& picture, float* out) const override {
    SLUICE_ASSIGN_OR_RETURN(const GistFilters* const filters, Filters());
    SLUICE_ASSIGN_OR_RETURN(Image<float> gray, SizedGray(picture));
    if (options_.prefilter) SLUICE_RETURN_IF_ERROR(Prefilter(*filters, &gray));
    Planes planes(*filters, options_.height);
    SLUICE_ASSIGN_OR_RETURN(const GistFilters::Spectrum spectrum,
                            filters->Transform(std::as_const(gray).view(), planes.work));
    const int parts = options_.grid * options_.grid;
    // Working memory is set up for several filters at a time.
    constexpr int64_t kFilters = 8;
    ParallelFor(filters->count(), kFilters, [&](int64_t begin, int64_t end) {
      Planes own(*filters, options_.height);
      for (int64_t k = begin; k < end; ++k) {
        filters->Filter(spectrum, filters->response(static_cast<int>(k)), own.work, own.re.data(),
                        own.im.data());
        Average(filters->stride(), own, out + k * parts);
      }
    });
    const int64_t count = int64_t{filters->count()} * parts;
    if (std::all_of(out, out + count, [](float v) { return std::isfinite(v); })) {
      return Status::Ok();
    }
    return Status::Failed("expects finite samples, got a picture with NaN or infinite ones");
  }

 private:
  // Made for the first picture.
  Result<const GistFilters*> Filters() const {
    const std::lock_guard lock(mutex_);
    if (filters_ == nullptr) {
      SLUICE_ASSIGN_OR_RETURN(filters_, GistFilters::Create(options_));
    }
    return filters_.get();
  }

  Result<Image<float>> SizedGray(const Frame& picture) const {
    SLUICE_ASSIGN_OR_RETURN(Image<float> gray, GrayPicture(picture));
    if (gray.width() == options_.width && gray.height() == options_.height) return gray;
    ResizeOptions resize;
    resize.target.width = options_.width;
    resize.target.height = options_.height;
    resize.filter = ResizeFilter::kLinear;  // never overshoots
    const auto filter = MakeResize(resize);
    return FilterImage<float>(*filter, std::as_const(gray).view());
  }

  // Logarithms without their low frequencies, divided by their local deviation.
  Status Prefilter(const GistFilters& filters, Image<float>* gray) const {
    const auto for_each = [&](auto change) {
      for (int y = 0; y < options_.height; ++y) {
        float* const row = gray->Row(y);
        for (int x = 0; x < options_.width; ++x) {
          change(size_t(y) * filters.stride() + size_t(x), &row[x]);
        }
      }
    };
    // NaN stays NaN.
    for_each([](size_t, float* v) { *v = *v < 0 ? 0 : std::log1p(*v * 255.0f); });
    Planes planes(filters, options_.height);
    const auto low_frequencies = [&]() -> Status {
      SLUICE_ASSIGN_OR_RETURN(const GistFilters::Spectrum spectrum,
                              filters.Transform(std::as_const(*gray).view(), planes.work));
      filters.Filter(spectrum, filters.low_frequencies(), planes.work, planes.re.data(),
                     planes.im.data());
      return Status::Ok();
    };
    SLUICE_RETURN_IF_ERROR(low_frequencies());
    std::vector<float> details(filters.stride() * size_t(options_.height));
    for_each([&](size_t i, float* v) {
      details[i] = *v - planes.re[i];
      *v = details[i] * details[i];
    });
    SLUICE_RETURN_IF_ERROR(low_frequencies());
    for_each(
        [&](size_t i, float* v) { *v = details[i] / (0.2f + std::sqrt(std::abs(planes.re[i]))); });
    return Status::Ok();
  }

  // The mean magnitude in each part of the grid.
  void Average(size_t stride, Planes& planes, float* out) const {
    const int grid = options_.grid;
    std::vector<double> sums(size_t(grid) * size_t(grid));
    const auto edge = [&](int part, int side) { return int(int64_t{side} * part / grid); };
    for (int part = 0; part < grid; ++part) {
      for (int y = edge(part, options_.height); y < edge(part + 1, options_.height); ++y) {
        float* const re = planes.re.data() + size_t(y) * stride;
        const float* const im = planes.im.data() + size_t(y) * stride;
        const auto width = static_cast<size_t>(options_.width);
        CombineResponses({ResponseKind::kMagnitude, true, false, 0}, re, width, re);
        CombineResponses({ResponseKind::kMagnitude, false, true, 0}, im, width, re);
        for (int across = 0; across < grid; ++across) {
          const int begin = edge(across, options_.width);
          const int end = edge(across + 1, options_.width);
          sums[size_t(part * grid + across)] += SumRow(re + begin, size_t(end - begin)).sum;
        }
      }
      for (int across = 0; across < grid; ++across) {
        const int width = edge(across + 1, options_.width) - edge(across, options_.width);
        const int height = edge(part + 1, options_.height) - edge(part, options_.height);
        const auto i = static_cast<size_t>(part * grid + across);
        out[i] = static_cast<float>(sums[i] / (double(width) * height));
      }
    }
  }

  GistOptions options_;
  mutable std::mutex mutex_;
  mutable std::unique_ptr<GistFilters> filters_;
};

}  // namespace

std::unique_ptr<Descriptor> MakeGist(const GistOptions& options) {
  return std::make_unique<Gist>(options);
}

}  // namespace sluice
