#include "filters/multirate.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "filters/fixed_sum.h"
#include "filters/gaussian_kernel.h"
#include "filters/split_line.h"
#include "filters/weighted_sum.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

int FloorDiv(int a, int b) { return a >= 0 ? a / b : -((b - 1 - a) / b); }
int CeilDiv(int a, int b) { return -FloorDiv(-a, b); }

// The arithmetic of lines in f32, ...
struct FloatLine {
  using Sample = float;
  using Kernel = std::vector<float>;
  static Kernel Weights(const std::vector<double>& weights) {
    return {weights.begin(), weights.end()};
  }
  static Kernel Symmetric(const std::vector<double>& weights) { return Weights(weights); }
  static float FromSample(float sample) { return sample; }
  template <class In>
  static void SumSymmetric(const In* const* in, const Kernel& kernel, size_t count, float* out) {
    Sum(in, kernel, count, out);
  }
  template <class In, class Out>
  static void Sum(const In* const* in, const Kernel& kernel, size_t count, Out* out) {
    WeightedSum(in, kernel.data(), static_cast<int>(kernel.size()), count, out);
  }
};

// ... and in fixed point.
struct FixedLine {
  using Sample = int16_t;
  using Kernel = std::vector<int16_t>;
  static Kernel Weights(const std::vector<double>& weights) {
    Kernel kernel;
    for (const double weight : weights) {  // dyadic fractions: nothing to round
      kernel.push_back(static_cast<int16_t>(std::lround(weight * kFixedUnit)));
    }
    return kernel;
  }
  static FixedKernel Symmetric(const std::vector<double>& weights) {
    return ToFixedKernel(weights);
  }
  static int16_t FromSample(uint8_t sample) { return ToFixed(sample); }
  template <class In>
  static void SumSymmetric(const In* const* in, const FixedKernel& kernel, size_t count,
                           int16_t* out) {
    FixedSum(in, kernel, count, out);
  }
  template <class Out>
  static void Sum(const int16_t* const* in, const Kernel& kernel, size_t count, Out* out) {
    FixedBlend(in, kernel.data(), static_cast<int>(kernel.size()), count, out);
  }
};

// The lines a spline blends into a fine position of one phase: those of coarse positions
// q + first, q + first + 1, ... for fine position q * factor + phase.
template <class Line>
struct Blend {
  int first = 0;
  typename Line::Kernel weights;
};

// A design in the arithmetic of a line.
template <class Line>
struct Axis {
  using Symmetric = decltype(Line::Symmetric({}));

  // Fine samples come times `scale` out of interpolation.
  Axis(const MultirateAxis& design, double scale)
      : factor(design.factor), reach(design.reach()), radius(design.coarse_radius()) {
    std::vector<double> weights = design.spline;
    for (double& weight : weights) weight /= std::pow(factor, 4);
    decimate = Line::Symmetric(weights);
    coarse = Line::Symmetric(design.coarse);
    for (int phase = 0; phase < factor; ++phase) {
      Blend<Line> blend;
      blend.first = CeilDiv(phase - reach, factor);
      weights.clear();
      for (int m = blend.first; m <= FloorDiv(phase + reach, factor); ++m) {
        weights.push_back(design.spline.data()[phase - m * factor + reach] * std::pow(factor, -3) *
                          scale);
      }
      blend.weights = Line::Weights(weights);
      blends.push_back(std::move(blend));
    }
  }

  int spline_taps() const { return 2 * reach + 1; }
  int coarse_taps() const { return 2 * radius + 1; }
  // The coarse positions that fine positions [range.begin, range.end) are interpolated from.
  RowRange CoarseRange(RowRange range) const {
    return {CeilDiv(range.begin - reach, factor), FloorDiv(range.end - 1 + reach, factor) + 1};
  }
  // The fine positions that the filter at these coarse positions reads.
  RowRange FineRange(RowRange range) const {
    return {(range.begin - radius) * factor - reach, (range.end - 1 + radius) * factor + reach + 1};
  }

  int factor;
  int reach;   // of the spline, in fine positions
  int radius;  // of the coarse weights
  Symmetric decimate;
  Symmetric coarse;
  std::vector<Blend<Line>> blends;  // by phase
};

