#include "lib/random.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <vector>

#include "tests/kernel_check.h"

namespace sluice {
namespace {

template <class T>
std::vector<T> Filled(void (*fill)(const RandomSequence&, size_t, T*),
                      const RandomSequence& sequence, size_t count) {
  std::vector<T> numbers(RandomRoom(count));
  fill(sequence, count, numbers.data());
  numbers.resize(count);
  return numbers;
}

std::vector<float> PoissonNumbers(float mean, size_t count, uint32_t row = 0) {
  std::vector<float> numbers(RandomRoom(count), mean);
  FillPoisson({7, 0, row, 0}, count, numbers.data());
  numbers.resize(count);
  return numbers;
}

// The standard normal distribution function.
double NormalCdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

// Known answers of the Random123 distribution (kat_vectors, philox4x32 10).
TEST_CASE("Philox gives the published numbers", "[random]") {
  using Words = std::array<uint32_t, 4>;
  CHECK(Philox({0, 0, 0, 0}, {0, 0}) == Words{0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8});
  CHECK(Philox({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}) ==
        Words{0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD});
  CHECK(Philox({0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344}, {0xA4093822, 0x299F31D0}) ==
        Words{0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1});
}

TEST_CASE("bits of a sequence are the words of its Philox blocks on every target", "[random]") {
  const RandomSequence sequence{0x123456789ABCDEF0, 11, 22, 33};
  ForEachTarget([&] {
    const auto bits = Filled(FillBits, sequence, 1000);
    for (uint32_t i = 0; i < bits.size(); ++i) {
      const uint32_t block = i / 64 * 16 + i % 16;
      const uint32_t word = i % 64 / 16;
      REQUIRE(bits[i] == Philox({block, 22, 11, 33}, {0x9ABCDEF0, 0x12345678})[word]);
    }
  });
}

TEST_CASE("uniform and normal numbers are functions of the bits on every target", "[random]") {
  const RandomSequence sequence{1, 2, 3, 4};
  const size_t count = 20000;
  const auto bits = Filled(FillBits, sequence, count);
  const auto normals = Filled(FillNormal, sequence, count);
  ForEachTarget([&] {
    const auto uniforms = Filled(FillUniform, sequence, count);
    REQUIRE(Filled(FillNormal, sequence, count) == normals);
    for (size_t i = 0; i < count; ++i) {
      REQUIRE(uniforms[i] == static_cast<float>(bits[i] >> 8) * 0x1p-24f);
      const double p = ((bits[i] >> 1) + 0.5) * 0x1p-32;
      // The distribution function takes the number back to its probability.
      REQUIRE(std::signbit(normals[i]) == (bits[i] & 1));
      REQUIRE(NormalCdf(-std::abs(normals[i])) == Approx(p).epsilon(1e-5).margin(1e-7));
    }
  });
}

TEST_CASE("random numbers stay what they are from release to release", "[random]") {
  const auto normals = Filled(FillNormal, {42, 0, 0, 0}, 4);
  CHECK(normals ==
        std::vector<float>{-0x1.02ff2ap-1f, -0x1.f865ecp-7f, -0x1.c29244p-3f, -0x1.61f45ap-2f});
  Random random(42);
  CHECK(random.Bits() == 0x52E2EE0C);
  CHECK(random.Normal() == 0x1.0be3e6p-1f);
}

TEST_CASE("normal numbers have mean 0, variance 1 and no memory", "[random]") {
  const size_t count = 1 << 20;
  const auto z = Filled(FillNormal, {5, 0, 0, 0}, count);
  double sum = 0, squares = 0, cubes = 0, fourths = 0, neighbours = 0;
  for (size_t i = 0; i < count; ++i) {
    const double v = z[i];
    sum += v;
    squares += v * v;
    cubes += v * v * v;
    fourths += v * v * v * v;
    neighbours += v * static_cast<double>(z[(i + 1) % count]);
  }
  // Five standard deviations of each estimate.
  const double n = count;
  CHECK(std::abs(sum / n) < 5 / std::sqrt(n));
  CHECK(std::abs(squares / n - 1) < 5 * std::sqrt(2 / n));
  CHECK(std::abs(cubes / n) < 5 * std::sqrt(15 / n));
  CHECK(std::abs(fourths / n - 3) < 5 * std::sqrt(96 / n));
  CHECK(std::abs(neighbours / n) < 5 / std::sqrt(n));
  CHECK(*std::max_element(z.begin(), z.end()) < 6.4f);
}

TEST_CASE("sequences of other rows, frames, uses and seeds differ", "[random]") {
  const auto first = Filled(FillBits, {1, 1, 1, 1}, 64);
  for (const RandomSequence& other :
       {RandomSequence{2, 1, 1, 1}, RandomSequence{1, 2, 1, 1}, RandomSequence{1, 1, 2, 1},
        RandomSequence{1, 1, 1, 2}, RandomSequence{uint64_t{1} << 32, 1, 1, 1}}) {
    const auto bits = Filled(FillBits, other, 64);
    int equal = 0;
    for (size_t i = 0; i < bits.size(); ++i) equal += bits[i] == first[i];
    CHECK(equal == 0);
  }
}

TEST_CASE("Poisson numbers follow their distribution", "[random]") {
  for (const double mean : {0.0, 0.01, 0.5, 3.0, 9.99, 10.0, 30.0, 250.0}) {
    CAPTURE(mean);
    const size_t count = 400000;
    const auto numbers = PoissonNumbers(static_cast<float>(mean), count);
    std::vector<double> seen(2000);
    for (const float k : numbers) {
      REQUIRE(k == std::floor(k));
      seen[static_cast<size_t>(k)] += 1.0 / count;
    }
    double probability = std::exp(-mean);
    for (size_t k = 0; k < 1000; ++k) {
      CAPTURE(k);
      const double spread = std::sqrt(probability / count);
      CHECK(std::abs(seen[k] - probability) <= 5 * spread + 1e-4);
      probability *= mean / static_cast<double>(k + 1);
    }
  }
}

TEST_CASE("Poisson numbers are the same on every target, for unusual means too", "[random]") {
  const float infinity = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const std::vector<float> means = {-1, 0, 1e-20f, 5, 9.5f, 10.5f, 1e6f, 1e20f, infinity, nan};
  std::vector<float> start(RandomRoom(2000));
  for (size_t i = 0; i < start.size(); ++i) start[i] = means[i % means.size()];
  std::vector<float> first = start;
  FillPoisson({3, 0, 0, 0}, 2000, first.data());
  CHECK(first[0] == 0.0f);
  CHECK(first[1] == 0.0f);
  CHECK(first[8] == infinity);
  CHECK(std::isnan(first[9]));
  ForEachTarget([&] {
    std::vector<float> again = start;
    FillPoisson({3, 0, 0, 0}, 2000, again.data());
    for (size_t i = 0; i < 2000; ++i) {
      REQUIRE((again[i] == first[i] || (std::isnan(again[i]) && std::isnan(first[i]))));
    }
  });
}

TEST_CASE("a generator's numbers are in range and evenly spread", "[random]") {
  Random random(9, 1);
  std::vector<int> seen(6);
  for (int i = 0; i < 60000; ++i) {
    const double u = random.Uniform();
    REQUIRE((u >= 0 && u < 1));
    const int die = random.Integer(1, 6);
    REQUIRE((die >= 1 && die <= 6));
    ++seen[static_cast<size_t>(die - 1)];
  }
  for (const int n : seen) CHECK(std::abs(n - 10000) < 500);
  CHECK(Random(9, 1).Bits() != Random(9, 2).Bits());
  CHECK(Random(1).Below(1) == 0);

  std::vector<int> order(50);
  std::iota(order.begin(), order.end(), 0);
  random.Shuffle(order.data(), 50);
  CHECK(!std::is_sorted(order.begin(), order.end()));
  std::sort(order.begin(), order.end());
  for (int i = 0; i < 50; ++i) CHECK(order[static_cast<size_t>(i)] == i);
}

}  // namespace
}  // namespace sluice
