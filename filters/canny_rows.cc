#include "filters/canny_rows.h"

#include <algorithm>

#include "filters/luminance.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Rows are computed from this many numbers before their first pixel: more than the columns needed
// beyond the picture, and all stores stay aligned.
constexpr int kLeft = kRowAlignment / sizeof(float);

// Luminance with full scale 255; what is transparent is seen on black.
template <class T>
void LuminanceOnBlack(const T* row, int width, const PictureInfo& picture, float* out) {
  LuminanceRow(row, width, picture.channels, picture.alpha, LuminanceUnit::kEightBit, out);
  if (!picture.alpha) return;
  const T* alpha = row + picture.channels - 1;
  for (int x = 0; x < width; ++x) {
    out[x] *= static_cast<float>(alpha[ptrdiff_t{x} * picture.channels]) / FullScale(kDTypeOf<T>);
  }
}

// The luminance of a pixel whose samples are all the border's constant.
float ConstantLuminance(const CannyPicture& picture) {
  return VisitDType(picture.info.dtype, [&](auto zero) {
    using T = decltype(zero);
    Scratch<T> pixel(static_cast<size_t>(picture.info.channels));
    std::fill_n(pixel.data(), picture.info.channels, FromFraction<T>(picture.border.constant));
    Scratch<float> luminance(1);
    LuminanceOnBlack(pixel.data(), 1, picture.info, luminance.data());
    return luminance[0];
  });
}

}  // namespace

RowRange CannyPicture::InputRows(RowRange out) const {
  const int reach = smoothing.radius() + 2;
  return {out.begin - reach, out.end + reach};
}

CannyRows::CannyRows(const CannyPicture& picture, const RowWindow& in, int first)
    : picture_(picture),
      in_(in),
      whole_numbers_(picture.smoothing.exact && picture.info.dtype == DType::kU8 &&
                     picture.info.channels == 1),
      next_(first),
      next_luminance_(first - 2 - picture.smoothing.radius()),
      next_smooth_(first - 2),
      next_squared_(first - 1),
      luminance_(whole_numbers_ ? 1 : 2 * picture.smoothing.radius() + 1, 0, picture.info.width),
      columns_(1, picture.smoothing.radius() + kLeft,
               picture.info.width + picture.smoothing.radius()),
      smooth_(5, 2 * kLeft, picture.info.width),
      squared_(3, kLeft, picture.info.width),
      constant_column_(ConstantColumn()),
      u8_window_(2 * static_cast<size_t>(picture.smoothing.radius()) + 1),
      f32_window_(u8_window_.size()) {}

GradientRows CannyRows::Next() {
  const int width = picture_.info.width;
  for (; next_squared_ <= next_ + 1; ++next_squared_) {
    for (; next_smooth_ <= next_squared_ + 1; ++next_smooth_) MakeSmooth(next_smooth_);
    SquaredGradient(smooth_.Row(next_squared_ - 1) - kLeft, smooth_.Row(next_squared_) - kLeft,
                    smooth_.Row(next_squared_ + 1) - kLeft, static_cast<size_t>(kLeft + width + 1),
                    squared_.Row(next_squared_) - kLeft);
  }
  const int y = next_++;
  return {{smooth_.Row(y - 1), smooth_.Row(y), smooth_.Row(y + 1)},
          {squared_.Row(y - 1), squared_.Row(y), squared_.Row(y + 1)}};
}

void CannyRows::MakeSmooth(int y) {
  const int radius = picture_.smoothing.radius();
  const int width = picture_.info.width;
  const int margin = radius + 2;
  float* columns = columns_.Row(0);
  SumColumns(y, columns);
  PadRow(columns, width, 1, margin, margin, picture_.border.mode, constant_column_,
         columns - margin);
  for (int i = -radius; i <= radius; ++i) {
    f32_window_[static_cast<size_t>(i + radius)] = columns - kLeft + i;
  }
  SymmetricSum(f32_window_.data(), picture_.smoothing.taps.data(), radius,
               static_cast<size_t>(kLeft + width + 2), smooth_.Row(y) - kLeft);
}

void CannyRows::SumColumns(int y, float* out) {
  const int radius = picture_.smoothing.radius();
  const auto width = static_cast<size_t>(picture_.info.width);
  if (whole_numbers_) {
    for (int i = -radius; i <= radius; ++i) {
      u8_window_[static_cast<size_t>(i + radius)] = in_.Row<uint8_t>(y + i);
    }
    SymmetricSum(u8_window_.data(), picture_.smoothing.whole_taps.data(), radius, width, out);
    return;
  }
  for (; next_luminance_ <= y + radius; ++next_luminance_) FindLuminance(next_luminance_);
  for (int i = -radius; i <= radius; ++i) {
    f32_window_[static_cast<size_t>(i + radius)] = luminance_.Row(y + i);
  }
  SymmetricSum(f32_window_.data(), picture_.smoothing.taps.data(), radius, width, out);
}

void CannyRows::FindLuminance(int y) {
  VisitDType(picture_.info.dtype, [&](auto zero) {
    using T = decltype(zero);
    LuminanceOnBlack(in_.Row<T>(y), picture_.info.width, picture_.info, luminance_.Row(y));
  });
}

float CannyRows::ConstantColumn() const {
  const CannySmoothing& smoothing = picture_.smoothing;
  const float constant = ConstantLuminance(picture_);
  float sum = constant * smoothing.taps[0];
  for (int j = 1; j <= smoothing.radius(); ++j) {
    sum += (constant + constant) * smoothing.taps[static_cast<size_t>(j)];
  }
  return sum;
}

}  // namespace sluice