// Lines of one kind by their number, as many as are needed at a time.
template <class S>
class Ring {
 public:
  Ring(int lines, size_t samples) {
    for (int i = 0; i < lines; ++i) lines_.emplace_back(samples);
  }
  S* Line(int number) {
    const auto lines = static_cast<int>(lines_.size());
    return lines_[static_cast<size_t>(number - FloorDiv(number, lines) * lines)].data();
  }

 private:
  std::vector<Scratch<S>> lines_;
};

// The steps along a row: from a fine line of interleaved pixels to the filtered coarse line, and
// back. Coarse lines have one plane for each channel, one after the other, so that phases are runs
// of samples for any number of channels. Sums run over all planes at once; what they make of the
// ends of planes is never used.
template <class Line>
class RowSteps {
  using S = typename Line::Sample;

 public:
  RowSteps(const Axis<Line>& axis, const PictureInfo& picture, BorderMode mode, S constant)
      : axis_(axis),
        mode_(mode),
        constant_(constant),
        width_(picture.width),
        channels_(picture.channels),
        cells_((picture.width + axis.factor - 1) / axis.factor),
        coarse_(axis.CoarseRange({0, cells_ * axis.factor})),
        fine_(axis.FineRange(coarse_)),
        plane_(RowStride(PhaseSamples(), sizeof(S)) / sizeof(S)),
        fine_plane_(RowStride(PhaseSamples() * Factor(), sizeof(S)) / sizeof(S)),
        padded_(Channels() * PhaseSamples() * Factor() + Slack()),
        channel_lines_(channels_ > 1 ? Channels() * fine_plane_ + Slack() : 0),
        decimated_(AllocatedCoarse()) {
    for (int p = 0; p < axis.factor; ++p) phases_.emplace_back(AllocatedCoarse());
  }

  // Samples of a filtered coarse line; samples to allocate for it and for a fine line.
  size_t CoarseSamples() const { return Channels() * plane_; }
  size_t AllocatedCoarse() const {  // sums read on, by as much as their terms are shifted
    return CoarseSamples() + static_cast<size_t>(axis_.coarse_taps() + axis_.spline_taps());
  }
  size_t AllocatedFine() const {
    return Channels() * static_cast<size_t>(cells_) * Factor() + Slack();
  }

  // Where the line that ToCoarse takes has to be written.
  S* FineLine() { return padded_.data() + static_cast<size_t>(-fine_.begin) * Channels(); }

  void ToCoarse(S* coarse) {
    PadRow(FineLine(), width_, channels_, -fine_.begin, fine_.end - width_, mode_, constant_,
           padded_.data());
    SplitPhases();
    terms_.clear();
    for (int i = 0; i < axis_.spline_taps(); ++i) {
      terms_.push_back(phases_[static_cast<size_t>(i % axis_.factor)].data() + i / axis_.factor);
    }
    Line::SumSymmetric(terms_.data(), axis_.decimate, CoarseSamples(), decimated_.data());
    terms_.clear();
    for (int j = 0; j < axis_.coarse_taps(); ++j) terms_.push_back(decimated_.data() + j);
    Line::SumSymmetric(terms_.data(), axis_.coarse, CoarseSamples(), coarse);
  }

  void ToFine(const S* coarse, S* fine) {
    for (size_t p = 0; p < Factor(); ++p) {
      const Blend<Line>& blend = axis_.blends[p];
      terms_.clear();
      for (size_t t = 0; t < blend.weights.size(); ++t) {
        terms_.push_back(coarse + static_cast<size_t>(blend.first - coarse_.begin) + t);
      }
      Line::Sum(terms_.data(), blend.weights, CoarseSamples(), phases_[p].data());
    }
    MergePhases(fine);
  }

