#include "filters/morphology.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "filters/difference.h"
#include "filters/morphology_rows.h"
#include "filters/window_limits.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// The rows of one step's result.
template <class T>
class StepRows {
 public:
  StepRows(RowRange range, int samples)
      : range_(range),
        stride_(RowStride(size_t(samples), sizeof(T)) / sizeof(T)),
        samples_(stride_ * size_t(range.size())) {}
  T* Row(int y) { return samples_.data() + size_t(y - range_.begin) * stride_; }
  std::vector<T*> All() {
    std::vector<T*> rows;
    for (int y = range_.begin; y < range_.end; ++y) rows.push_back(Row(y));
    return rows;
  }

 private:
  RowRange range_;
  size_t stride_;
  Scratch<T> samples_;
};

class Morphology : public RowFilter {
 public:
  explicit Morphology(const MorphologyOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_RETURN_IF_ERROR(CheckWindow(options_.width, options_.height));
    const bool disc = options_.shape == MorphologyShape::kDisc;
    if (disc && (options_.width % 2 == 0 || options_.height % 2 == 0)) {
      return Status::Usage("a disc needs an odd width and height");
    }
    element_ = disc ? StructuringElement::Disc(options_.width, options_.height)
                    : StructuringElement::Rectangle(options_.width, options_.height);
    picture_ = in;
    return in;
  }

  RowRange InputRows(RowRange out) const override {
    if (!TwoSteps()) {
      // Also enough for both an erosion and a dilation by a window with even sides.
      return {out.begin - options_.height / 2, out.end + options_.height / 2};
    }
    // The first step's rows, those that stand in for rows outside the picture included.
    return {out.begin - options_.height - 1, out.end + options_.height + 1};
  }

  Border border() const override { return options_.border; }

  int MinBandRows() const override { return std::max(64, options_.height * (TwoSteps() ? 3 : 2)); }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(picture_.dtype, [&](auto zero) { TypedRows<decltype(zero)>(in, out, band); });
  }

 private:
  bool TwoSteps() const {
    return options_.op != MorphologyOp::kErode && options_.op != MorphologyOp::kDilate &&
           options_.op != MorphologyOp::kGradient;
  }

  // The window of row y has the rows y - above .. y + below.
  struct Step {
    bool largest = false;
    int above = 0;
    int below = 0;
    RowShape shape;
  };

  Step Erosion() const {
    return {false,
            options_.height / 2,
            (options_.height - 1) / 2,
            {picture_.width, picture_.channels, options_.border, options_.width / 2,
             (options_.width - 1) / 2}};
  }
  // The window is reflected.
  Step Dilation() const {
    Step s = Erosion();
    std::swap(s.above, s.below);
    std::swap(s.shape.left, s.shape.right);
    s.largest = true;
    return s;
  }

  template <class T>
  void TypedRows(const RowWindow& in, RowRange out, const RowBand& band) const {
    std::vector<T*> result;
    for (int y = out.begin; y < out.end; ++y) result.push_back(band.Row<T>(y));
    switch (options_.op) {
      case MorphologyOp::kErode:
        return Apply(Erosion(), in, out, result);
      case MorphologyOp::kDilate:
        return Apply(Dilation(), in, out, result);
      case MorphologyOp::kOpen:
        return ApplyBoth(Erosion(), Dilation(), in, out, result);
      case MorphologyOp::kClose:
        return ApplyBoth(Dilation(), Erosion(), in, out, result);
      case MorphologyOp::kGradient:
        return Gradient(in, out, result);
      case MorphologyOp::kTopHat:
        ApplyBoth(Erosion(), Dilation(), in, out, result);
        for (int y = out.begin; y < out.end; ++y) {
          Subtract(in.Row<T>(y), band.Row<T>(y), band.Row<T>(y));
        }
        return;
      case MorphologyOp::kBlackHat:
        ApplyBoth(Dilation(), Erosion(), in, out, result);
        for (int y = out.begin; y < out.end; ++y) {
          Subtract(band.Row<T>(y), in.Row<T>(y), band.Row<T>(y));
        }
        return;
    }
  }

  template <class T>
  void Subtract(const T* a, const T* b, T* difference) const {
    Difference(a, b, static_cast<size_t>(picture_.row_samples()), difference);
  }

  template <class T>
  void Gradient(const RowWindow& in, RowRange out, const std::vector<T*>& result) const {
    StepRows<T> eroded(out, picture_.row_samples());
    Apply(Erosion(), in, out, eroded.All());
    Apply(Dilation(), in, out, result);
    for (int y = out.begin; y < out.end; ++y) {
      T* const row = result[size_t(y - out.begin)];
      Subtract<T>(row, eroded.Row(y), row);
    }
  }

  // A step on rows of the picture.
  template <class T>
  void Apply(const Step& step, const RowWindow& in, RowRange out,
             const std::vector<T*>& result) const {
    std::vector<const T*> rows;
    for (int y = out.begin - step.above; y < out.end + step.below; ++y) {
      rows.push_back(in.Row<T>(y));
    }
    MorphologyRows(element_, step.largest, step.shape, rows.data(), out.size(), result.data());
  }

  // Two steps, one after the other.
  template <class T>
  void ApplyBoth(const Step& first, const Step& second, const RowWindow& in, RowRange out,
                 const std::vector<T*>& result) const {
    const RowRange needed{out.begin - second.above, out.end + second.below};
    // Rows outside the picture stand for rows of the first step's result inside it, which lie no
    // further from the band, but for one row when the window's sides are even. With wrap they are
    // results of rows that the driver has made up likewise.
    const bool wrap = options_.border.mode == BorderMode::kWrap;
    const RowRange computed =
        wrap ? needed
             : RowRange{std::max(0, needed.begin - 1), std::min(picture_.height, needed.end + 1)};
    StepRows<T> between(computed, picture_.row_samples());
    Apply(first, in, computed, between.All());

    StepRows<T> constant({0, 1}, picture_.row_samples());
    std::fill_n(constant.Row(0), picture_.row_samples(), FromFraction<T>(options_.border.constant));
    std::vector<const T*> rows;
    for (int y = needed.begin; y < needed.end; ++y) {
      const int64_t from = wrap ? y : BorderIndex(y, picture_.height, options_.border.mode);
      const bool outside = !wrap && from < 0;
      rows.push_back(outside ? constant.Row(0) : between.Row(static_cast<int>(from)));
    }
    MorphologyRows(element_, second.largest, second.shape, rows.data(), out.size(), result.data());
  }

  MorphologyOptions options_;
  PictureInfo picture_;
  StructuringElement element_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeMorphology(const MorphologyOptions& options) {
  return std::make_unique<Morphology>(options);
}

}  // namespace sluice
