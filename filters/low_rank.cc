#include "filters/low_rank.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>

namespace sluice {
namespace {

bool IsWhole(double w) { return w == std::round(w) && std::abs(w) < 9e15; }

// Makes column and row whole numbers if the term times whole numbers can be: the row without its
// common divisor.
void MakeWhole(const double* weights, size_t pivot_row, size_t pivot_column, RankOneTerm* term) {
  const size_t width = term->row.size();
  const double* const row = weights + pivot_row * width;
  int64_t divisor = 0;
  for (size_t j = 0; j < width; ++j) divisor = std::gcd(divisor, static_cast<int64_t>(row[j]));
  if (row[pivot_column] < 0) divisor = -divisor;
  for (size_t j = 0; j < width; ++j) term->row[j] = row[j] / double(divisor);
  for (size_t i = 0; i < term->column.size(); ++i) {
    term->column[i] = weights[i * width + pivot_column] / term->row[pivot_column];
  }
}

}  // namespace

std::optional<std::vector<RankOneTerm>> FactorKernel(const double* weights, int height, int width,
                                                     int max_terms, double max_error) {
  const auto rows = static_cast<size_t>(height);
  const auto columns = static_cast<size_t>(width);
  std::vector<double> rest(weights, weights + rows * columns);
  const bool whole = std::all_of(rest.begin(), rest.end(), IsWhole);
  std::vector<RankOneTerm> terms;
  while (true) {
    double error = 0;
    size_t pivot = 0;
    for (size_t i = 0; i < rest.size(); ++i) {
      error += std::abs(rest[i]);
      if (std::abs(rest[i]) > std::abs(rest[pivot])) pivot = i;
    }
    if (error <= max_error && !terms.empty()) return terms;
    if (static_cast<int>(terms.size()) >= max_terms) return std::nullopt;
    const size_t pivot_row = pivot / columns;
    const size_t pivot_column = pivot % columns;
    RankOneTerm term{std::vector<double>(rows), std::vector<double>(columns)};
    for (size_t i = 0; i < rows; ++i) term.column[i] = rest[i * columns + pivot_column];
    for (size_t j = 0; j < columns && rest[pivot] != 0; ++j) {
      term.row[j] = rest[pivot_row * columns + j] / rest[pivot];
    }
    if (whole && terms.empty() && rest[pivot] != 0) {
      MakeWhole(weights, pivot_row, pivot_column, &term);
    }
    for (size_t i = 0; i < rows; ++i) {
      for (size_t j = 0; j < columns; ++j) rest[i * columns + j] -= term.column[i] * term.row[j];
    }
    terms.push_back(std::move(term));
  }
}

}  // namespace sluice
