#include "features/dense_sift.h"

#include "features/descriptor.h"
#include "filters/depth.h"
#include "filters/gaussian.h"

namespace sluice {

DenseSift::DenseSift(const DenseSiftOptions& options)
    : options_(options), histograms_({{options.cell, 4, options.step, 0.5}, 8, true, false, 0.2}) {}

Result<DenseSift::Places> DenseSift::PlacesIn(const PictureInfo& picture) const {
  const int width = options_.width > 0 ? options_.width : picture.width;
  const int height = options_.height > 0 ? options_.height : picture.height;
  SLUICE_RETURN_IF_ERROR(histograms_.CheckSize(width, height));
  return Places{histograms_.layout().Blocks(width), histograms_.layout().Blocks(height)};
}

Status DenseSift::Compute(const Frame& picture, float* out) const {
  SLUICE_ASSIGN_OR_RETURN(Frame samples, FilterFrame(*MakeDepth(DType::kF32), picture));
  SLUICE_RETURN_IF_ERROR(ResizeTo(options_.width, options_.height, &samples));
  if (options_.smooth > 0) {
    GaussianOptions gaussian;
    gaussian.sigma_x = gaussian.sigma_y = options_.smooth;
    gaussian.border = {BorderMode::kMirror};
    SLUICE_ASSIGN_OR_RETURN(samples, FilterFrame(*MakeGaussian(gaussian), samples));
  }
  return histograms_.Compute(samples, out);
}

}  // namespace sluice
