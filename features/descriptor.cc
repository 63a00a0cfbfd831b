#include "features/descriptor.h"

#include <algorithm>
#include <utility>

#include "filters/luminance.h"
#include "filters/resize.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

class DescriptorFilter : public FrameFilter {
 public:
  explicit DescriptorFilter(std::unique_ptr<Descriptor> descriptor)
      : descriptor_(std::move(descriptor)) {}

  Result<Frame> Apply(Frame in) override {
    if (!in.info().is_picture()) {
      return Status::Failed("expects a picture, got a " + in.info().Describe(),
                            "--axes says how an array's dimensions are meant");
    }
    SLUICE_ASSIGN_OR_RETURN(const int64_t size, descriptor_->Size(in.info().picture()));
    FrameInfo info = FrameInfo::Array({size}, "n", DType::kF32);
    info.index = in.info().index;
    info.attributes = in.info().attributes;
    info.path = in.info().path;
    SLUICE_ASSIGN_OR_RETURN(Frame out, Frame::Create(std::move(info)));
    SLUICE_RETURN_IF_ERROR(descriptor_->Describe(in, out.Row<float>(0)));
    return out;
  }

 private:
  std::unique_ptr<Descriptor> descriptor_;
};

}  // namespace

std::unique_ptr<FrameFilter> MakeDescriptorFilter(std::unique_ptr<Descriptor> descriptor) {
  return std::make_unique<DescriptorFilter>(std::move(descriptor));
}

Result<Image<float>> GrayPicture(const Frame& picture) {
  const PictureInfo info = picture.info().picture();
  SLUICE_ASSIGN_OR_RETURN(Image<float> gray, Image<float>::Create(info.width, info.height, 1));
  const auto width = static_cast<size_t>(info.width);
  ParallelFor(info.height, 64, [&](int64_t begin, int64_t end) {
    Scratch<float> row(width);
    for (int64_t y = begin; y < end; ++y) {
      VisitDType(info.dtype, [&](auto zero) {
        LuminanceRow(picture.Row<decltype(zero)>(y), info.width, info.channels, info.alpha,
                     LuminanceUnit::kEightBit, row.data());
      });
      std::transform(row.data(), row.data() + width, gray.Row(static_cast<int>(y)),
                     [](float sample) { return sample * (1.0f / 255.0f); });
    }
  });
  return gray;
}

Status ResizeTo(int width, int height, Frame* picture) {
  const PictureInfo info = picture->info().picture();
  if (width == 0 || (width == info.width && height == info.height)) return Status::Ok();
  ResizeOptions options;
  options.target.width = width;
  options.target.height = height;
  options.filter = ResizeFilter::kLinear;
  SLUICE_ASSIGN_OR_RETURN(*picture, FilterFrame(*MakeResize(options), *picture));
  return Status::Ok();
}

}  // namespace sluice
