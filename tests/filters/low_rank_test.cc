#include "filters/low_rank.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "filters/fixed_point.h"

namespace sluice {
namespace {

std::vector<double> Product(const std::vector<RankOneTerm>& terms) {
  std::vector<double> sum(terms[0].column.size() * terms[0].row.size());
  for (const RankOneTerm& term : terms) {
    for (size_t i = 0; i < sum.size(); ++i) {
      sum[i] += term.column[i / term.row.size()] * term.row[i % term.row.size()];
    }
  }
  return sum;
}

std::vector<double> OfRank(int rank, int height, int width) {
  std::mt19937 random(unsigned(rank + height));
  std::vector<double> kernel(size_t(height) * size_t(width));
  for (int r = 0; r < rank; ++r) {
    std::vector<double> column, row;
    for (int i = 0; i < height; ++i) column.push_back(double(random() % 1000) / 500 - 1);
    for (int j = 0; j < width; ++j) row.push_back(double(random() % 1000) / 500 - 1);
    for (size_t i = 0; i < kernel.size(); ++i) {
      kernel[i] += column[i / size_t(width)] * row[i % size_t(width)];
    }
  }
  return kernel;
}

TEST_CASE("a kernel is factored into as many terms as its rank", "[low_rank]") {
  for (const int rank : {1, 2, 3, 5}) {
    for (const auto& [height, width] : {std::pair{5, 5}, {7, 31}, {31, 9}, {64, 64}}) {
      const std::vector<double> kernel = OfRank(rank, height, width);
      const auto terms = FactorKernel(kernel.data(), height, width, rank, 1e-9);
      REQUIRE(terms.has_value());
      CHECK(int(terms->size()) == rank);
      const std::vector<double> product = Product(*terms);
      double error = 0;
      for (size_t i = 0; i < kernel.size(); ++i) error += std::abs(product[i] - kernel[i]);
      CHECK(error <= 1e-9);
      if (rank > 1) CHECK_FALSE(FactorKernel(kernel.data(), height, width, rank - 1, 1e-9));
    }
  }
}

TEST_CASE("a product of whole numbers keeps whole factors", "[low_rank]") {
  const std::vector<double> kernel = {-2, -4, 6, 0, 0, 0, -3, -6, 9};  // (2 0 3) x (-1 -2 3)
  const auto terms = FactorKernel(kernel.data(), 3, 3, 1, 0);
  REQUIRE(terms.has_value());
  CHECK(Product(*terms) == kernel);
  for (const double w : terms->at(0).row) CHECK(w == std::round(w));
  for (const double w : terms->at(0).column) CHECK(w == std::round(w));
}

TEST_CASE("zeros are one term, and noise is not low rank", "[low_rank]") {
  const std::vector<double> zeros(12);
  CHECK(FactorKernel(zeros.data(), 3, 4, 1, 0)->size() == 1);
  const std::vector<double> noise = OfRank(9, 9, 9);
  CHECK_FALSE(FactorKernel(noise.data(), 9, 9, 8, 1e-6).has_value());
}

TEST_CASE("fixed point keeps whole numbers and the sum, and knows its error", "[low_rank]") {
  const auto whole = ToFixedPoint({1, -2, 32767}, 0);
  REQUIRE(whole.has_value());
  CHECK(whole->shift == 0);
  CHECK(whole->weights == std::vector<int16_t>{1, -2, 32767});

  for (const int taps : {3, 9, 25, 121, 961}) {
    const std::vector<double> kernel(size_t(taps), 1.0 / taps);
    const auto fixed = ToFixedPoint(kernel, 1.0 / 64);
    REQUIRE(fixed.has_value());
    double sum = 0;
    double absolute = 0;
    for (const int16_t w : fixed->weights) {
      sum += w;
      absolute += std::abs(w);
    }
    CHECK(sum == std::ldexp(1.0, fixed->shift));
    CHECK(absolute * 255 < 1073741824.0);
  }
  // One large weight leaves too few bits for many small ones.
  std::vector<double> peak(1000, 1e-5 / 3);
  peak[0] = 1;
  CHECK_FALSE(ToFixedPoint(peak, 1.0 / 64).has_value());
}

}  // namespace
}  // namespace sluice
