#include "filters/morphology.h"

#include <algorithm>
#include <type_traits>
#include <vector>

#include "filters/difference.h"
#include "filters/morphology_tile.h"
#include "filters/order_keys.h"
#include "filters/row_segment.h"
#include "filters/window_limits.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Output of a tile in a row: enough for its columns to stay in the nearest cache.
constexpr size_t kTileBytes = 1024;

int RoundUp(int n, int step) { return (n + step - 1) / step * step; }

// Rows of keys of one step's result.
template <class Key>
class KeyRows {
 public:
  KeyRows(RowRange range, int samples)
      : range_(range),
        stride_(RowStride(size_t(samples), sizeof(Key)) / sizeof(Key)),
        keys_(stride_ * size_t(std::max(0, range.size()))) {}
  RowRange range() const { return range_; }
  Key* Row(int y) { return keys_.data() + size_t(y - range_.begin) * stride_; }
  const Key* Row(int y) const { return keys_.data() + size_t(y - range_.begin) * stride_; }

 private:
  RowRange range_;
  size_t stride_;
  Scratch<Key> keys_;
};

// One erosion or dilation. The window of row y has the rows y - above .. y + below.
struct Step {
  bool largest = false;
  int above = 0;
  int below = 0;
  int left = 0;
  int right = 0;
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

