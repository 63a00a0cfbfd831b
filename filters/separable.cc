#include "filters/separable.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>

#include "filters/weighted_sum.h"
#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

Status CheckTaps(const std::vector<float>& taps, int origin, const char* name) {
  const size_t size = taps.size();
  if (size == 0 || size > size_t{SeparableKernel::kMaxTaps}) {
    return Status::Usage("the kernel's " + std::string(name) + " has " + std::to_string(size) +
                         " weights, expected 1 to " + std::to_string(SeparableKernel::kMaxTaps));
  }
  if (origin < 0 || static_cast<size_t>(origin) >= size) {
    return Status::Usage("the kernel's " + std::string(name) + " has its origin at " +
                         std::to_string(origin) + ", outside its " + std::to_string(size) +
                         " weights");
  }
  return Status::Ok();
}

// The vertical pass comes first, straight from the window, so that no state passes from one output
// row to the next; its rows lie in f32 between margins that the border rule fills, and the
// horizontal pass reads them with unaligned loads.
class Separable : public RowFilter {
 public:
  Separable(SeparableKernel kernel, Border border, SeparableOutput output)
      : kernel_(std::move(kernel)), border_(border), output_(output) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    SLUICE_RETURN_IF_ERROR(CheckTaps(kernel_.column, kernel_.column_origin, "column"));
    SLUICE_RETURN_IF_ERROR(CheckTaps(kernel_.row, kernel_.row_origin, "row"));
    picture_ = in;
    PictureInfo out = in;
    row_weights_ = kernel_.row;
    if (output_ == SeparableOutput::kF32) {
      out.dtype = DType::kF32;
      for (float& weight : row_weights_) weight /= FullScale(in.dtype);
    }
    return out;
  }

  RowRange InputRows(RowRange out) const override {
    const int below = static_cast<int>(kernel_.column.size()) - 1 - kernel_.column_origin;
    return {out.begin - kernel_.column_origin, out.end + below};
  }
  Border border() const override { return border_; }
  int MinBandRows() const override { return kSumRows; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    VisitDType(picture_.dtype, [&](auto zero) {
      using T = decltype(zero);
      if constexpr (!std::is_same_v<T, float>) {
        if (output_ == SeparableOutput::kSameType) return Run<T, T>(in, out, band);
      }
      Run<T, float>(in, out, band);
    });
  }

 private:
  template <class T, class U>
  void Run(const RowWindow& in, RowRange out, const RowBand& band) const {
    const auto samples = static_cast<size_t>(picture_.row_samples());
    const auto channels = static_cast<size_t>(picture_.channels);
    const int taps = static_cast<int>(kernel_.column.size());
    const int row_taps = static_cast<int>(row_weights_.size());
    const size_t stride = samples + (row_weights_.size() - 1) * channels;
    Scratch<float> padded[kSumRows] = {Scratch<float>(stride), Scratch<float>(stride),
                                       Scratch<float>(stride), Scratch<float>(stride)};
    float* bodies[kSumRows];
    for (int k = 0; k < kSumRows; ++k) {
      bodies[k] = padded[k].data() + static_cast<size_t>(kernel_.row_origin) * channels;
    }
    const RowRange needed = InputRows(out);
    std::vector<const T*> rows(static_cast<size_t>(needed.size()));
    for (int y = needed.begin; y < needed.end; ++y) {
      rows[static_cast<size_t>(y - needed.begin)] = in.Row<T>(y);
    }
    std::vector<const float*> shifted(row_weights_.size());

    for (int y = out.begin; y < out.end;) {
      const T* const* window = rows.data() + (y - out.begin);
      int ready = 1;
      if (out.end - y >= kSumRows) {
        WeightedSumRows(window, kernel_.column.data(), taps, samples, bodies);
        ready = kSumRows;
      } else {
        WeightedSum(window, kernel_.column.data(), taps, samples, bodies[0]);
      }
      for (int k = 0; k < ready; ++k, ++y) {
        PadRow(bodies[k], picture_.width, picture_.channels, kernel_.row_origin,
               row_taps - 1 - kernel_.row_origin, border_.mode, ColumnOfConstant(),
               padded[k].data());
        for (size_t t = 0; t < shifted.size(); ++t) shifted[t] = padded[k].data() + t * channels;
        WeightedSum(shifted.data(), row_weights_.data(), row_taps, samples, band.Row<U>(y));
      }
    }
  }

  // What the vertical pass makes of columns outside the picture under the constant border rule.
  float ColumnOfConstant() const {
    float constant = 0.0f;
    VisitDType(picture_.dtype, [&](auto zero) {
      constant = static_cast<float>(FromFraction<decltype(zero)>(border_.constant));
    });
    float sum = constant * kernel_.column[0];
    for (size_t t = 1; t < kernel_.column.size(); ++t) sum += constant * kernel_.column[t];
    return sum;
  }

  SeparableKernel kernel_;
  Border border_;
  SeparableOutput output_;
  PictureInfo picture_;
  std::vector<float> row_weights_;  // those of the kernel, times what scales the output
};

}  // namespace

SeparableKernel CenteredKernel(std::vector<float> column, std::vector<float> row) {
  SeparableKernel kernel;
  kernel.column_origin = static_cast<int>(column.size() / 2);
  kernel.row_origin = static_cast<int>(row.size() / 2);
  kernel.column = std::move(column);
  kernel.row = std::move(row);
  return kernel;
}

std::unique_ptr<RowFilter> MakeSeparable(SeparableKernel kernel, Border border,
                                         SeparableOutput output) {
  return std::make_unique<Separable>(std::move(kernel), border, output);
}

}  // namespace sluice
