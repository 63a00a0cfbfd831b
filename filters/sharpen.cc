#include "filters/sharpen.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

#include "filters/gaussian.h"
#include "lib/scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/sharpen.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// `blurred` in fractions of full scale; `threshold` in sample units.
template <class T>
void SharpenRow(const T* in, const float* blurred, size_t count, float amount, float threshold,
                T* out) {
  const F32 d;
  const VF32 full_scale = hn::Set(d, DTypeTraits<T>::kFullScale);
  const VF32 gain = hn::Set(d, amount);
  const VF32 least = hn::Set(d, threshold);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 v = LoadF32(d, in + i);
    const VF32 difference = hn::Sub(v, hn::Mul(hn::LoadU(d, blurred + i), full_scale));
    const VF32 sharpened = hn::Add(v, hn::Mul(difference, gain));
    StoreF32(d, hn::IfThenElse(hn::Lt(hn::Abs(difference), least), v, sharpened), out + i);
  }
}

void SharpenRowU8(const uint8_t* in, const float* blurred, size_t count, float amount,
                  float threshold, uint8_t* out) {
  SharpenRow(in, blurred, count, amount, threshold, out);
}
void SharpenRowU16(const uint16_t* in, const float* blurred, size_t count, float amount,
                   float threshold, uint16_t* out) {
  SharpenRow(in, blurred, count, amount, threshold, out);
}
void SharpenRowF32(const float* in, const float* blurred, size_t count, float amount,
                   float threshold, float* out) {
  SharpenRow(in, blurred, count, amount, threshold, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(SharpenRowU8);
HWY_EXPORT(SharpenRowU16);
HWY_EXPORT(SharpenRowF32);

void SharpenRow(const uint8_t* in, const float* blurred, size_t count, float amount,
                float threshold, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(SharpenRowU8)(in, blurred, count, amount, threshold, out);
}
void SharpenRow(const uint16_t* in, const float* blurred, size_t count, float amount,
                float threshold, uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(SharpenRowU16)(in, blurred, count, amount, threshold, out);
}
void SharpenRow(const float* in, const float* blurred, size_t count, float amount, float threshold,
                float* out) {
  HWY_DYNAMIC_DISPATCH(SharpenRowF32)(in, blurred, count, amount, threshold, out);
}

// The rows that are blurred at a time: few enough to stay in the cache.
constexpr int kChunkRows = 16;

// Blurs some rows of the band into scratch rows, then adds: one pass over the input.
class Sharpen : public RowFilter {
 public:
  explicit Sharpen(const SharpenOptions& options) : options_(options) {
    GaussianOptions gaussian;
    gaussian.sigma_x = gaussian.sigma_y = options.sigma;
    gaussian.f32 = true;
    gaussian.border = options.border;
    blur_ = MakeGaussian(gaussian);
  }

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    if (!std::isfinite(options_.amount) || !std::isfinite(options_.threshold)) {
      return Status::Usage("amount and threshold must be finite, got " +
                           std::to_string(options_.amount) + " and " +
                           std::to_string(options_.threshold));
    }
    const Result<PictureInfo> blurred = blur_->Prepare(in);
    if (!blurred.ok()) return blurred.status();
    picture_ = in;
    return in;
  }

  RowRange InputRows(RowRange out) const override { return blur_->InputRows(out); }
  Border border() const override { return options_.border; }
  int MinBandRows() const override { return blur_->MinBandRows(); }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const auto count = static_cast<size_t>(picture_.row_samples());
    const size_t stride = RowStride(count, sizeof(float));
    const int chunk = std::min(std::max(kChunkRows, blur_->MinBandRows()), out.size());
    Scratch<std::byte> blurred(stride * static_cast<size_t>(chunk));
    for (int y = out.begin; y < out.end; y += chunk) {
      const RowRange rows{y, std::min(out.end, y + chunk)};
      const RowBand blurred_rows(blurred.data(), stride, y);
      blur_->Rows(in, rows, blurred_rows);
      VisitDType(picture_.dtype, [&](auto zero) {
        using T = decltype(zero);
        for (int row = rows.begin; row < rows.end; ++row) {
          SharpenRow(in.Row<T>(row), blurred_rows.Row<float>(row), count, options_.amount,
                     options_.threshold * FullScale(picture_.dtype), band.Row<T>(row));
        }
      });
    }
  }

 private:
  SharpenOptions options_;
  std::unique_ptr<RowFilter> blur_;
  PictureInfo picture_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeSharpen(const SharpenOptions& options) {
  return std::make_unique<Sharpen>(options);
}

}  // namespace sluice
#endif  // HWY_ONCE
