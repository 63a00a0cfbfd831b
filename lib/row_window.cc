#include "lib/row_window.h"

#include <algorithm>

#include "lib/saturate.h"

namespace sluice {

RowSpace::RowSpace(const PictureInfo& picture, Border border)
    : height_(picture.height),
      border_(border),
      constant_row_(border.mode == BorderMode::kConstant
                        ? RowStride(size_t(picture.row_samples()), SampleSize(picture.dtype))
                        : 0) {
  if (border.mode != BorderMode::kConstant) return;
  VisitDType(picture.dtype, [&](auto zero) {
    using T = decltype(zero);
    std::fill_n(reinterpret_cast<T*>(constant_row_.data()), picture.row_samples(),
                FromFraction<T>(border_.constant));
  });
}

RowRange RowSpace::RealRows(RowRange needed) const {
  int64_t low = height_;
  int64_t high = -1;
  const auto cover = [&](int64_t y) {
    if (y < 0) return;
    low = std::min(low, y);
    high = std::max(high, y);
  };
  const int inside_begin = std::clamp(needed.begin, 0, height_);
  const int inside_end = std::clamp(needed.end, 0, height_);
  if (inside_begin < inside_end) {
    cover(inside_begin);
    cover(inside_end - 1);
  }
  for (int y = needed.begin; y < std::min(needed.end, 0); ++y) {
    cover(BorderIndex(y, height_, border_.mode));
  }
  for (int y = std::max(needed.begin, height_); y < needed.end; ++y) {
    cover(BorderIndex(y, height_, border_.mode));
  }
  if (high < 0) return {};
  return {static_cast<int>(low), static_cast<int>(high + 1)};
}

}  // namespace sluice
