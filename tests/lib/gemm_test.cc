#include "lib/gemm.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

// A matrix of random numbers in [-1, 1) whose rows are `gap` apart, in memory of exactly its size
// (so that a sanitizer finds reads outside).
struct Sample {
  Sample(int64_t rows, int64_t columns, int64_t gap, uint64_t seed)
      : rows(rows), columns(columns), stride(columns + gap) {
    numbers.resize(rows * columns == 0 ? 0 : size_t((rows - 1) * stride + columns));
    Random random(seed);
    for (float& number : numbers) number = static_cast<float>(random.Uniform() * 2 - 1);
  }
  Matrix matrix() { return {numbers.data(), rows, columns, stride}; }
  float at(int64_t r, int64_t c) const { return numbers[size_t(r * stride + c)]; }

  int64_t rows, columns, stride;
  std::vector<float> numbers;
};

struct Case {
  int64_t rows, columns, depth;
  GemmOptions options = {};
  bool bias = false;
  int64_t gap = 0;
};

std::string Describe(const Case& c) {
  return std::to_string(c.rows) + "x" + std::to_string(c.columns) + "x" + std::to_string(c.depth) +
         (c.options.a == Transpose::kYes ? " A^T" : "") +
         (c.options.b == Transpose::kYes ? " B^T" : "") + (c.options.add ? " +C" : "") +
         (c.bias ? " +bias" : "") + " gap " + std::to_string(c.gap);
}

// What Gemm leaves in C, gaps between rows included.
std::vector<float> Multiply(const Case& c) {
  const bool ta = c.options.a == Transpose::kYes;
  const bool tb = c.options.b == Transpose::kYes;
  Sample a(ta ? c.depth : c.rows, ta ? c.rows : c.depth, c.gap, 1);
  Sample b(tb ? c.columns : c.depth, tb ? c.depth : c.columns, c.gap, 2);
  Sample out(c.rows, c.columns, c.gap, 3);
  const Sample bias(1, c.columns, 0, 4);
  GemmOptions options = c.options;
  if (c.bias) options.bias = bias.numbers.data();
  Gemm(a.matrix(), b.matrix(), out.matrix(), options);
  return out.numbers;
}

// Three loops in f64. A sum of n products of numbers below 1 in f32 is off by at most about
// n^2 / 2 roundings of 2^-24 in the worst case and sqrt(n) * 2^-24 * sqrt(n) typically; n + 4 times
// 2^-22 leaves room for neither a missing nor a doubled product (they are 0.25 on average).
void CheckProduct(const Case& c) {
  INFO(Describe(c));
  const std::vector<float> got = Multiply(c);
  const bool ta = c.options.a == Transpose::kYes;
  const bool tb = c.options.b == Transpose::kYes;
  const Sample a(ta ? c.depth : c.rows, ta ? c.rows : c.depth, c.gap, 1);
  const Sample b(tb ? c.columns : c.depth, tb ? c.depth : c.columns, c.gap, 2);
  const Sample before(c.rows, c.columns, c.gap, 3);
  const Sample bias(1, c.columns, 0, 4);
  const double tolerance = double(c.depth + 4) / (1 << 22);
  for (int64_t r = 0; r < c.rows; ++r) {
    for (int64_t j = 0; j < before.stride; ++j) {
      const auto place = size_t(r * before.stride + j);
      if (place >= got.size()) continue;
      if (j >= c.columns) {
        if (got[place] != before.numbers[place]) FAIL("gap written at " << r << ", " << j);
        continue;
      }
      double want = c.options.add ? before.at(r, j) : 0.0;
      if (c.bias) want += bias.at(0, j);
      for (int64_t k = 0; k < c.depth; ++k) {
        want += double(ta ? a.at(k, r) : a.at(r, k)) * double(tb ? b.at(j, k) : b.at(k, j));
      }
      if (!(std::abs(got[place] - want) <= tolerance)) {
        FAIL("element " << r << ", " << j << ": got " << got[place] << ", want " << want);
      }
    }
  }
  SUCCEED();
}

// All combinations of the options.
std::vector<Case> Variants(int64_t rows, int64_t columns, int64_t depth, int64_t gap) {
  std::vector<Case> cases;
  for (int bits = 0; bits < 16; ++bits) {
    Case c{rows, columns, depth};
    c.options.a = bits & 1 ? Transpose::kYes : Transpose::kNo;
    c.options.b = bits & 2 ? Transpose::kYes : Transpose::kNo;
    c.options.add = (bits & 4) != 0;
    c.bias = (bits & 8) != 0;
    c.gap = gap;
    cases.push_back(c);
  }
  return cases;
}

TEST_CASE("Gemm equals three loops for all small sizes", "[gemm]") {
  ForEachTarget([] {
    for (int64_t rows = 1; rows <= 20; ++rows) {
      for (int64_t columns = 1; columns <= 20; ++columns) {
        for (const int64_t depth : {1, 2, 7, 20}) {
          Case c{rows, columns, depth};
          // Every combination of options comes up, at one size or another.
          const int64_t bits = rows * 7 + columns * 3 + depth;
          c.options.a = bits & 1 ? Transpose::kYes : Transpose::kNo;
          c.options.b = bits & 2 ? Transpose::kYes : Transpose::kNo;
          c.options.add = (bits & 4) != 0;
          c.bias = (bits & 8) != 0;
          c.gap = bits % 3;
          CheckProduct(c);
        }
      }
    }
  });
}

