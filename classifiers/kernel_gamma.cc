#include "classifiers/kernel_gamma.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr int64_t kMostRows = 512;

// The mean of term(number) over all numbers: row by row, then over rows.
template <class Term>
double MeanOf(ConstMatrix rows, const Term& term) {
  std::vector<double> sums(static_cast<size_t>(rows.rows));
  ParallelFor(rows.rows, 64, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      double sum = 0;
      for (int64_t k = 0; k < rows.columns; ++k) sum += term(double(rows.row(r)[k]));
      sums[size_t(r)] = sum;
    }
  });
  double sum = 0;
  for (const double s : sums) sum += s;
  return sum / (double(rows.rows) * double(rows.columns));
}

double MeanDistance(ConstMatrix rows) {
  const int64_t count = std::min(rows.rows, kMostRows);
  std::vector<double> sums(static_cast<size_t>(count));
  const auto chosen = [&](int64_t i) { return rows.row(i * rows.rows / count); };
  ParallelFor(count, 8, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      double sum = 0;
      for (int64_t j = 0; j < i; ++j) {
        const float* const a = chosen(i);
        const float* const b = chosen(j);
        for (int64_t k = 0; k < rows.columns; ++k) {
          const double both = double(a[k]) + double(b[k]);
          const double difference = double(a[k]) - double(b[k]);
          if (both > 0) sum += difference * difference / both;
        }
      }
      sums[size_t(i)] = sum;
    }
  });
  double sum = 0;
  for (const double s : sums) sum += s;
  return count > 1 ? sum / (double(count) * double(count - 1) / 2) : 0;
}

}  // namespace

double AutoGamma(ConstMatrix rows, KernelKind kernel) {
  if (kernel == KernelKind::kLinear) return 1;
  double width = 0;
  if (kernel == KernelKind::kChi2) {
    width = MeanDistance(rows);
  } else {
    const double mean = MeanOf(rows, [](double v) { return v; });
    width =
        double(rows.columns) * MeanOf(rows, [mean](double v) { return (v - mean) * (v - mean); });
  }
  return width > 0 ? 1 / width : 1;
}

}  // namespace sluice
