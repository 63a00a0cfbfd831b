#include "filters/box.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

#include "filters/box_sums.h"
#include "filters/window_sums.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// The size of window up to which f32 columns are added afresh for every row.
constexpr int kDirectRows = 4;

// sums[i] = line[i] + line[i + channels] + ... (`window` terms) by running sums: for 64-bit sums,
// which vectors have little to offer.
void RunningSums(const uint64_t* line, size_t window, size_t samples, size_t channels,
                 uint64_t* sums) {
  for (size_t c = 0; c < channels; ++c) {
    uint64_t sum = 0;
    for (size_t t = 0; t < window; ++t) sum += line[c + t * channels];
    sums[c] = sum;
    for (size_t i = c + channels; i < samples; i += channels) {
      sums[i] = sum += line[i + (window - 1) * channels] - line[i - channels];
    }
  }
}

// Sums of `height` consecutive f32 rows in constant time (van Herk 1992, Gil and Werman 1993): rows
// fall into blocks of `height`, at absolute positions. A window covers the end of one block and the
// beginning of the next: the sum of the one's last rows, prepared for the whole block at a time,
// plus a sum of the other's first rows that grows by a row a step.
class BlockedRowSums {
 public:
  BlockedRowSums(int height, size_t samples)
      : height_(height),
        samples_(samples),
        stride_(RowStride(samples, sizeof(float)) / sizeof(float)),
        ending_(static_cast<size_t>(height) * stride_),
        beginning_(samples) {}

  // The sum of rows [first, first + height) of the window; `first` goes up by 1 from call to call.
  void Sum(const RowWindow& in, int first, float* out) {
    const int position = (first % height_ + height_) % height_;
    const int block = first - position;
    if (position == 0 || !started_) {
      PrepareEnding(in, block, position);
      begun_ = 0;
    }
    started_ = true;
    for (; begun_ < position; ++begun_) {
      const float* row = in.Row<float>(block + height_ + begun_);
      const float* const lines[] = {row, beginning_.data()};
      AddLines(lines, begun_ == 0 ? 1 : 2, samples_, beginning_.data());
    }
    const float* const lines[] = {Ending(position), beginning_.data()};
    AddLines(lines, position == 0 ? 1 : 2, samples_, out);
  }

 private:
  // The sum of the block's rows from `position` on.
  float* Ending(int position) { return ending_.data() + static_cast<size_t>(position) * stride_; }

  void PrepareEnding(const RowWindow& in, int block, int from) {
    for (int p = height_ - 1; p >= from; --p) {
      const bool last = p == height_ - 1;
      const float* const lines[] = {in.Row<float>(block + p), last ? nullptr : Ending(p + 1)};
      AddLines(lines, last ? 1 : 2, samples_, Ending(p));
    }
  }

  int height_;
  size_t samples_;
  size_t stride_;  // of the lines in ending_, in samples
  Scratch<float> ending_;
  Scratch<float> beginning_;
  bool started_ = false;
  int begun_ = 0;  // rows of the next block in beginning_
};

Status CheckSide(const char* name, int side) {
  if (side >= 1 && side <= BoxOptions::kMaxSide) return Status::Ok();
  return Status::Usage("the box's " + std::string(name) + " must be 1 to " +
                       std::to_string(BoxOptions::kMaxSide) + " pixels, got " +
                       std::to_string(side));
}

class Box : public RowFilter {
 public:
  explicit Box(const BoxOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_RETURN_IF_ERROR(CheckSide("width", options_.width));
    SLUICE_RETURN_IF_ERROR(CheckSide("height", options_.height));
    picture_ = in;
    plan_ = WindowPlan::For(options_.width);
    const uint32_t full_scale = in.dtype == DType::kU16 ? 65535 : 255;
    divider_.emplace(uint64_t(options_.width) * uint64_t(options_.height), full_scale);
    return in;
  }

