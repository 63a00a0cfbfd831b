#include "features/pixels.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "filters/depth.h"

namespace sluice {
namespace {

class Pixels : public Descriptor {
 public:
  explicit Pixels(const PixelsOptions& options) : options_(options) {}

  Result<int64_t> Size(const PictureInfo& picture) const override {
    const int64_t width = options_.width > 0 ? options_.width : picture.width;
    const int64_t height = options_.height > 0 ? options_.height : picture.height;
    return width * height * (options_.gray ? 1 : picture.channels);
  }

  Status Describe(const Frame& picture, float* out) const override {
    Frame samples;
    if (options_.gray) {
      SLUICE_ASSIGN_OR_RETURN(Image<float> gray, GrayPicture(picture));
      samples = Frame::FromImage(std::move(gray));
    } else {
      SLUICE_ASSIGN_OR_RETURN(samples, FilterFrame(*MakeDepth(DType::kF32), picture));
    }
    SLUICE_RETURN_IF_ERROR(ResizeTo(options_.width, options_.height, &samples));
    const auto row = static_cast<size_t>(samples.info().row_samples());
    for (int64_t y = 0; y < samples.info().row_count(); ++y) {
      std::copy_n(samples.Row<float>(y), row, out + size_t(y) * row);
    }
    return Status::Ok();
  }

 private:
  PixelsOptions options_;
};

}  // namespace

std::unique_ptr<Descriptor> MakePixels(const PixelsOptions& options) {
  return std::make_unique<Pixels>(options);
}

}  // namespace sluice
