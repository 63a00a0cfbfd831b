#include "classifiers/integer_space.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>

#include "lib/parallel.h"

namespace sluice {
namespace {

// Lengths of two vectors of integers whose product stays below 2^31, whatever their directions
// (Cauchy and Schwarz); rounding adds at most half a unit for each column.
constexpr double kLongest = 46000;
constexpr double kLeastLength = 4096;
constexpr float kGreatest = 32767;

double LongestInteger(int64_t columns) { return kLongest - std::sqrt(double(columns)) / 2; }

// The least step with which a vector of this length and of numbers up to `greatest` fits.
float Step(double length, float greatest, int64_t columns) {
  const double step = std::max(length / LongestInteger(columns), double(greatest) / kGreatest);
  // Neither numbers over the step nor the step may overflow; 0 rounds everything off, NaN too.
  return step > 1e-30 && step < 1e35 ? static_cast<float>(step * (1 + 1e-6)) : 0.0f;
}

int32_t Nearest(float number) { return static_cast<int32_t>(number + (number < 0 ? -0.5f : 0.5f)); }

// Writes numbers / step to `pairs`; returns the length of what is rounded off.
double Round(const float* numbers, int64_t columns, double length, float step, float* pairs) {
  if (step == 0) {
    std::fill_n(pairs, columns / 2, 0.0f);
    return length;
  }
  const float scale = 1 / step;
  double square = 0;
  for (int64_t i = 0; i < columns; i += 2) {
    const int32_t low = Nearest(numbers[i] * scale);
    const int32_t high = Nearest(numbers[i + 1] * scale);
    pairs[i / 2] = std::bit_cast<float>(uint32_t(low & 0xffff) | uint32_t(high) << 16);
    const double rest_low = double(numbers[i]) - double(step) * low;
    const double rest_high = double(numbers[i + 1]) - double(step) * high;
    square += rest_low * rest_low + rest_high * rest_high;
  }
  return std::sqrt(square) * (1 + 1e-9);  // the rounding of these sums
}

struct Extent {
  double length;
  float greatest;
};

Extent Measure(const float* numbers, int64_t columns) {
  double square = 0;
  float greatest = 0;
  for (int64_t i = 0; i < columns; ++i) {
    square += double(numbers[i]) * double(numbers[i]);
    greatest = std::max(greatest, std::abs(numbers[i]));
  }
  return {std::sqrt(square), greatest};
}

Status Reserve(int64_t rows, int64_t columns, IntegerRows* to) {
  if (to->pairs.rank() != 2 || to->pairs.dim(0) < rows || to->pairs.dim(1) != columns / 2) {
    SLUICE_ASSIGN_OR_RETURN(to->pairs, Tensor::Create({rows, columns / 2}));
  }
  to->steps.resize(size_t(rows));
  to->rests.resize(size_t(rows));
  return Status::Ok();
}

}  // namespace

Result<IntegerSpace> IntegerSpace::Create(const NeighbourSpace& from) {
  const ConstMatrix data = AsMatrix(from.rows);
  const int64_t columns = data.columns;
  if (LongestInteger(columns) < kLeastLength) {
    return Status::Failed("expected fewer columns for products of integers");
  }
  IntegerSpace space;
  SLUICE_RETURN_IF_ERROR(Reserve(data.rows, columns, &space.rows));
  constexpr int64_t kGrain = 256;
  std::vector<Extent> extents(size_t((data.rows + kGrain - 1) / kGrain), Extent{0, 0});
  // Twice the same loop over the rows less the mean: once to measure, once to round.
  const auto for_each_row = [&](const auto& use) {
    ParallelFor(data.rows, kGrain, [&](int64_t begin, int64_t end) {
      std::vector<float> centred(static_cast<size_t>(columns));
      for (int64_t r = begin; r < end; ++r) {
        for (int64_t i = 0; i < columns; ++i) {
          centred[size_t(i)] = data.row(r)[i] - from.mean[size_t(i)];
        }
        use(r, centred.data());
      }
    });
  };
  for_each_row([&](int64_t r, const float* row) {
    const Extent extent = Measure(row, columns);
    Extent& most = extents[size_t(r / kGrain)];
    most = {std::max(most.length, extent.length), std::max(most.greatest, extent.greatest)};
  });
  Extent most = {0, 0};
  for (const Extent& extent : extents) {
    most = {std::max(most.length, extent.length), std::max(most.greatest, extent.greatest)};
  }
  const float step = Step(most.length, most.greatest, columns);
  for_each_row([&](int64_t r, const float* row) {
    space.rows.steps[size_t(r)] = step;
    space.rows.rests[size_t(r)] =
        Round(row, columns, most.length, step, AsMatrix(space.rows.pairs).row(r));
  });
  space.rest = *std::max_element(space.rows.rests.begin(), space.rows.rests.end());
  return space;
}

double IntegerSpace::KeyError(double length, double rest_of_query, double longest) const {
  // x y - x' y' = (x - x') y + x' (y - y'). Steps, their product and the key are rounded, too.
  const double rounded = rest_of_query * longest + (length + rest_of_query) * rest;
  return rounded + 8 * 0x1p-24 * (length + rest_of_query) * (longest + rest);
}

Status RoundToIntegers(ConstMatrix x, IntegerRows* rows) {
  SLUICE_RETURN_IF_ERROR(Reserve(x.rows, x.columns, rows));
  ParallelFor(x.rows, 64, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      const Extent extent = Measure(x.row(r), x.columns);
      const float step = Step(extent.length, extent.greatest, x.columns);
      rows->steps[size_t(r)] = step;
      rows->rests[size_t(r)] =
          Round(x.row(r), x.columns, extent.length, step, AsMatrix(rows->pairs).row(r));
    }
  });
  return Status::Ok();
}

}  // namespace sluice
