#include "classifiers/neighbour_search.h"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/integer_space.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

struct Sample {
  Sample(int64_t rows, int64_t columns) : rows(rows), columns(columns) {
    numbers.resize(size_t(rows * columns));
  }
  ConstMatrix matrix() const { return {numbers.data(), rows, columns, columns}; }
  float* row(int64_t r) { return numbers.data() + r * columns; }
  int64_t rows, columns;
  std::vector<float> numbers;
};

// Numbers in [low, low + 1); with `steps` above 0 only so many different ones, which makes ties.
Sample RandomSample(int64_t rows, int64_t columns, uint64_t seed, int steps = 0, float low = 0) {
  Sample sample(rows, columns);
  Random random(seed);
  for (float& number : sample.numbers) {
    const double uniform = random.Uniform();
    number = low + static_cast<float>(steps > 0 ? std::floor(uniform * steps) / steps : uniform);
  }
  return sample;
}

struct Found {
  std::vector<int32_t> indices;
  std::vector<float> distances;
};

Found Find(const Sample& rows, const Sample& queries, Distance distance, int k) {
  const Result<NeighbourSearch> search = NeighbourSearch::Create(rows.matrix(), distance);
  REQUIRE(search.ok());
  Found found;
  found.indices.resize(size_t(queries.rows * k));
  found.distances.resize(size_t(queries.rows * k));
  REQUIRE(search->Search(queries.matrix(), k, found.indices.data(), found.distances.data()).ok());
  return found;
}

double PlainDistance(const float* a, const float* b, int64_t n, Distance distance) {
  double sum = 0;
  double aa = 0;
  double bb = 0;
  for (int64_t i = 0; i < n; ++i) {
    const double x = double(a[i]);
    const double y = double(b[i]);
    if (distance == Distance::kL1) sum += std::abs(x - y);
    if (distance == Distance::kL2) sum += (x - y) * (x - y);
    if (distance == Distance::kChi2 && x + y > 0) sum += (x - y) * (x - y) / (x + y);
    if (distance == Distance::kCosine) sum += x * y;
    aa += x * x;
    bb += y * y;
  }
  if (distance == Distance::kL2) return std::sqrt(sum);
  if (distance != Distance::kCosine) return sum;
  if (aa == 0 || bb == 0) return aa == bb ? 0 : 1;
  return 1 - sum / std::sqrt(aa * bb);
}

// Against sorting all distances in f64. Rows whose distances differ by less than f32 resolves (a
// relative 1e-5, n being below 1000) may come in either order; equal rows may not.
void CheckAgainstSorting(const Sample& rows, const Sample& queries, Distance distance, int k) {
  const Found found = Find(rows, queries, distance, k);
  for (int64_t q = 0; q < queries.rows; ++q) {
    const float* query = queries.matrix().row(q);
    std::vector<double> all;
    for (int64_t r = 0; r < rows.rows; ++r) {
      all.push_back(PlainDistance(query, rows.matrix().row(r), rows.columns, distance));
    }
    std::vector<double> sorted = all;
    std::sort(sorted.begin(), sorted.end());
    std::vector<bool> seen(all.size());
    for (int i = 0; i < k; ++i) {
      const auto index = size_t(found.indices[size_t(q * k + i)]);
      const double got = double(found.distances[size_t(q * k + i)]);
      const double near = 1e-5 * sorted[size_t(i)] + 1e-7;
      INFO("query " << q << " neighbour " << i << " is row " << index << " at " << got);
      if (seen[index] || !(std::abs(got - sorted[size_t(i)]) <= near) ||
          !(std::abs(all[index] - sorted[size_t(i)]) <= near)) {
        FAIL("want a row at " << sorted[size_t(i)] << "; that row is at " << all[index]);
      }
      seen[index] = true;
      // The root may make equal what wasn't.
      const bool same =
          i > 0 && distance != Distance::kL2 &&
          found.distances[size_t(q * k + i)] == found.distances[size_t(q * k + i) - 1];
      if (same) {
        CHECK(found.indices[size_t(q * k + i)] > found.indices[size_t(q * k + i) - 1]);
      }
    }
  }
}

constexpr Distance kAll[] = {Distance::kL1, Distance::kL2, Distance::kCosine, Distance::kChi2};

