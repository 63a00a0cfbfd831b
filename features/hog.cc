#include "features/hog.h"

#include <utility>

#include "features/gradient_histograms.h"
#include "filters/depth.h"

namespace sluice {
namespace {

GradientHistogramOptions HistogramOptions(const HogOptions& options) {
  return {{options.cell, options.block, options.stride * options.cell, options.sigma},
          options.bins,
          options.signed_angles,
          options.square_root,
          options.clip};
}

class Hog : public Descriptor {
 public:
  explicit Hog(const HogOptions& options)
      : histograms_(HistogramOptions(options)), width_(options.width), height_(options.height) {}

  Result<int64_t> Size(const PictureInfo& picture) const override {
    const int width = width_ > 0 ? width_ : picture.width;
    const int height = height_ > 0 ? height_ : picture.height;
    SLUICE_RETURN_IF_ERROR(histograms_.CheckSize(width, height));
    return histograms_.Blocks(width, height) * histograms_.BlockNumbers();
  }

  Status Describe(const Frame& picture, float* out) const override {
    const PictureInfo info = picture.info().picture();
    if (width_ == 0 || (width_ == info.width && height_ == info.height)) {
      return histograms_.Compute(picture, out);
    }
    SLUICE_ASSIGN_OR_RETURN(Frame samples, FilterFrame(*MakeDepth(DType::kF32), picture));
    SLUICE_RETURN_IF_ERROR(ResizeTo(width_, height_, &samples));
    return histograms_.Compute(samples, out);
  }

 private:
  GradientHistograms histograms_;
  int width_;
  int height_;
};

}  // namespace

std::unique_ptr<Descriptor> MakeHog(const HogOptions& options) {
  return std::make_unique<Hog>(options);
}

}  // namespace sluice