 private:
  size_t Channels() const { return static_cast<size_t>(channels_); }
  size_t Factor() const { return static_cast<size_t>(axis_.factor); }
  // Samples of a phase that decimation reads: the coarse positions of the filter, and its shifts.
  size_t PhaseSamples() const {
    return static_cast<size_t>(coarse_.size()) + 2 * static_cast<size_t>(axis_.radius) +
           2 * static_cast<size_t>(axis_.reach) / Factor();
  }
  // What SplitLine and MergeLine touch past the end of a line.
  size_t Slack() const { return std::max(Factor(), Channels()) * kRowAlignment / sizeof(S); }
  // Channel c of a fine line by itself.
  S* ChannelLine(size_t c) {
    return channels_ > 1 ? channel_lines_.data() + c * fine_plane_ : padded_.data();
  }

  // From the padded line to the planes of all phases.
  void SplitPhases() {
    parts_.clear();
    for (size_t c = 0; c < Channels(); ++c) parts_.push_back(ChannelLine(c));
    if (channels_ > 1) {
      SplitLine(padded_.data(), channels_, PhaseSamples() * Factor(), parts_.data());
    }
    for (size_t c = 0; c < Channels(); ++c) {
      parts_.clear();
      for (Scratch<S>& phase : phases_) parts_.push_back(phase.data() + c * plane_);
      SplitLine(ChannelLine(c), axis_.factor, PhaseSamples(), parts_.data());
    }
  }

  // From the planes of all phases to interleaved pixels.
  void MergePhases(S* fine) {
    const auto cells = static_cast<size_t>(cells_);
    for (size_t c = 0; c < Channels(); ++c) {
      terms_.clear();
      for (Scratch<S>& phase : phases_) terms_.push_back(phase.data() + c * plane_);
      MergeLine(terms_.data(), axis_.factor, cells, channels_ > 1 ? ChannelLine(c) : fine);
    }
    if (channels_ == 1) return;
    terms_.clear();
    for (size_t c = 0; c < Channels(); ++c) terms_.push_back(ChannelLine(c));
    MergeLine(terms_.data(), channels_, cells * Factor(), fine);
  }

  const Axis<Line>& axis_;
  BorderMode mode_;
  S constant_;
  int width_;
  int channels_;
  int cells_;          // of `factor` fine pixels, the last one perhaps not full
  RowRange coarse_;    // columns of the filtered coarse line
  RowRange fine_;      // columns of the padded line
  size_t plane_;       // samples from one plane of a coarse line to the next
  size_t fine_plane_;  // and of a fine line
  Scratch<S> padded_;  // a fine line with its margins
  Scratch<S> channel_lines_;
  Scratch<S> decimated_;
  std::vector<Scratch<S>> phases_;
  std::vector<const S*> terms_;
  std::vector<S*> parts_;
};

// T: samples in; U: samples out.
template <class Line, class T, class U>
class Multirate : public RowFilter {
  using S = typename Line::Sample;

