#include "filters/otsu.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "filters/threshold.h"

namespace sluice {
namespace {

// Counts of equal steps; the values of step i end at low + (i + 1) * width.
struct Histogram {
  std::vector<uint64_t> counts;
  double low = 0;    // value of level 0
  double width = 1;  // from one level to the next
};

template <class T>
Histogram CountLevels(const Frame& picture) {
  Histogram histogram;
  const int64_t rows = picture.info().row_count();
  const int64_t samples = picture.info().row_samples();
  if constexpr (std::is_same_v<T, float>) {
    float low = HUGE_VALF;
    float high = -HUGE_VALF;
    for (int64_t y = 0; y < rows; ++y) {
      for (int64_t i = 0; i < samples; ++i) {
        const float v = picture.Row<float>(y)[i];
        if (!std::isfinite(v)) continue;
        low = std::min(low, v);
        high = std::max(high, v);
      }
    }
    histogram.counts.assign(256, 0);
    if (!(low <= high)) return histogram;
    histogram.low = double{low};
    histogram.width = (double{high} - double{low}) / 255.0;
    for (int64_t y = 0; y < rows; ++y) {
      for (int64_t i = 0; i < samples; ++i) {
        const float v = picture.Row<float>(y)[i];
        if (!std::isfinite(v)) continue;
        const double level =
            histogram.width > 0 ? (double{v} - histogram.low) / histogram.width : 0.0;
        ++histogram.counts[static_cast<size_t>(std::clamp(level, 0.0, 255.0))];
      }
    }
  } else {
    histogram.counts.assign(static_cast<size_t>(DTypeTraits<T>::kFullScale) + 1, 0);
    for (int64_t y = 0; y < rows; ++y) {
      const T* row = picture.Row<T>(y);
      for (int64_t i = 0; i < samples; ++i) ++histogram.counts[row[i]];
    }
  }
  return histogram;
}

// The level t for which splitting into levels <= t and > t has the greatest variance between
// classes.
double BestSplit(const std::vector<uint64_t>& counts) {
  double total = 0;
  double total_sum = 0;
  size_t last_used = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    total += double(counts[i]);
    total_sum += double(counts[i]) * double(i);
    if (counts[i] != 0) last_used = i;
  }
  double below = 0;
  double below_sum = 0;
  double best = 0;
  size_t first_best = last_used;
  size_t last_best = last_used;
  for (size_t t = 0; t < last_used; ++t) {
    below += double(counts[t]);
    below_sum += double(counts[t]) * double(t);
    const double above = total - below;
    if (below == 0 || above == 0) continue;
    const double difference = below_sum / below - (total_sum - below_sum) / above;
    const double between = below * above * difference * difference;
    if (between > best) {
      best = between;
      first_best = t;
    }
    if (between == best) last_best = t;
  }
  return double(first_best + last_best) / 2;
}

class Otsu : public FrameFilter {
 public:
  explicit Otsu(bool invert) : invert_(invert) {}
  Result<Frame> Apply(Frame in) override {
    if (!in.info().is_picture()) {
      return Status::Failed("expects a picture, got a " + in.info().Describe());
    }
    return FilterFrame(*MakeThreshold({OtsuThreshold(in), invert_}), in);
  }

 private:
  bool invert_;
};

}  // namespace

float OtsuThreshold(const Frame& picture) {
  return VisitDType(picture.info().dtype, [&](auto zero) {
    using T = decltype(zero);
    const Histogram histogram = CountLevels<T>(picture);
    // Half a level up, so that rounding to f32 cannot move a sample to the other side.
    const double level = std::floor(BestSplit(histogram.counts));
    const double half = std::is_same_v<T, float> ? 1.0 : 0.5;
    return static_cast<float>((histogram.low + (level + half) * histogram.width) /
                              double{DTypeTraits<T>::kFullScale});
  });
}

std::unique_ptr<FrameFilter> MakeOtsu(bool invert) { return std::make_unique<Otsu>(invert); }

}  // namespace sluice
