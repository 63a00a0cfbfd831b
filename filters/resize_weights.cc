#include "filters/resize_weights.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <string>

namespace sluice {
namespace {

// The kernel's half width at scale 1.
double Support(ResizeFilter filter) {
  switch (filter) {
    case ResizeFilter::kLinear:
      return 1;
    case ResizeFilter::kCubic:
      return 2;
    case ResizeFilter::kLanczos3:
      return 3;
    default:
      return 0.5;
  }
}

// The weight of a sample at distance x.
double Weight(ResizeFilter filter, double x) {
  const double a = std::abs(x);
  switch (filter) {
    case ResizeFilter::kLinear:
      return std::max(0.0, 1 - a);
    case ResizeFilter::kCubic:
      if (a < 1) return (1.5 * a - 2.5) * a * a + 1;
      if (a < 2) return ((-0.5 * a + 2.5) * a - 4) * a + 2;
      return 0;
    default:
      return x > -0.5 && x <= 0.5 ? 1 : 0;
  }
}

// sin(a), sin(a + step), sin(a + 2 step), ... by turning a vector: a few operations each, where
// std::sin would make building the tables cost as much as resizing a small picture.
class Sines {
 public:
  Sines(double a, double step)
      : sine_(std::sin(a)),
        cosine_(std::cos(a)),
        step_sine_(std::sin(step)),
        step_cosine_(std::cos(step)) {}
  double Next() {
    const double sine = sine_;
    sine_ = sine * step_cosine_ + cosine_ * step_sine_;
    cosine_ = cosine_ * step_cosine_ - sine * step_sine_;
    return sine;
  }

 private:
  double sine_, cosine_, step_sine_, step_cosine_;
};

// The weights of samples at distances first, first + 1, first + 2, ... under a kernel widened so.
void Weights(ResizeFilter filter, double first, double widening, int count, double* weights) {
  if (filter != ResizeFilter::kLanczos3) {
    for (int k = 0; k < count; ++k) weights[k] = Weight(filter, (first + k) / widening);
    return;
  }
  constexpr double kPi = std::numbers::pi;
  Sines sines(kPi * first / widening, kPi / widening);
  Sines window(kPi * first / widening / 3, kPi / widening / 3);
  for (int k = 0; k < count; ++k) {
    const double distance = (first + k) / widening;
    const double product = sines.Next() * window.Next();
    // sinc(x) sinc(x / 3), by its series where both factors vanish.
    const double a = distance * distance * kPi * kPi;
    weights[k] = a < 1e-10 ? 1.0 : (std::abs(distance) < 3 ? 3 * product / a : 0.0);
  }
}

// Entries of a table, 1 GiB of them.
constexpr int64_t kMaxEntries = int64_t{1} << 28;

}  // namespace

int NearestSample(int i, int in, int out) {
  return static_cast<int>((2 * int64_t{i} + 1) * in / (2 * int64_t{out}));
}

Result<ResizeWeights> ResizeWeights::Create(int in, int out, ResizeFilter filter) {
  const double scale = static_cast<double>(in) / out;
  const double widening = std::max(scale, 1.0);
  const double support = Support(filter) * widening;
  ResizeWeights table;
  table.max_count_ =
      in == out ? 1 : static_cast<int>(std::min<double>(in, 2 * std::ceil(support) + 1));
  if (int64_t{out} * table.max_count_ > kMaxEntries) {
    return Status::Failed("cannot resize " + std::to_string(in) + " samples to " +
                          std::to_string(out) + ": too many weights");
  }
  table.begins_.resize(size_t(out));
  table.counts_.resize(size_t(out));
  table.weights_.resize(size_t(out) * size_t(table.max_count_));
  std::vector<double> weights(size_t(table.max_count_));
  for (int i = 0; i < out; ++i) {
    int begin = i;
    int end = i + 1;
    weights[0] = 1;
    if (in != out) {
      // One rounding, so that a centre halfway between samples is exactly there.
      const double center = (2.0 * i + 1) * in / (2.0 * out);
      begin = std::max(0, static_cast<int>(std::floor(center - support + 0.5)));
      end = std::min(in, static_cast<int>(std::floor(center + support + 0.5)));
      Weights(filter, begin - center + 0.5, widening, end - begin, weights.data());
      double sum = 0;
      for (int k = 0; k < end - begin; ++k) sum += weights[size_t(k)];
      for (int k = 0; k < end - begin; ++k) weights[size_t(k)] /= sum;
    }
    table.begins_[size_t(i)] = begin;
    table.counts_[size_t(i)] = end - begin;
    std::copy_n(weights.begin(), end - begin,
                table.weights_.begin() + ptrdiff_t{i} * table.max_count_);
  }
  return table;
}

}  // namespace sluice
