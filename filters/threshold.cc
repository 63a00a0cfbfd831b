#include "filters/threshold.h"

#include <cstddef>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/threshold.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// Compares in f32, in sample units: exact for u8 and u16. Writes whole vectors; rows are padded.
template <class T>
void ThresholdRow(const T* in, size_t count, float at, float low, float high, T* out) {
  const F32 d;
  const VF32 threshold = hn::Set(d, at);
  const VF32 low_value = hn::Set(d, low);
  const VF32 high_value = hn::Set(d, high);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 v = LoadF32(d, in + i);
    StoreF32(d, hn::IfThenElse(hn::Gt(v, threshold), high_value, low_value), out + i);
  }
}

void ThresholdRowU8(const uint8_t* in, size_t count, float at, float low, float high,
                    uint8_t* out) {
  ThresholdRow(in, count, at, low, high, out);
}
void ThresholdRowU16(const uint16_t* in, size_t count, float at, float low, float high,
                     uint16_t* out) {
  ThresholdRow(in, count, at, low, high, out);
}
void ThresholdRowF32(const float* in, size_t count, float at, float low, float high, float* out) {
  ThresholdRow(in, count, at, low, high, out);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(ThresholdRowU8);
HWY_EXPORT(ThresholdRowU16);
HWY_EXPORT(ThresholdRowF32);

void ThresholdRow(const uint8_t* in, size_t count, float at, float low, float high, uint8_t* out) {
  HWY_DYNAMIC_DISPATCH(ThresholdRowU8)(in, count, at, low, high, out);
}
void ThresholdRow(const uint16_t* in, size_t count, float at, float low, float high,
                  uint16_t* out) {
  HWY_DYNAMIC_DISPATCH(ThresholdRowU16)(in, count, at, low, high, out);
}
void ThresholdRow(const float* in, size_t count, float at, float low, float high, float* out) {
  HWY_DYNAMIC_DISPATCH(ThresholdRowF32)(in, count, at, low, high, out);
}

class Threshold : public RowFilter {
 public:
  explicit Threshold(const ThresholdOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    picture_ = in;
    return in;
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const float scale = FullScale(picture_.dtype);
    const float low = options_.invert ? scale : 0.0f;
    const auto count = static_cast<size_t>(picture_.row_samples());
    for (int y = out.begin; y < out.end; ++y) {
      VisitDType(picture_.dtype, [&](auto zero) {
        using T = decltype(zero);
        ThresholdRow(in.Row<T>(y), count, options_.at * scale, low, scale - low, band.Row<T>(y));
      });
    }
  }

 private:
  ThresholdOptions options_;
  PictureInfo picture_;
};

}  // namespace

std::unique_ptr<RowFilter> MakeThreshold(const ThresholdOptions& options) {
  return std::make_unique<Threshold>(options);
}

}  // namespace sluice
#endif  // HWY_ONCE
