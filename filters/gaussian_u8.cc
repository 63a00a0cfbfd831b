#include "filters/gaussian_u8.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <utility>
#include <vector>

#include "lib/saturate.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// A kernel of one tap is the identity.
bool IsIdentity(const FixedKernel& kernel) { return kernel.half.size() == 1; }
int Radius(const FixedKernel& kernel) { return kernel.taps() / 2; }

class GaussianU8 : public RowFilter {
 public:
  GaussianU8(FixedKernel column, FixedKernel row, Border border)
      : column_(std::move(column)), row_(std::move(row)), border_(border) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    if (in.dtype != DType::kU8) {
      return Status::Usage(std::string("expects u8 samples, got ") + DTypeName(in.dtype));
    }
    picture_ = in;
    return in;
  }

  RowRange InputRows(RowRange out) const override {
    return {out.begin - Radius(column_), out.end + Radius(column_)};
  }
  Border border() const override { return border_; }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const RowRange needed = InputRows(out);
    std::vector<const uint8_t*> rows(static_cast<size_t>(needed.size()));
    for (int y = needed.begin; y < needed.end; ++y) {
      rows[static_cast<size_t>(y - needed.begin)] = in.Row<uint8_t>(y);
    }
    const auto samples = static_cast<size_t>(picture_.row_samples());
    const uint8_t constant = FromFraction<uint8_t>(border_.constant);

    if (IsIdentity(row_)) {
      for (int y = out.begin; y < out.end; ++y) {
        const uint8_t* const* window = rows.data() + (y - out.begin);
        if (IsIdentity(column_)) {
          std::memcpy(band.Row<uint8_t>(y), window[0], samples);
        } else {
          FixedSum(window, column_, samples, band.Row<uint8_t>(y));
        }
      }
    } else if (IsIdentity(column_)) {
      PaddedRow<uint8_t> line(*this, constant);
      for (int y = out.begin; y < out.end; ++y) {
        std::memcpy(line.body(), rows[static_cast<size_t>(y - out.begin)], samples);
        line.Sum(band.Row<uint8_t>(y));
      }
    } else {
      PaddedRow<int16_t> line(*this, ToFixed(constant));
      for (int y = out.begin; y < out.end; ++y) {
        FixedSum(rows.data() + (y - out.begin), column_, samples, line.body());
        line.Sum(band.Row<uint8_t>(y));
      }
    }
  }

 private:
  // A row between margins, and the horizontal pass over it.
  template <class T>
  class PaddedRow {
   public:
    PaddedRow(const GaussianU8& filter, T constant)
        : filter_(filter),
          constant_(constant),
          radius_(Radius(filter.row_)),
          padded_(Samples() + 2 * Margin()),
          shifted_(static_cast<size_t>(filter.row_.taps())) {
      const auto channels = static_cast<size_t>(filter.picture_.channels);
      for (size_t t = 0; t < shifted_.size(); ++t) shifted_[t] = padded_.data() + t * channels;
    }
    T* body() { return padded_.data() + Margin(); }
    void Sum(uint8_t* out) {
      const PictureInfo& p = filter_.picture_;
      PadRow(body(), p.width, p.channels, radius_, radius_, filter_.border_.mode, constant_,
             padded_.data());
      FixedSum(shifted_.data(), filter_.row_, Samples(), out);
    }

   private:
    size_t Samples() const { return static_cast<size_t>(filter_.picture_.row_samples()); }
    size_t Margin() const {
      return static_cast<size_t>(radius_) * static_cast<size_t>(filter_.picture_.channels);
    }

    const GaussianU8& filter_;
    T constant_;
    int radius_;
    Scratch<T> padded_;
    std::vector<const T*> shifted_;
  };

  FixedKernel column_;
  FixedKernel row_;
  Border border_;
  PictureInfo picture_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeGaussianU8(FixedKernel column, FixedKernel row, Border border) {
  return std::make_unique<GaussianU8>(std::move(column), std::move(row), border);
}

}  // namespace sluice
