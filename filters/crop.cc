#include "filters/crop.h"

#include <cstdint>
#include <cstring>
#include <string>

namespace sluice {
namespace {

std::string SizeText(int64_t width, int64_t height) {
  return std::to_string(width) + "x" + std::to_string(height);
}

class Crop : public RowFilter {
 public:
  explicit Crop(const CropOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    const CropOptions& o = options_;
    int64_t width = o.width;
    int64_t height = o.height;
    if (o.gravity) {
      if (width == 0) width = in.width;
      if (height == 0) height = in.height;
      at_ = Place(*o.gravity, in.width - static_cast<int>(width),
                  in.height - static_cast<int>(height));
    } else {
      at_ = {o.x, o.y};
      if (width == 0) width = int64_t{in.width} - o.x;
      if (height == 0) height = int64_t{in.height} - o.y;
    }
    const bool inside = at_.x >= 0 && at_.y >= 0 && width > 0 && height > 0 &&
                        width <= in.width - at_.x && height <= in.height - at_.y;
    if (!inside) {
      return Status::Failed("the rectangle " + SizeText(width, height) + " at " +
                                std::to_string(at_.x) + "," + std::to_string(at_.y) +
                                " is not inside the picture of " + SizeText(in.width, in.height),
                            "pad makes a picture larger");
    }
    const size_t pixel = size_t(in.channels) * SampleSize(in.dtype);
    skip_bytes_ = size_t(at_.x) * pixel;
    row_bytes_ = size_t(width) * pixel;
    PictureInfo out = in;
    out.width = static_cast<int>(width);
    out.height = static_cast<int>(height);
    return out;
  }

  RowRange InputRows(RowRange out) const override { return {out.begin + at_.y, out.end + at_.y}; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    for (int y = out.begin; y < out.end; ++y) {
      std::memcpy(band.Row<std::byte>(y), in.Row<std::byte>(y + at_.y) + skip_bytes_, row_bytes_);
    }
  }

 private:
  CropOptions options_;
  Offset at_;
  size_t skip_bytes_ = 0;
  size_t row_bytes_ = 0;
};

}  // namespace

std::unique_ptr<RowFilter> MakeCrop(const CropOptions& options) {
  return std::make_unique<Crop>(options);
}

}  // namespace sluice
