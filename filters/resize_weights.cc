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

double Sinc(double x) {
  if (x == 0) return 1;
  x *= std::numbers::pi;
  return std::sin(x) / x;
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
    case ResizeFilter::kLanczos3:
      return a < 3 ? Sinc(x) * Sinc(x / 3) : 0;
    default:
      return x > -0.5 && x <= 0.5 ? 1 : 0;
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
      begin = std::max(0, static_cast<int>(center - support + 0.5));
      end = std::min(in, static_cast<int>(center + support + 0.5));
      double sum = 0;
      for (int k = begin; k < end; ++k) {
        const double w = Weight(filter, (k - center + 0.5) / widening);
        weights[size_t(k - begin)] = w;
        sum += w;
      }
      for (int k = begin; k < end; ++k) weights[size_t(k - begin)] /= sum;
    }
    table.begins_[size_t(i)] = begin;
    table.counts_[size_t(i)] = end - begin;
    std::copy_n(weights.begin(), end - begin,
                table.weights_.begin() + ptrdiff_t{i} * table.max_count_);
  }
  return table;
}

}  // namespace sluice
