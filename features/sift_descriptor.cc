#include "features/sift_descriptor.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "features/clipped_norm.h"
#include "features/sift_patch.h"
#include "features/sift_votes.h"
#include "lib/sin_cos.h"

namespace sluice {
namespace {

static_assert(kSiftNumbers == kSiftCells * kSiftCells * kSiftBins);

constexpr double kCellScales = 3;  // width of a cell, in scales
// From the middle of the descriptor to where pixels no longer reach a cell, in cells.
constexpr double kReach = (kSiftCells + 1) / 2.0;

// Narrows [*low, *high] to the places p where |offset + p * slope| is below kReach.
void Narrow(double offset, double slope, double* low, double* high) {
  if (std::abs(slope) < 1e-9) {
    if (std::abs(offset) >= kReach) *high = *low - 1;
    return;
  }
  const double a = (-kReach - offset) / slope;
  const double b = (kReach - offset) / slope;
  *low = std::max(*low, std::min(a, b));
  *high = std::min(*high, std::max(a, b));
}

// Leaves the margin out.
void CopyCells(const float* votes, float* out) {
  constexpr size_t kRow = kSiftCells * kSiftBins;
  for (size_t r = 0; r < kSiftCells; ++r) {
    std::copy_n(votes + ((r + 1) * kSiftVoteCells + 1) * kSiftBins, kRow, out + r * kRow);
  }
}

}  // namespace

void DescribeSift(const SiftOctave& octave, const SiftExtremum& extremum, double angle,
                  float* out) {
  const double cell = kCellScales * extremum.scale;
  const double radius = kReach * cell * std::sqrt(2.0);
  const SinCos turn = SinCosDegrees(angle);
  const double cos = turn.cos / cell;
  const double sin = turn.sin / cell;

  SiftPatch patch(octave.planes[size_t(extremum.plane)], size_t(2 * radius) + 2);
  const int first = std::max(1, static_cast<int>(std::ceil(extremum.x - radius)));
  const int last =
      std::min(patch.width() - 1, static_cast<int>(std::floor(extremum.x + radius)) + 1);
  const int top = std::max(1, static_cast<int>(std::ceil(extremum.y - radius)));
  const int bottom =
      std::min(patch.height() - 1, static_cast<int>(std::floor(extremum.y + radius)) + 1);
  const double sigma = kSiftCells / 2.0 * cell;
  // As much longer as whole vectors may read.
  const std::vector<float> across =
      GaussianWindow(first, last + int{kRowAlignment / sizeof(float)}, extremum.x, sigma);
  const std::vector<float> down = GaussianWindow(top, bottom, extremum.y, sigma);

  SiftVoteRow row;
  row.column_step = static_cast<float>(cos);
  row.row_step = static_cast<float>(-sin);
  row.turn = static_cast<float>(angle * double(kSiftBins) / 360);
  row.lengths = patch.lengths();
  row.positions = patch.positions();
  constexpr double kMiddle = (kSiftCells - 1) / 2.0;
  float votes[2][kSiftVotes] = {};
  for (int y = top; y < bottom; ++y) {
    const double dy = y - extremum.y;
    double low = first - extremum.x;
    double high = last - 1 - extremum.x;
    Narrow(dy * sin, cos, &low, &high);
    Narrow(dy * cos, -sin, &low, &high);
    const int begin = std::max(first, static_cast<int>(std::ceil(extremum.x + low)));
    const int end = std::min(last, static_cast<int>(std::floor(extremum.x + high)) + 1);
    if (begin >= end) continue;
    patch.Load(y, begin, end, static_cast<int>(kSiftBins));
    const double dx = begin - extremum.x;
    row.count = static_cast<size_t>(end - begin);
    row.window = across.data() + (begin - first);
    row.weight = down[size_t(y - top)];
    row.column = static_cast<float>(dx * cos + dy * sin + kMiddle);
    row.row = static_cast<float>(dy * cos - dx * sin + kMiddle);
    AddSiftVotes(row, votes);
  }
  for (size_t i = 0; i < kSiftVotes; ++i) votes[0][i] += votes[1][i];
  CopyCells(votes[0], out);
  ScaleAndClip({}, kSiftNumbers, out);
}

}  // namespace sluice
