#include "features/sift_patch.h"

#include <algorithm>
#include <cmath>

#include "features/gradient_votes.h"
#include "hwy/cache_control.h"

namespace sluice {
namespace {

constexpr size_t kVector = kRowAlignment / sizeof(float);

}  // namespace

SiftPatch::SiftPatch(const Frame& plane, size_t most)
    : plane_(plane),
      width_(plane.info().picture().width),
      height_(plane.info().picture().height),
      lengths_(most),
      positions_(most),
      copies_(3 * (most + 2 * kVector)),
      copy_stride_(most + 2 * kVector) {}

void SiftPatch::Load(int row, int begin, int end, int bins) {
  const auto count = static_cast<size_t>(end - begin);
  const float* rows[3];
  for (int r = 0; r < 3; ++r) rows[r] = plane_.Row<float>(row - 1 + r) + begin;
  if (row + 2 == height_ && size_t(end) + kVector + 1 > plane_.stride() / sizeof(float)) {
    for (size_t r = 0; r < 3; ++r) {
      float* const copy = copies_.data() + r * copy_stride_;
      std::copy(rows[r] - 1, rows[r] + count + 1, copy);
      rows[r] = copy + 1;
    }
  }
  // Rows of planes that fill no cache lie far apart: no processor guesses where the next piece is.
  constexpr int kAhead = 8;
  const float* const ahead = plane_.Row<float>(std::min(row + kAhead, height_ - 1));
  for (int x = begin; x < end + static_cast<int>(kVector); x += static_cast<int>(kVector)) {
    hwy::Prefetch(ahead + std::min(x, width_ - 1));
  }
  const RowTriple triple{rows[0], rows[1], rows[2]};
  GradientVotes(&triple, 1, count, bins, true, lengths_.data(), positions_.data());
}

std::vector<float> GaussianWindow(int begin, int end, double centre, double sigma) {
  // The ratios of neighbouring weights have one ratio themselves: three exponentials do for all.
  const double scale = 1 / (2 * sigma * sigma);
  const double d = begin - centre;
  double weight = std::exp(-d * d * scale);
  double ratio = std::exp(-(2 * d + 1) * scale);
  const double step = std::exp(-2 * scale);
  std::vector<float> weights(static_cast<size_t>(std::max(0, end - begin)));
  for (float& w : weights) {
    w = static_cast<float>(weight);
    weight *= ratio;
    ratio *= step;
  }
  return weights;
}

}  // namespace sluice