TEST_CASE("NeighbourSearch equals sorting all distances", "[knn]") {
  ForEachTarget([] {
    for (const Distance distance : kAll) {
      INFO("distance " << int(distance));
      CheckAgainstSorting(RandomSample(1, 3, 1), RandomSample(2, 3, 2), distance, 1);
      CheckAgainstSorting(RandomSample(50, 1, 1), RandomSample(20, 1, 2), distance, 50);
      CheckAgainstSorting(RandomSample(777, 16, 3), RandomSample(31, 16, 4), distance, 5);
      CheckAgainstSorting(RandomSample(300, 100, 5), RandomSample(3, 100, 6), distance, 40);
      CheckAgainstSorting(RandomSample(2100, 37, 7), RandomSample(60, 37, 8), distance, 3);
      CheckAgainstSorting(RandomSample(90, 1300, 9), RandomSample(30, 1300, 10), distance, 3);
    }
  });
}

TEST_CASE("NeighbourSearch is exact where the product has lost all digits", "[knn]") {
  // Numbers near 4096 differ by multiples of 2^-11 only; squares of length near 6e8 resolve 64.
  Sample rows = RandomSample(500, 40, 1, 0, 4096);
  Sample queries = RandomSample(20, 40, 2, 0, 4096);
  // One far row, so that taking off the mean doesn't help.
  std::fill_n(rows.row(123), 40, -4e6f);
  CheckAgainstSorting(rows, queries, Distance::kL2, 5);
}

TEST_CASE("NeighbourSearch finds copies at distance 0", "[knn]") {
  for (const Distance distance : kAll) {
    Sample rows = RandomSample(400, 50, 1);
    for (const int64_t copy : {7, 211, 399}) std::copy_n(rows.row(30), 50, rows.row(copy));
    Sample queries = RandomSample(20, 50, 2);
    std::copy_n(rows.row(30), 50, queries.row(11));
    const Found found = Find(rows, queries, distance, 4);
    for (int i = 0; i < 4; ++i) {
      CHECK(found.distances[size_t(11 * 4 + i)] == 0.0f);
      CHECK(found.indices[size_t(11 * 4 + i)] == std::vector<int32_t>{7, 30, 211, 399}[size_t(i)]);
    }
  }
}

TEST_CASE("NeighbourSearch orders ties by row", "[knn]") {
  // 3 different numbers in 4 columns: 81 different rows among 3000, so that most distances tie.
  const Sample rows = RandomSample(3000, 4, 1, 3);
  const Sample queries = RandomSample(40, 4, 2, 3);
  for (const Distance distance : {Distance::kL1, Distance::kL2, Distance::kChi2}) {
    const int k = 60;
    const Found found = Find(rows, queries, distance, k);
    for (int64_t q = 0; q < queries.rows; ++q) {
      std::vector<std::pair<float, int32_t>> all;
      for (int64_t r = 0; r < rows.rows; ++r) {
        // Rounded to f32, sums of the same terms in another order tie here as well.
        all.emplace_back(static_cast<float>(PlainDistance(queries.matrix().row(q),
                                                          rows.matrix().row(r), 4, distance)),
                         static_cast<int32_t>(r));
      }
      std::sort(all.begin(), all.end());
      for (int i = 0; i < k; ++i) {
        const size_t place = size_t(q * k + i);
        if (distance != Distance::kChi2) REQUIRE(found.indices[place] == all[size_t(i)].second);
        REQUIRE(found.distances[place] == Approx(all[size_t(i)].first));
      }
    }
  }
}

TEST_CASE("NeighbourSearch gives the same bytes on every target and for any threads", "[knn]") {
  const Sample rows = RandomSample(3000, 70, 1);
  for (const Distance distance : kAll) {
    for (const int64_t count : {2, 9, 100}) {
      const Sample queries = RandomSample(count, 70, 2);
      SetThreads(1);
      const Found want = Find(rows, queries, distance, 7);
      for (const int threads : {1, 2, 5}) {
        SetThreads(threads);
        ForEachTarget([&] {
          const Found got = Find(rows, queries, distance, 7);
          CHECK(got.indices == want.indices);
          CHECK(got.distances == want.distances);
        });
      }
      // A query's neighbours don't depend on the other queries.
      Sample one = RandomSample(1, 70, 2);
      std::copy_n(queries.matrix().row(count - 1), 70, one.row(0));
      const Found alone = Find(rows, one, distance, 7);
      CHECK(std::equal(alone.indices.begin(), alone.indices.end(), want.indices.end() - 7));
      CHECK(std::equal(alone.distances.begin(), alone.distances.end(), want.distances.end() - 7));
    }
  }
  SetThreads(0);
}