  int MinBandRows() const override { return std::max(16, options_.height * (TwoSteps() ? 2 : 1)); }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(picture_.dtype, [&](auto zero) { TypedRows<decltype(zero)>(in, out, band); });
  }

 private:
  bool TwoSteps() const {
    return options_.op != MorphologyOp::kErode && options_.op != MorphologyOp::kDilate &&
           options_.op != MorphologyOp::kGradient;
  }

  Step Erosion() const {
    return {false, options_.height / 2, (options_.height - 1) / 2, options_.width / 2,
            (options_.width - 1) / 2};
  }
  // The window is reflected.
  Step Dilation() const {
    const Step s = Erosion();
    return {true, s.below, s.above, s.right, s.left};
  }

  template <class T>
  void TypedRows(const RowWindow& in, RowRange out, const RowBand& band) const {
    using Key = OrderKey<T>;
    std::vector<Key*> result;
    for (int y = out.begin; y < out.end; ++y) result.push_back(band.Row<Key>(y));
    switch (options_.op) {
      case MorphologyOp::kErode:
        Apply<T>(Erosion(), in, out, result);
        return Finish<T>(out, band);
      case MorphologyOp::kDilate:
        Apply<T>(Dilation(), in, out, result);
        return Finish<T>(out, band);
      case MorphologyOp::kOpen:
      case MorphologyOp::kTopHat:
        ApplyBoth<T>(Erosion(), Dilation(), in, out, result);
        break;
      case MorphologyOp::kClose:
      case MorphologyOp::kBlackHat:
        ApplyBoth<T>(Dilation(), Erosion(), in, out, result);
        break;
      case MorphologyOp::kGradient:
        Apply<T>(Dilation(), in, out, result);
        break;
    }
    Finish<T>(out, band);
    if (options_.op == MorphologyOp::kGradient) return SubtractErosion<T>(in, out, band);
    const auto count = static_cast<size_t>(picture_.row_samples());
    for (int y = out.begin; y < out.end; ++y) {
      T* const row = band.Row<T>(y);
      if (options_.op == MorphologyOp::kTopHat) Difference(in.Row<T>(y), row, count, row);
      if (options_.op == MorphologyOp::kBlackHat) Difference(row, in.Row<T>(y), count, row);
    }
  }

  template <class T>
  void SubtractErosion(const RowWindow& in, RowRange out, const RowBand& band) const {
    const auto count = static_cast<size_t>(picture_.row_samples());
    KeyRows<OrderKey<T>> eroded(out, picture_.row_samples());
    std::vector<OrderKey<T>*> rows;
    for (int y = out.begin; y < out.end; ++y) rows.push_back(eroded.Row(y));
    Apply<T>(Erosion(), in, out, rows);
    for (int y = out.begin; y < out.end; ++y) {
      if constexpr (std::is_same_v<T, float>) KeysToSamples(eroded.Row(y), count);
      const T* const row = reinterpret_cast<const T*>(eroded.Row(y));
      Difference(band.Row<T>(y), row, count, band.Row<T>(y));
    }
  }

  // Keys in the band become samples.
  template <class T>
  void Finish(RowRange out, const RowBand& band) const {
    if constexpr (std::is_same_v<T, float>) {
      for (int y = out.begin; y < out.end; ++y) {
        KeysToSamples(band.Row<int32_t>(y), size_t(picture_.row_samples()));
      }
    }
  }

  // A step on rows of the picture.
  template <class T>
  void Apply(const Step& step, const RowWindow& in, RowRange out,
             const std::vector<OrderKey<T>*>& result) const {
    std::vector<const T*> rows;
    for (int y = out.begin - step.above; y < out.end + step.below; ++y)
      rows.push_back(in.Row<T>(y));
    ApplyToRows<T>(step, rows, result);
  }

  // Two steps, one after the other.
  template <class T>
  void ApplyBoth(const Step& first, const Step& second, const RowWindow& in, RowRange out,
                 const std::vector<OrderKey<T>*>& result) const {
    using Key = OrderKey<T>;
    const RowRange needed{out.begin - second.above, out.end + second.below};
    // Rows outside the picture stand for rows of the first step's result inside it, which lie no
    // further from the band, but for one row when the window's sides are even. With wrap they are
    // results of rows that the driver has made up likewise.
    const bool wrap = options_.border.mode == BorderMode::kWrap;
    const RowRange computed =
        wrap ? needed
             : RowRange{std::max(0, needed.begin - 1), std::min(picture_.height, needed.end + 1)};
    KeyRows<Key> between(computed, picture_.row_samples());
    std::vector<Key*> computed_rows;
    for (int y = computed.begin; y < computed.end; ++y) computed_rows.push_back(between.Row(y));
    Apply<T>(first, in, computed, computed_rows);

    const KeyRows<Key> constant = ConstantRow<T>();
    std::vector<const Key*> rows;
    for (int y = needed.begin; y < needed.end; ++y) {
      const int64_t from = wrap ? y : BorderIndex(y, picture_.height, options_.border.mode);
      const bool outside = !wrap && from < 0;
      rows.push_back(outside ? constant.Row(0) : between.Row(static_cast<int>(from)));
    }
    ApplyToRows<T>(second, rows, result);
  }

  template <class T>
  OrderKey<T> ConstantKey() const {
    return KeyOf(FromFraction<T>(options_.border.constant));
  }

  template <class T>
  KeyRows<OrderKey<T>> ConstantRow() const {
    KeyRows<OrderKey<T>> row({0, 1}, picture_.row_samples());
    std::fill_n(row.Row(0), picture_.row_samples(), ConstantKey<T>());
    return row;
  }

  // A step on rows of samples or keys, those around the band included, tile by tile.
  template <class T, class Source>
  void ApplyToRows(const Step& step, const std::vector<const Source*>& rows,
                   const std::vector<OrderKey<T>*>& result) const {
    using Key = OrderKey<T>;
    const int channels = picture_.channels;
    const int reach = (step.left + step.right) * channels;
    constexpr int kLanes = int(kRowAlignment / sizeof(Key));
    const int tile_width = RoundUp(std::max(int(kTileBytes / sizeof(Key)), reach), kLanes);
    std::vector<const Key*> tile_rows(rows.size());
    std::vector<Key*> out(result.size());
    for (int x = 0; x < picture_.row_samples(); x += tile_width) {
      const int width = std::min(tile_width, picture_.row_samples() - x);
      const int begin = x - step.left * channels;
      const int end = x + width + step.right * channels;
      Scratch<Key> copies(0);
      // Kernels read whole vectors, which must stay inside the row's padding.
      const bool inside =
          begin >= 0 && end <= picture_.row_samples() &&
          begin + RoundUp(end - begin, kLanes) <= RoundUp(picture_.row_samples(), kLanes);
      if (std::is_same_v<Source, Key> && inside) {
        for (size_t i = 0; i < rows.size(); ++i) {
          tile_rows[i] = reinterpret_cast<const Key*>(rows[i]) + begin;
        }
      } else {
        CopyTile<T>(step, rows, x, width, &copies, &tile_rows);
      }
      for (size_t i = 0; i < result.size(); ++i) out[i] = result[i] + x;
      MorphologyOfTile(element_, step.largest,
                       {tile_rows.data(), channels, width, static_cast<int>(out.size())},
                       out.data());
    }
  }

  // Copies the keys under the windows of the samples [x, x + width), the border included.
  template <class T, class Source>
  void CopyTile(const Step& step, const std::vector<const Source*>& rows, int x, int width,
                Scratch<OrderKey<T>>* copies, std::vector<const OrderKey<T>*>* tile_rows) const {
    using Key = OrderKey<T>;
    // Whole pixels around the tile's samples.
    const int channels = picture_.channels;
    const int first = x / channels - step.left;
    const int end = (x + width - 1) / channels + 1 + step.right;
    const size_t count = size_t(end - first) * size_t(channels);
    const size_t stride = count + kRowAlignment / sizeof(Key);
    *copies = Scratch<Key>(stride * rows.size());
    Scratch<float> samples(std::is_same_v<Source, Key> ? 0 : count);
    for (size_t i = 0; i < rows.size(); ++i) {
      Key* const to = copies->data() + i * stride;
      if constexpr (std::is_same_v<Source, Key>) {
        CopySegment(rows[i], picture_.width, channels, first, end, options_.border.mode,
                    ConstantKey<T>(), to);
      } else {
        CopySegment(rows[i], picture_.width, channels, first, end, options_.border.mode,
                    FromFraction<T>(options_.border.constant), samples.data());
        SamplesToKeys(samples.data(), count, to);
      }
      (*tile_rows)[i] = to + x % channels;
    }
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