 public:
  Multirate(const MultirateAxis& column, const MultirateAxis& row, Border border, double scale)
      : column_(column, scale), row_(row, 1.0), border_(border) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    picture_ = in;
    PictureInfo out = in;
    out.dtype = kDTypeOf<U>;
    return out;
  }

  RowRange InputRows(RowRange out) const override {
    return column_.FineRange(column_.CoarseRange(out));
  }
  Border border() const override { return border_; }
  // A band starts with the coarse rows of a whole window, at about half the cost of its rows: six
  // windows to a band make that little, but very wide blurs have to leave bands for other threads.
  int MinBandRows() const override {
    const int window = InputRows({0, 1}).size();
    return std::max(2 * window, std::min(6 * window, 512));
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    Pass pass(*this, in, out);
    for (int y = out.begin; y < out.end; ++y) pass.Row(y, band.Row<U>(y));
  }

 private:
  // The way down a band: filtered coarse rows, then rows filtered along both axes and interpolated
  // along rows, then those interpolated along columns.
  class Pass {
   public:
    Pass(const Multirate& filter, const RowWindow& in, RowRange out)
        : axis_(filter.column_),
          in_(in),
          samples_(static_cast<size_t>(filter.picture_.row_samples())),
          steps_(filter.row_, filter.picture_, filter.border_.mode,
                 Line::FromSample(FromFraction<T>(filter.border_.constant))),
          narrow_(axis_.coarse_taps(), steps_.AllocatedCoarse()),
          wide_(axis_.spline_taps() / axis_.factor + 1, steps_.AllocatedFine()),
          filtered_(steps_.AllocatedCoarse()),
          next_wide_(axis_.CoarseRange(out).begin),
          next_narrow_(next_wide_ - axis_.radius) {}

    void Row(int y, U* out) {
      const int cell = FloorDiv(y, axis_.factor);
      const Blend<Line>& blend = axis_.blends[static_cast<size_t>(y - cell * axis_.factor)];
      pointers_.clear();
      for (int t = 0; t < static_cast<int>(blend.weights.size()); ++t) {
        const int number = cell + blend.first + t;
        for (; next_wide_ <= number; ++next_wide_) MakeWide(next_wide_);
        pointers_.push_back(wide_.Line(number));
      }
      Line::Sum(pointers_.data(), blend.weights, samples_, out);
    }

   private:
    void MakeWide(int number) {
      for (; next_narrow_ <= number + axis_.radius; ++next_narrow_) MakeNarrow(next_narrow_);
      pointers_of_wide_.clear();
      for (int j = -axis_.radius; j <= axis_.radius; ++j) {
        pointers_of_wide_.push_back(narrow_.Line(number + j));
      }
      Line::SumSymmetric(pointers_of_wide_.data(), axis_.coarse, steps_.CoarseSamples(),
                         filtered_.data());
      steps_.ToFine(filtered_.data(), wide_.Line(number));
    }

    void MakeNarrow(int number) {
      rows_.clear();
      for (int i = -axis_.reach; i <= axis_.reach; ++i) {
        rows_.push_back(in_.template Row<T>(number * axis_.factor + i));
      }
      Line::SumSymmetric(rows_.data(), axis_.decimate, samples_, steps_.FineLine());
      steps_.ToCoarse(narrow_.Line(number));
    }

    const Axis<Line>& axis_;
    const RowWindow& in_;
    size_t samples_;
    RowSteps<Line> steps_;
    Ring<S> narrow_;  // filtered along rows, by coarse row
    Ring<S> wide_;    // interpolated along rows, by coarse row
    Scratch<S> filtered_;
    int next_wide_;
    int next_narrow_;
    std::vector<const S*> pointers_;
    std::vector<const S*> pointers_of_wide_;
    std::vector<const T*> rows_;
  };

  Axis<Line> column_;
  Axis<Line> row_;
  Border border_;
  PictureInfo picture_;
};

// Chooses the arithmetic when it knows the sample type.
class AnyMultirate : public RowFilter {
 public:
  AnyMultirate(MultirateAxis column, MultirateAxis row, Border border, SeparableOutput output)
      : column_(std::move(column)), row_(std::move(row)), border_(border), output_(output) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    if (output_ == SeparableOutput::kF32) {
      VisitDType(in.dtype, [&](auto zero) {
        Make<FloatLine, decltype(zero), float>(1.0 / static_cast<double>(FullScale(in.dtype)));
      });
    } else if (in.dtype == DType::kU8 && column_.factor > 1 && row_.factor > 1) {
      Make<FixedLine, uint8_t, uint8_t>(1.0);
    } else {
      VisitDType(in.dtype,
                 [&](auto zero) { Make<FloatLine, decltype(zero), decltype(zero)>(1.0); });
    }
    return filter_->Prepare(in);
  }

  RowRange InputRows(RowRange out) const override { return filter_->InputRows(out); }
  Border border() const override { return border_; }
  int MinBandRows() const override { return filter_->MinBandRows(); }
  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    filter_->Rows(in, out, band);
  }

 private:
  template <class Line, class T, class U>
  void Make(double scale) {
    filter_ = std::make_unique<Multirate<Line, T, U>>(column_, row_, border_, scale);
  }

  MultirateAxis column_;
  MultirateAxis row_;
  Border border_;
  SeparableOutput output_;
  std::unique_ptr<RowFilter> filter_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeMultirate(MultirateAxis column, MultirateAxis row, Border border,
                                         SeparableOutput output) {
  return std::make_unique<AnyMultirate>(std::move(column), std::move(row), border, output);
}

}  // namespace sluice
