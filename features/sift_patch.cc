#include "features/sift_patch.h"

#include <algorithm>
#include <cmath>

#include "features/gradient_votes.h"

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
  const RowTriple triple{rows[0], rows[1], rows[2]};
  GradientVotes(&triple, 1, count, bins, true, lengths_.data(), positions_.data());
}

std::vector<float> GaussianWindow(int begin, int end, double centre, double sigma) {
  std::vector<float> weights;
  for (int i = begin; i < end; ++i) {
    const double d = i - centre;
    weights.push_back(static_cast<float>(std::exp(-d * d / (2 * sigma * sigma))));
  }
  return weights;
}

}  // namespace sluice