// Points near a hyperplane of 8 dimensions, as pictures and other real data are: projections rule
// out most rows.
Sample NearHyperplane(int64_t rows, int64_t columns, uint64_t seed, float noise) {
  const Sample directions = RandomSample(8, columns, 99, 0, -0.5f);
  Sample sample = RandomSample(rows, columns, seed, 0, -0.5f);
  const Sample shares = RandomSample(rows, 8, seed + 1, 0, -0.5f);
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t c = 0; c < columns; ++c) {
      float sum = noise * sample.row(r)[c];
      for (int64_t i = 0; i < 8; ++i) {
        sum += shares.matrix().row(r)[i] * directions.matrix().row(i)[c];
      }
      sample.row(r)[c] = sum;
    }
  }
  return sample;
}

TEST_CASE("NeighbourSearch is exact with projections", "[knn]") {
  for (const float noise : {0.0f, 0.1f, 1.0f, 100.0f}) {
    INFO("noise " << noise);
    const Sample rows = NearHyperplane(4100, 130, 1, noise);
    const Sample queries = NearHyperplane(70, 130, 5, noise);
    for (const Distance distance : {Distance::kL2, Distance::kCosine}) {
      CheckAgainstSorting(rows, queries, distance, 5);
    }
    CheckAgainstSorting(rows, queries, Distance::kL2, 700);
  }
}

TEST_CASE("NeighbourSearch leaves projections where too many rows are as near", "[knn]") {
  // Each row 410 times, more than are nominated.
  Sample rows = NearHyperplane(4100, 128, 1, 0.1f);
  for (int64_t r = 10; r < rows.rows; ++r) std::copy_n(rows.row(r % 10), 128, rows.row(r));
  const Sample queries = NearHyperplane(1100, 128, 5, 0.1f);
  const Found found = Find(rows, queries, Distance::kL2, 3);
  for (int64_t q = 0; q < queries.rows; ++q) {
    int32_t nearest = 0;
    double least = 1e9;
    for (int32_t r = 0; r < 10; ++r) {
      const double distance =
          PlainDistance(queries.matrix().row(q), rows.matrix().row(r), 128, Distance::kL2);
      if (distance < least) nearest = r;
      least = std::min(least, distance);
    }
    for (int32_t i = 0; i < 3; ++i) {
      REQUIRE(found.indices[size_t(q * 3 + i)] == nearest + 10 * i);
    }
  }
}

TEST_CASE("NeighbourSearch is exact with integers", "[knn]") {
  // As many rows, columns and queries as rounding to integers needs; odd ones, for the edges.
  Sample rows = RandomSample(1031, 67, 1);
  Sample queries = RandomSample(259, 67, 2);
  std::copy_n(rows.row(700), 67, rows.row(1030));
  std::copy_n(rows.row(700), 67, queries.row(258));
  std::fill_n(queries.row(3), 67, 0.5f);   // near the mean: short
  std::fill_n(queries.row(4), 67, 1e15f);  // and long
  ForEachTarget([&] {
    for (const Distance distance : {Distance::kL2, Distance::kCosine}) {
      CheckAgainstSorting(rows, queries, distance, 5);
    }
  });
  const Found want = Find(rows, queries, Distance::kL2, 5);
  CHECK(want.indices[258 * 5] == 700);
  CHECK(want.indices[258 * 5 + 1] == 1030);
  CHECK(want.distances[258 * 5 + 1] == 0);
  for (const int threads : {1, 3}) {
    SetThreads(threads);
    ForEachTarget([&] {
      const Found got = Find(rows, queries, Distance::kL2, 5);
      CHECK(got.indices == want.indices);
      CHECK(got.distances == want.distances);
    });
  }
  SetThreads(0);
  // One far row makes steps so large that all the others look alike.
  std::fill_n(rows.row(100), 67, 1e5f);
  CheckAgainstSorting(rows, queries, Distance::kL2, 5);
}

