#include "filters/canny_smooth_rows.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "filters/luminance.h"
#include "filters/row_ring.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

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

// What the vertical pass makes of columns outside the picture under the constant border rule.
float ConstantColumn(const CannyPicture& picture) {
  const CannySmoothing& smoothing = picture.smoothing;
  const float constant = ConstantLuminance(picture);
  float sum = constant * smoothing.taps[0];
  for (int j = 1; j <= smoothing.radius(); ++j) {
    sum += (constant + constant) * smoothing.taps[static_cast<size_t>(j)];
  }
  return sum;
}

// A row after the vertical pass, with what the horizontal pass needs on both sides.
template <class A>
class ColumnSums {
 public:
  ColumnSums(const CannyPicture& picture, A constant)
      : picture_(picture),
        constant_(constant),
        left_(RowStride(size_t(picture.smoothing.radius()) + SmoothRows::kLeft, sizeof(A)) /
              sizeof(A)),
        numbers_(left_ + size_t(picture.info.width) + size_t(picture.smoothing.radius()) +
                 4 * kRowAlignment) {}
  // The sum of the first pixel's column.
  A* body() { return numbers_.data() + left_; }
  // Fills in what is outside the picture.
  void Pad() {
    const int margin = picture_.smoothing.radius() + SmoothRows::kRight;
    PadRow(body(), picture_.info.width, 1, margin, margin, picture_.border.mode, constant_,
           body() - margin);
  }

 private:
  const CannyPicture& picture_;
  A constant_;
  size_t left_;
  Scratch<A> numbers_;
};

// The numbers of a row that Make makes.
size_t RowNumbers(const CannyPicture& picture) {
  return size_t{SmoothRows::kLeft} + static_cast<size_t>(picture.info.width) +
         size_t{SmoothRows::kRight};
}

// One channel of u8, in whole numbers.
class WholeRows : public SmoothRows {
 public:
  WholeRows(const CannyPicture& picture, const RowWindow& in)
      : picture_(picture),
        in_(in),
        columns_(picture, static_cast<int16_t>(ConstantColumn(picture) - float{kColumnBias})),
        window_(2 * size_t(picture.smoothing.radius()) + 1) {}

  void Make(int y, float* out) override {
    const int radius = picture_.smoothing.radius();
    for (size_t i = 0; i < window_.size(); ++i) {
      window_[i] = in_.Row<uint8_t>(y - radius + static_cast<int>(i));
    }
    SumColumnsWhole(window_.data(), picture_.smoothing, static_cast<size_t>(picture_.info.width),
                    columns_.body());
    columns_.Pad();
    SumRowWhole(columns_.body() - kLeft - radius, picture_.smoothing, RowNumbers(picture_),
                out - kLeft);
  }

 private:
  const CannyPicture& picture_;
  const RowWindow& in_;
  ColumnSums<int16_t> columns_;
  std::vector<const uint8_t*> window_;
};

// Any picture, through a ring of rows of its luminance.
class LuminanceRows : public SmoothRows {
 public:
  LuminanceRows(const CannyPicture& picture, const RowWindow& in, int first)
      : picture_(picture),
        in_(in),
        next_(first - picture.smoothing.radius()),
        luminance_(2 * picture.smoothing.radius() + 1, 0, picture.info.width),
        columns_(picture, ConstantColumn(picture)),
        window_(2 * size_t(picture.smoothing.radius()) + 1) {}

  void Make(int y, float* out) override {
    const CannySmoothing& smoothing = picture_.smoothing;
    const int radius = smoothing.radius();
    for (; next_ <= y + radius; ++next_) {
      VisitDType(picture_.info.dtype, [&](auto zero) {
        LuminanceOnBlack(in_.Row<decltype(zero)>(next_), picture_.info.width, picture_.info,
                         luminance_.Row(next_));
      });
    }
    for (size_t i = 0; i < window_.size(); ++i) {
      window_[i] = luminance_.Row(y - radius + static_cast<int>(i));
    }
    SymmetricSum(window_.data(), smoothing.taps.data(), radius,
                 static_cast<size_t>(picture_.info.width), columns_.body());
    columns_.Pad();
    const float* start = columns_.body() - kLeft - radius;
    for (size_t i = 0; i < window_.size(); ++i) window_[i] = start + i;
    SymmetricSum(window_.data(), smoothing.taps.data(), radius, RowNumbers(picture_), out - kLeft);
  }

 private:
  const CannyPicture& picture_;
  const RowWindow& in_;
  int next_;
  RowRing luminance_;
  ColumnSums<float> columns_;
  std::vector<const float*> window_;
};

}  // namespace

std::unique_ptr<SmoothRows> SmoothRows::Create(const CannyPicture& picture, const RowWindow& in,
                                               int first) {
  if (picture.smoothing.exact && picture.info.dtype == DType::kU8 && picture.info.channels == 1) {
    return std::make_unique<WholeRows>(picture, in);
  }
  return std::make_unique<LuminanceRows>(picture, in, first);
}

}  // namespace sluice
