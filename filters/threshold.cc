#include "filters/threshold.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/threshold.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/dtype.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// Samples above `at` become `high`, the others `low`. Whole vectors: rows are padded.
//
// u8 and u16 compare as integers, `v > at` as max(v, at + 1) == v, which every target has. The
// threshold may be -1 (everything is above) to full scale (nothing is).
template <class T>
void ThresholdIntegers(const T* HWY_RESTRICT in, size_t count, int at, T low, T high,
                       T* HWY_RESTRICT out) {
  const hn::ScalableTag<T> d;
  const bool none = at >= static_cast<int>(DTypeTraits<T>::kFullScale);
  const auto least = hn::Set(d, static_cast<T>(none ? 0 : at + 1));
  const auto low_value = hn::Set(d, low);
  const auto high_value = hn::Set(d, none ? low : high);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto v = hn::Load(d, in + i);
    hn::Store(hn::IfThenElse(hn::Eq(hn::Max(v, least), v), high_value, low_value), d, out + i);
  }
}

void ThresholdRowU8(const uint8_t* in, size_t count, int at, uint8_t low, uint8_t high,
                    uint8_t* out) {
  ThresholdIntegers(in, count, at, low, high, out);
}
void ThresholdRowU16(const uint16_t* in, size_t count, int at, uint16_t low, uint16_t high,
                     uint16_t* out) {
  ThresholdIntegers(in, count, at, low, high, out);
}
void ThresholdRowF32(const float* HWY_RESTRICT in, size_t count, float at, float low, float high,
                     float* HWY_RESTRICT out) {
  const hn::ScalableTag<float> d;
  const auto threshold = hn::Set(d, at);
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const auto above = hn::Gt(hn::Load(d, in + i), threshold);
    hn::Store(hn::IfThenElse(above, hn::Set(d, high), hn::Set(d, low)), d, out + i);
  }
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

// The largest integer that is not above the threshold: -1 to full scale.
int IntegerThreshold(float fraction, float full_scale) {
  const double at = std::floor(double{fraction} * double{full_scale});
  return static_cast<int>(std::clamp(at, -1.0, double{full_scale}));
}

void ThresholdSamples(const uint8_t* in, size_t count, float at, bool invert, uint8_t* out) {
  const uint8_t low = invert ? 255 : 0;
  HWY_DYNAMIC_DISPATCH(ThresholdRowU8)
  (in, count, IntegerThreshold(at, 255.0f), low, static_cast<uint8_t>(255 - low), out);
}
void ThresholdSamples(const uint16_t* in, size_t count, float at, bool invert, uint16_t* out) {
  const uint16_t low = invert ? 65535 : 0;
  HWY_DYNAMIC_DISPATCH(ThresholdRowU16)
  (in, count, IntegerThreshold(at, 65535.0f), low, static_cast<uint16_t>(65535 - low), out);
}
void ThresholdSamples(const float* in, size_t count, float at, bool invert, float* out) {
  const float low = invert ? 1.0f : 0.0f;
  HWY_DYNAMIC_DISPATCH(ThresholdRowF32)(in, count, at, low, 1.0f - low, out);
}

class Threshold : public RowFilter {
 public:
  explicit Threshold(const ThresholdOptions& options) : options_(options) {}

  Result<PictureInfo> Prepare(const PictureInfo& in) override {
    picture_ = in;
    return in;
  }

  void Rows(const RowWindow& in, RowRange out, const RowBand& band) const override {
    const auto count = static_cast<size_t>(picture_.row_samples());
    for (int y = out.begin; y < out.end; ++y) {
      VisitDType(picture_.dtype, [&](auto zero) {
        using T = decltype(zero);
        ThresholdSamples(in.Row<T>(y), count, options_.at, options_.invert, band.Row<T>(y));
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
