#include "features/sift_orientation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "features/sift_patch.h"

namespace sluice {
namespace {

constexpr size_t kBins = 36;
using Histogram = std::array<double, kBins>;

Histogram DirectionsAround(const SiftOctave& octave, const SiftExtremum& at) {
  const double sigma = 1.5 * at.scale;
  const double radius = 3 * sigma;
  const Frame& plane = octave.planes[size_t(at.plane)];
  SiftPatch patch(plane, size_t(2 * radius) + 2);
  const int left = std::max(1, static_cast<int>(std::ceil(at.x - radius)));
  const int right = std::min(patch.width() - 1, static_cast<int>(std::floor(at.x + radius)) + 1);
  const int top = std::max(1, static_cast<int>(std::ceil(at.y - radius)));
  const int bottom = std::min(patch.height() - 1, static_cast<int>(std::floor(at.y + radius)) + 1);
  const std::vector<float> across = GaussianWindow(left, right, at.x, sigma);
  const std::vector<float> down = GaussianWindow(top, bottom, at.y, sigma);
  Histogram histogram{};
  for (int y = top; y < bottom; ++y) {
    patch.Load(y, left, right, static_cast<int>(kBins));
    const float weight = down[size_t(y - top)];
    for (size_t i = 0; i < across.size(); ++i) {
      // Bins here are centred at 0, 10, ... degrees, those of positions at 5, 15, ...
      const auto bin = static_cast<size_t>(patch.positions()[i] + 1.0f) % kBins;
      histogram[bin] += double(patch.lengths()[i] * (across[i] * weight));
    }
  }
  return histogram;
}

Histogram Smoothed(const Histogram& h) {
  Histogram out;
  for (size_t i = 0; i < kBins; ++i) {
    const auto at = [&](size_t off) { return h[(i + kBins + off - 2) % kBins]; };
    out[i] = ((at(0) + at(4)) + 4 * (at(1) + at(3)) + 6 * at(2)) / 16;
  }
  return out;
}

}  // namespace

std::vector<double> SiftOrientations(const SiftOctave& octave, const SiftExtremum& extremum) {
  constexpr double kShare = 0.8;
  const Histogram histogram = Smoothed(DirectionsAround(octave, extremum));
  const double least = kShare * *std::max_element(histogram.begin(), histogram.end());
  std::vector<double> angles;
  for (size_t i = 0; i < kBins; ++i) {
    const double before = histogram[(i + kBins - 1) % kBins];
    const double here = histogram[i];
    const double after = histogram[(i + 1) % kBins];
    if (!(here > before && here >= after && here >= least)) continue;
    const double off = (before - after) / (2 * (before - 2 * here + after));
    const double angle = (double(i) + off) * (360.0 / kBins);
    // Rounded first: as f32 it shall be below 360, too.
    const auto rounded = static_cast<float>(angle < 0 ? angle + 360 : angle);
    angles.push_back(rounded < 360 ? double(rounded) : 0);
  }
  std::sort(angles.begin(), angles.end());
  return angles;
}

}  // namespace sluice