  RowRange InputRows(RowRange out) const override {
    return {out.begin - Above(), out.end + options_.height - 1 - Above()};
  }
  Border border() const override { return options_.border; }
  // A band begins with the sums of one window's rows.
  int MinBandRows() const override { return std::clamp(4 * options_.height, 32, 1024); }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    switch (picture_.dtype) {
      case DType::kU8:
        if (divider_->fits_u16()) return Integer<uint8_t, uint16_t>(in, out, band);
        if (divider_->fits_u32()) return Integer<uint8_t, uint32_t>(in, out, band);
        return Integer<uint8_t, uint64_t>(in, out, band);
      case DType::kU16:
        if (divider_->fits_u32()) return Integer<uint16_t, uint32_t>(in, out, band);
        return Integer<uint16_t, uint64_t>(in, out, band);
      case DType::kF32:
        return Float(in, out, band);
    }
  }

 private:
  int Above() const { return options_.height / 2; }
  int Left() const { return options_.width / 2; }
  size_t Samples() const { return static_cast<size_t>(picture_.row_samples()); }
  size_t Channels() const { return static_cast<size_t>(picture_.channels); }
  size_t PaddedSamples() const {
    return Samples() + static_cast<size_t>(options_.width - 1) * Channels();
  }
  template <class S>
  void Pad(S* padded, S constant) const {
    PadRow(padded + static_cast<size_t>(Left()) * Channels(), picture_.width, picture_.channels,
           Left(), options_.width - 1 - Left(), options_.border.mode, constant, padded);
  }

  // From a padded row of column sums to the means.
  template <class S>
  class RowMeans {
   public:
    explicit RowMeans(const Box& box)
        : box_(box), windows_(box.plan_, box.options_.width, box.Samples(), box.Channels()) {}
    template <class T>
    void Write(const S* padded, T* out) {
      const std::vector<const S*>& terms = windows_.Terms(padded);
      MeanLines(terms.data(), static_cast<int>(terms.size()), box_.Samples(), *box_.divider_, out);
    }

   private:
    const Box& box_;
    WindowSums<S> windows_;
  };

  // Column sums move down the band by one row in and one row out; they are integers, so that it
  // does not matter where they began.
  template <class T, class S>
  void Integer(const RowWindow& in, RowRange out, const RowBand& band) const {
    const size_t samples = Samples();
    const Scratch<T> nothing(samples);
    Scratch<S> padded(PaddedSamples());
    S* columns = padded.data() + static_cast<size_t>(Left()) * Channels();
    const S constant =
        static_cast<S>(FromFraction<T>(options_.border.constant)) * static_cast<S>(options_.height);
    RowMeans<S> means(*this);

    const int first = out.begin - Above();
    for (int y = first; y < first + options_.height - 1; ++y) {
      MoveSums(in.Row<T>(y), nothing.data(), samples, columns);
    }
    for (int y = out.begin; y < out.end; ++y) {
      const T* leaving = y == out.begin ? nothing.data() : in.Row<T>(y - 1 - Above());
      MoveSums(in.Row<T>(y - Above() + options_.height - 1), leaving, samples, columns);
      Pad(padded.data(), constant);
      means.Write(padded.data(), band.Row<T>(y));
    }
  }

  void Float(const RowWindow& in, RowRange out, const RowBand& band) const {
    const size_t samples = Samples();
    Scratch<float> padded(PaddedSamples());
    float* columns = padded.data() + static_cast<size_t>(Left()) * Channels();
    RowMeans<float> means(*this);
    BlockedRowSums blocks(options_.height, samples);
    for (int y = out.begin; y < out.end; ++y) {
      const int first = y - Above();
      if (options_.height <= kDirectRows) {
        const float* rows[kDirectRows];
        for (int t = 0; t < options_.height; ++t) rows[t] = in.Row<float>(first + t);
        AddLines(rows, options_.height, samples, columns);
      } else {
        blocks.Sum(in, first, columns);
      }
      Pad(padded.data(), options_.border.constant * static_cast<float>(options_.height));
      means.Write(padded.data(), band.Row<float>(y));
    }
  }

  BoxOptions options_;
  PictureInfo picture_;
  WindowPlan plan_;
  std::optional<BoxDivider> divider_;
};

template <>
class Box::RowMeans<uint64_t> {
 public:
  explicit RowMeans(const Box& box) : box_(box), sums_(box.Samples()) {}
  template <class T>
  void Write(const uint64_t* padded, T* out) {
    RunningSums(padded, static_cast<size_t>(box_.options_.width), box_.Samples(), box_.Channels(),
                sums_.data());
    MeanLine(sums_.data(), box_.Samples(), *box_.divider_, out);
  }

 private:
  const Box& box_;
  Scratch<uint64_t> sums_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeBox(const BoxOptions& options) {
  return std::make_unique<Box>(options);
}

}  // namespace sluice