TEST_CASE("What rounding to integers does to a product is bounded", "[knn]") {
  for (const float size : {1e-35f, 1e-3f, 1.0f, 1e4f}) {
    Sample rows = RandomSample(40, 96, 1, 0, -0.5f);
    for (int64_t r = 0; r < rows.rows; ++r) {
      for (int64_t i = 0; i < 96; ++i) rows.row(r)[i] *= size * float(r % 7);
    }
    rows.row(5)[9] = 50 * size;  // one number far above the others
    NeighbourSpace space;
    space.rows = Tensor::Create({rows.rows, rows.columns}).value();
    std::copy(rows.numbers.begin(), rows.numbers.end(), space.rows.data());
    space.mean.assign(96, 0.0f);
    const IntegerSpace integers = IntegerSpace::Create(space).value();
    IntegerRows queries;
    REQUIRE(RoundToIntegers(rows.matrix(), &queries).ok());
    double longest = 0;
    for (int64_t r = 0; r < rows.rows; ++r) {
      const std::vector<float> zeros(96);
      longest = std::max(longest, PlainDistance(rows.row(r), zeros.data(), 96, Distance::kL2));
    }
    const auto integer = [](const IntegerRows& from, int64_t r, int64_t i) {
      const auto pair = std::bit_cast<uint32_t>(from.pairs.data()[r * 48 + i / 2]);
      return int64_t{int16_t(i % 2 == 0 ? pair & 0xffff : pair >> 16)};
    };
    double greatest_error = 0;
    for (int64_t q = 0; q < rows.rows; ++q) {
      const double length =
          PlainDistance(rows.row(q), std::vector<float>(96).data(), 96, Distance::kL2);
      const double bound = integers.KeyError(length, queries.rests[size_t(q)], longest);
      for (int64_t r = 0; r < rows.rows; ++r) {
        int64_t sum = 0;
        double product = 0;
        for (int64_t i = 0; i < 96; ++i) {
          sum += integer(queries, q, i) * integer(integers.rows, r, i);
          product += double(rows.row(q)[i]) * double(rows.row(r)[i]);
          REQUIRE(std::abs(sum) <= std::numeric_limits<int32_t>::max());
        }
        const double rounded =
            double(queries.steps[size_t(q)]) * double(integers.rows.steps[size_t(r)]) * double(sum);
        REQUIRE(std::abs(rounded - product) <= bound);
        greatest_error = std::max(greatest_error, std::abs(rounded - product));
      }
      // The bound is of use: a small part of the greatest product.
      if (size >= 1e-3f) REQUIRE(bound <= 1e-3 * longest * longest);
    }
    CHECK((greatest_error > 0));
  }
}

TEST_CASE("NeighbourSearch bears numbers out of range", "[knn]") {
  // Among so many that they meet integers, too.
  Sample many = RandomSample(1100, 64, 1);
  Sample asked = RandomSample(300, 64, 2);
  many.row(3)[4] = 1e30f;
  asked.row(5)[6] = -3e38f;
  asked.row(6)[6] = std::nanf("");
  asked.row(7)[6] = INFINITY;
  for (const Distance distance : {Distance::kL2, Distance::kCosine}) {
    const Found found = Find(many, asked, distance, 3);
    for (const int32_t index : found.indices) REQUIRE((index >= 0 && index < 1100));
  }
  Sample rows = RandomSample(100, 20, 1);
  Sample queries = RandomSample(10, 20, 2);
  rows.row(3)[4] = 1e30f;
  queries.row(5)[6] = -1e30f;
  queries.row(6)[6] = std::nanf("");
  for (const Distance distance : kAll) {
    const Found found = Find(rows, queries, distance, 100);
    for (int64_t q = 0; q < queries.rows; ++q) {
      std::vector<int32_t> all(found.indices.begin() + q * 100,
                               found.indices.begin() + (q + 1) * 100);
      std::sort(all.begin(), all.end());
      for (int i = 0; i < 100; ++i) REQUIRE(all[size_t(i)] == i);
    }
  }
}

}  // namespace
}  // namespace sluice
