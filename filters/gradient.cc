#include "filters/gradient.h"

#include <cstddef>
#include <type_traits>

#include "filters/gradient_rows.h"
#include "lib/border.h"
#include "lib/limits.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

GradientWeights WeightsOf(GradientKernel kernel) {
  switch (kernel) {
    case GradientKernel::kSobel:
      return {1, 2, false};
    case GradientKernel::kScharr:
      return {3, 10, false};
    case GradientKernel::kCentral:
      return {0, 1, false};
    case GradientKernel::kSecond:
      break;
  }
  return {0, 1, true};
}

// What the plain sums are to be divided by.
float DivisorOf(const GradientOptions& options) {
  switch (options.kernel) {
    case GradientKernel::kSobel:
      return options.normalize ? 8.0f : 1.0f;
    case GradientKernel::kScharr:
      return options.normalize ? 32.0f : 1.0f;
    case GradientKernel::kCentral:
      return 2.0f;
    case GradientKernel::kSecond:
      break;
  }
  return 1.0f;
}

// A row after the vertical pass, with a pixel to spare on each side.
template <class A>
class ColumnRow {
 public:
  explicit ColumnRow(const PictureInfo& picture)
      : picture_(picture),
        body_(RowStride(size_t(picture.channels), sizeof(A)) / sizeof(A)),
        numbers_(body_ + size_t(picture.row_samples()) + size_t(picture.channels)) {}
  A* data() { return numbers_.data() + body_; }
  void Pad(BorderMode mode, A constant) {
    PadRow(data(), picture_.width, picture_.channels, 1, 1, mode, constant,
           data() - picture_.channels);
  }

 private:
  const PictureInfo& picture_;
  size_t body_;
  Scratch<A> numbers_;
};

class Gradient : public RowFilter {
 public:
  explicit Gradient(const GradientOptions& options)
      : options_(options), weights_(WeightsOf(options.kernel)) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    picture_ = in;
    PictureInfo out = in;
    out.dtype = DType::kF32;
    out.alpha = false;
    if (options_.output == GradientOutput::kBoth) {
      SLUICE_RETURN_IF_ERROR(
          CheckSize(uint64_t(in.width), uint64_t(in.height), 2 * uint64_t(in.channels), Limits{}));
      out.channels = 2 * in.channels;
    }
    return out;
  }

  RowRange InputRows(RowRange out) const override { return {out.begin - 1, out.end + 1}; }
  Border border() const override { return options_.border; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(picture_.dtype, [&](auto zero) { Run<decltype(zero)>(in, out, band); });
  }

 private:
  template <class T>
  void Run(const RowWindow& in, RowRange out, const RowBand& band) const {
    using A = std::conditional_t<std::is_same_v<T, uint8_t>, int16_t, float>;
    constexpr float kFullScale = std::is_same_v<T, float> ? 255.0f : DTypeTraits<T>::kFullScale;
    const auto count = static_cast<size_t>(picture_.row_samples());
    const float unit = kFullScale * DivisorOf(options_);
    // Outside the picture the constant is the same up and down the column.
    const auto constant = static_cast<A>(FromFraction<T>(options_.border.constant) *
                                         (kFullScale / DTypeTraits<T>::kFullScale));
    const auto smooth_constant =
        static_cast<A>(constant * static_cast<A>(2 * weights_.side + weights_.middle));
    ColumnRow<A> smooth(picture_);
    ColumnRow<A> change(picture_);
    for (int y = out.begin; y < out.end; ++y) {
      SumColumns(in.Row<T>(y - 1), in.Row<T>(y), in.Row<T>(y + 1), count, weights_, smooth.data(),
                 change.data());
      smooth.Pad(options_.border.mode, smooth_constant);
      change.Pad(options_.border.mode, A{0});
      DeriveRow(smooth.data(), change.data(), static_cast<size_t>(picture_.channels), count,
                weights_, unit, options_.output, band.Row<float>(y));
    }
  }

  GradientOptions options_;
  GradientWeights weights_;
  PictureInfo picture_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeGradient(const GradientOptions& options) {
  return std::make_unique<Gradient>(options);
}

}  // namespace sluice
