#include "filters/normalize.h"

#include <cmath>
#include <cstddef>
#include <vector>

#include "filters/distribution.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "filters/normalize.cc"
#include "hwy/foreach_target.h"
#include "hwy/highway.h"
#include "lib/simd-inl.h"

HWY_BEFORE_NAMESPACE();
namespace sluice {
namespace HWY_NAMESPACE {

// (v - from) / span * scale + to, in place; the numbers repeat every `period` samples, which is a
// multiple of every vector's length. The quotient is exactly 0 and 1 at the ends of the range.
template <class T>
void StretchRow(const float* from, const float* span, const float* scale, const float* to,
                size_t period, size_t count, T* HWY_RESTRICT row) {
  const F32 d;
  size_t phase = 0;
  for (size_t i = 0; i < count; i += hn::Lanes(d)) {
    const VF32 v = LoadF32(d, row + i);
    const VF32 part = hn::Div(hn::Sub(v, hn::Load(d, from + phase)), hn::Load(d, span + phase));
    const VF32 result = hn::Add(hn::Mul(part, hn::Load(d, scale + phase)), hn::Load(d, to + phase));
    // Infinities stay what they are, whatever the sign of the scale; so does NaN.
    const auto finite = hn::Lt(hn::Abs(v), hn::Set(d, HUGE_VALF));
    StoreF32(d, hn::IfThenElse(finite, result, v), row + i);
    phase += hn::Lanes(d);
    if (phase == period) phase = 0;
  }
}

void StretchRowU8(const float* from, const float* span, const float* scale, const float* to,
                  size_t period, size_t count, uint8_t* row) {
  StretchRow(from, span, scale, to, period, count, row);
}
void StretchRowU16(const float* from, const float* span, const float* scale, const float* to,
                   size_t period, size_t count, uint16_t* row) {
  StretchRow(from, span, scale, to, period, count, row);
}
void StretchRowF32(const float* from, const float* span, const float* scale, const float* to,
                   size_t period, size_t count, float* row) {
  StretchRow(from, span, scale, to, period, count, row);
}

}  // namespace HWY_NAMESPACE
}  // namespace sluice
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace sluice {
namespace {

HWY_EXPORT(StretchRowU8);
HWY_EXPORT(StretchRowU16);
HWY_EXPORT(StretchRowF32);

// What happens to the samples of one channel: (v - from) / span * scale + to.
struct Stretch {
  double from = 0;
  double span = 1;
  double scale = 1;
  double to = 0;
};

// The numbers of all channels, repeated until they fill whole vectors.
class StretchTable {
 public:
  explicit StretchTable(const std::vector<Stretch>& channels)
      : period_(channels.size() * kLanes),
        from_(period_),
        span_(period_),
        scale_(period_),
        to_(period_) {
    for (size_t i = 0; i < period_; ++i) {
      const Stretch& stretch = channels[i % channels.size()];
      from_[i] = static_cast<float>(stretch.from);
      span_[i] = static_cast<float>(stretch.span);
      scale_[i] = static_cast<float>(stretch.scale);
      to_[i] = static_cast<float>(stretch.to);
    }
  }

  void Apply(size_t count, uint8_t* row) {
    HWY_DYNAMIC_DISPATCH(StretchRowU8)
    (from_.data(), span_.data(), scale_.data(), to_.data(), period_, count, row);
  }
  void Apply(size_t count, uint16_t* row) {
    HWY_DYNAMIC_DISPATCH(StretchRowU16)
    (from_.data(), span_.data(), scale_.data(), to_.data(), period_, count, row);
  }
  void Apply(size_t count, float* row) {
    HWY_DYNAMIC_DISPATCH(StretchRowF32)
    (from_.data(), span_.data(), scale_.data(), to_.data(), period_, count, row);
  }

 private:
  static constexpr size_t kLanes = kRowAlignment / sizeof(float);
  size_t period_;
  Scratch<float> from_;
  Scratch<float> span_;
  Scratch<float> scale_;
  Scratch<float> to_;
};

class Normalize : public FrameFilter {
 public:
  explicit Normalize(const NormalizeOptions& options) : options_(options) {}

  Result<Frame> Apply(Frame in) override {
    SLUICE_RETURN_IF_ERROR(Check());
    const ChannelRange colours = Colours(in.info());
    std::vector<Stretch> channels(static_cast<size_t>(ChannelCount(in.info())));
    bool any = false;
    for (int c = colours.begin; c < colours.end;) {
      const int end = options_.per_channel ? c + 1 : colours.end;
      SLUICE_ASSIGN_OR_RETURN(Distribution distribution, Distribution::Of(in, {c, end}));
      Stretch stretch;
      any |= Find(&distribution, FullScale(in.info().dtype), &stretch);
      for (; c < end; ++c) channels[static_cast<size_t>(c)] = stretch;
    }
    if (any) StretchRows(StretchTable(channels), &in);
    return in;
  }

 private:
  Status Check() const {
    if (options_.by == NormalizeOptions::By::kMoments) {
      if (options_.deviation > 0 && std::isfinite(options_.deviation)) return Status::Ok();
      return Status::Usage("a standard deviation is a finite number above 0");
    }
    if (options_.low_percent >= 0 && options_.low_percent < options_.high_percent &&
        options_.high_percent <= 100) {
      return Status::Ok();
    }
    return Status::Usage("percentiles go up from 0 to 100");
  }

  // Whether the samples differ, so that there is something to stretch.
  bool Find(Distribution* distribution, float full_scale, Stretch* stretch) const {
    const auto full = static_cast<double>(full_scale);
    if (options_.by == NormalizeOptions::By::kMoments) {
      if (!(distribution->deviation() > 0)) return false;
      *stretch = {distribution->mean(), distribution->deviation(), options_.deviation * full,
                  options_.mean * full};
      return true;
    }
    const double low = distribution->Percentile(options_.low_percent);
    const double high = distribution->Percentile(options_.high_percent);
    if (!(high > low)) return false;
    *stretch = {low, high - low, full, 0};
    return true;
  }

  static void StretchRows(StretchTable table, Frame* frame) {
    const auto samples = static_cast<size_t>(frame->info().row_samples());
    ParallelFor(frame->info().row_count(), 64, [&](int64_t begin, int64_t end) {
      for (int64_t y = begin; y < end; ++y) {
        VisitDType(frame->info().dtype, [&](auto zero) {
          using T = decltype(zero);
          table.Apply(samples, frame->Row<T>(y));
        });
      }
    });
  }

  NormalizeOptions options_;
};

}  // namespace

std::unique_ptr<FrameFilter> MakeNormalize(const NormalizeOptions& options) {
  return std::make_unique<Normalize>(options);
}

}  // namespace sluice
#endif  // HWY_ONCE
