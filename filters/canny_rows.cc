#include "filters/canny_rows.h"

#include <cstddef>

namespace sluice {
namespace {

constexpr int kLeft = SmoothRows::kLeft;

}  // namespace

RowRange CannyRows::InputRows(const CannyPicture& picture, RowRange out) {
  // One row for the gradient around a row, one for its differences.
  const int reach = picture.smoothing.radius() + 2;
  return {out.begin - reach, out.end + reach};
}

CannyRows::CannyRows(const CannyPicture& picture, const RowWindow& in, int first)
    : width_(picture.info.width),
      next_(first),
      next_smooth_(first - 2),
      next_squared_(first - 1),
      source_(SmoothRows::Create(picture, in, next_smooth_)),
      smooth_(5, 2 * kLeft, picture.info.width),
      squared_(3, kLeft, picture.info.width) {}

GradientRows CannyRows::Next() {
  for (; next_squared_ <= next_ + 1; ++next_squared_) {
    for (; next_smooth_ <= next_squared_ + 1; ++next_smooth_) {
      source_->Make(next_smooth_, smooth_.Row(next_smooth_));
    }
    SquaredGradient(smooth_.Row(next_squared_ - 1) - kLeft, smooth_.Row(next_squared_) - kLeft,
                    smooth_.Row(next_squared_ + 1) - kLeft,
                    size_t{kLeft} + static_cast<size_t>(width_) + 1,
                    squared_.Row(next_squared_) - kLeft);
  }
  const int y = next_++;
  return {{smooth_.Row(y - 1), smooth_.Row(y), smooth_.Row(y + 1)},
          {squared_.Row(y - 1), squared_.Row(y), squared_.Row(y + 1)}};
}

}  // namespace sluice