TEST_CASE("Gemm equals three loops for tiles, blocks and their edges", "[gemm]") {
  ForEachTarget([] {
    for (const auto& [rows, columns, depth] : std::vector<std::array<int64_t, 3>>{{1, 1, 1000},
                                                                                  {1, 300, 30},
                                                                                  {300, 1, 400},
                                                                                  {2, 129, 33},
                                                                                  {3, 65, 9},
                                                                                  {14, 32, 384},
                                                                                  {15, 33, 385},
                                                                                  {28, 64, 5},
                                                                                  {43, 97, 800},
                                                                                  {200, 7, 50},
                                                                                  {90, 12, 40},
                                                                                  {5, 1000, 20},
                                                                                  {6, 6, 512},
                                                                                  {8, 3, 1024},
                                                                                  {1, 16, 40},
                                                                                  {1, 17, 1030},
                                                                                  {1, 8200, 11},
                                                                                  {4099, 1, 20},
                                                                                  {1100, 33, 5}}) {
      for (const Case& c : Variants(rows, columns, depth, rows % 2 * 3)) CheckProduct(c);
    }
  });
}

TEST_CASE("Gemm of an empty sum is the bias, C or zero", "[gemm]") {
  for (const Case& c : Variants(5, 40, 0, 0)) CheckProduct(c);
  for (const Case& c : Variants(40, 1, 0, 2)) CheckProduct(c);
}

TEST_CASE("Gemm gives the same bytes for any number of threads", "[gemm]") {
  for (const auto& [rows, columns, depth] : std::vector<std::array<int64_t, 3>>{{300, 500, 90},
                                                                                {20, 5000, 100},
                                                                                {5000, 20, 100},
                                                                                {3000, 10, 200},
                                                                                {700, 1, 3000},
                                                                                {1, 9000, 200}}) {
    for (const Case& c : Variants(rows, columns, depth, 1)) {
      INFO(Describe(c));
      SetThreads(1);
      const std::vector<float> one = Multiply(c);
      for (const int threads : {2, 3, 7}) {
        SetThreads(threads);
        const std::vector<float> several = Multiply(c);
        CHECK(std::memcmp(one.data(), several.data(), one.size() * sizeof(float)) == 0);
      }
    }
  }
  SetThreads(0);
}

TEST_CASE("A row of Gemm's result depends on that row alone", "[gemm]") {
  ForEachTarget([] {
    for (const int64_t columns : {1, 7, 15, 16, 20, 33, 100, 4100}) {
      for (const int64_t depth : {3, 16, 70, 1100}) {
        for (const Transpose transpose : {Transpose::kNo, Transpose::kYes}) {
          INFO(columns << " columns, depth " << depth << ", " << int(transpose));
          Sample a(20, depth, 0, 1);
          Sample b(transpose == Transpose::kYes ? columns : depth,
                   transpose == Transpose::kYes ? depth : columns, 1, 2);
          Sample together(20, columns, 0, 3);
          Sample alone(20, columns, 0, 3);
          const GemmOptions options = {.b = transpose, .add = true};
          Gemm(a.matrix(), b.matrix(), together.matrix(), options);
          for (int64_t r = 0; r < 20; r += r == 2 ? 4 : 1) {  // a few of them, one by one
            Gemm(a.matrix().Rows(r, r + 1), b.matrix(), alone.matrix().Rows(r, r + 1), options);
            const auto begin = alone.numbers.begin() + r * columns;
            CHECK(std::equal(begin, begin + columns, together.numbers.begin() + r * columns));
          }
        }
      }
    }
  });
}

TEST_CASE("Gemm sums in the order of k, whatever the shape", "[gemm]") {
  // 2^24 + 1 + ... - 2^24: what is lost tells the order. In order, each 1 after 2^24 is lost.
  const int64_t depth = 1000;
  for (const int64_t rows : {1, 2, 6, 14, 40}) {
    for (const int64_t columns : {1, 5, 16, 40, 400}) {
      std::vector<float> a(size_t(rows * depth), 1.0f);
      std::vector<float> b(size_t(depth * columns), 1.0f);
      for (int64_t j = 0; j < columns; ++j) {
        b[size_t(500 * columns + j)] = 16777216.0f;
        b[size_t(900 * columns + j)] = -16777216.0f;
      }
      std::vector<float> c(size_t(rows * columns));
      Gemm({a.data(), rows, depth, depth}, {b.data(), depth, columns, columns},
           {c.data(), rows, columns, columns});
      // 500 ones and 2^24 (sums above are even, and each further 1 is a tie that rounds to even),
      // then 99 ones after 2^24 is gone.
      float want = 0;
      for (int64_t k = 0; k < depth; ++k) want += b[size_t(k * columns)];
      CHECK(std::vector<float>(c.size(), want) == c);
    }
  }
}

}  // namespace
}  // namespace sluice
