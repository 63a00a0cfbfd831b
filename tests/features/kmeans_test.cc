#include "features/kmeans.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include "features/kmeans_kernels.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

// `count` points around each of the corners of a cube in `dimensions` dimensions, in turns.
Tensor Clouds(int64_t count, int64_t dimensions, double spread) {
  Tensor points = Tensor::Create({count * 8, dimensions}).value();
  Random random(5);
  for (int64_t i = 0; i < points.dim(0); ++i) {
    for (int64_t d = 0; d < dimensions; ++d) {
      const bool high = d < 3 && (i % 8 >> d & 1) != 0;
      points.data()[i * dimensions + d] =
          static_cast<float>((high ? 10 : 0) + spread * random.Uniform(-1, 1));
    }
  }
  return points;
}

KMeansResult Cluster(const Tensor& points, int clusters, uint64_t seed = 0) {
  KMeansOptions options;
  options.clusters = clusters;
  options.seed = seed;
  return std::move(KMeans(AsMatrix(points), options)).value();
}

TEST_CASE("k-means finds clusters that are far apart, from any seed", "[kmeans]") {
  const Tensor points = Clouds(500, 5, 1);
  for (const uint64_t seed : {0, 1, 2, 3, 4}) {
    const KMeansResult result = Cluster(points, 8, seed);
    // Each centre is the mean of one cloud's points.
    std::set<int64_t> found;
    double squares = 0;
    for (int64_t cloud = 0; cloud < 8; ++cloud) {
      double mean[5] = {};
      for (int64_t i = cloud; i < 4000; i += 8) {
        for (int d = 0; d < 5; ++d) mean[d] += double(points.data()[i * 5 + d]) / 500;
      }
      for (int64_t i = cloud; i < 4000; i += 8) {
        for (int d = 0; d < 5; ++d)
          squares += std::pow(double(points.data()[i * 5 + d]) - mean[d], 2);
      }
      for (int64_t k = 0; k < 8; ++k) {
        double apart = 0;
        for (int d = 0; d < 5; ++d) {
          apart = std::max(apart, std::abs(double(result.centers.data()[k * 5 + d]) - mean[d]));
        }
        if (apart < 1e-5) found.insert(k);
      }
    }
    CHECK(found.size() == 8);
    CHECK(result.squares == Approx(squares).epsilon(1e-6));
  }
}

TEST_CASE("the nearest centre is the nearest centre", "[kmeans]") {
  for (const int64_t count : {1, 3, 16, 17, 100}) {
    Tensor centers = Tensor::Create({count, 8}).value();
    Tensor points = Tensor::Create({5000, 8}).value();
    Random random(9);
    for (int64_t i = 0; i < centers.size(); ++i) centers.data()[i] = float(random.Uniform());
    for (int64_t i = 0; i < points.size(); ++i) points.data()[i] = float(random.Uniform());
    std::vector<int32_t> nearest(5000);
    std::vector<double> squares(5000);
    NearestCenter(AsMatrix(centers)).Find(AsMatrix(points), nearest.data(), squares.data());
    for (int64_t i = 0; i < 5000; ++i) {
      double least = INFINITY;
      for (int64_t k = 0; k < count; ++k) {
        double square = 0;
        for (int64_t d = 0; d < 8; ++d) {
          square +=
              std::pow(double(points.data()[i * 8 + d]) - double(centers.data()[k * 8 + d]), 2);
        }
        least = std::min(least, square);
      }
      // Rounding errors of f32 products of eight numbers below 1.
      REQUIRE(squares[size_t(i)] < least + 2e-6);
      REQUIRE(squares[size_t(i)] > least - 2e-6);
    }
  }
}

TEST_CASE("the first greatest number is found at any place", "[kmeans]") {
  ForEachTarget([] {
    for (size_t count = 1; count < 70; ++count) {
      std::vector<float> values(count, -2.0f);
      CHECK(ArgMax(values.data(), count) == 0);
      for (size_t i = 0; i < count; ++i) {
        std::vector<float> peaks = values;
        for (size_t j = i; j < count; j += 7) peaks[j] = -1.0f;
        REQUIRE(ArgMax(peaks.data(), count) == static_cast<int32_t>(i));
      }
    }
  });
}

TEST_CASE("k-means doesn't depend on threads", "[kmeans]") {
  const Tensor points = Clouds(1500, 7, 12);
  SetThreads(1);
  const KMeansResult one = Cluster(points, 20);
  CHECK(one.iterations > 3);
  for (const int threads : {2, 3, 5}) {
    SetThreads(threads);
    const KMeansResult other = Cluster(points, 20);
    CHECK(other.squares == one.squares);
    CHECK(std::memcmp(other.centers.data(), one.centers.data(), 20 * 7 * sizeof(float)) == 0);
  }
  SetThreads(0);
}

TEST_CASE("k-means with no more distinct points than clusters", "[kmeans]") {
  Tensor points = Tensor::Create({9, 2}).value();
  for (int64_t i = 0; i < 9; ++i) {
    points.data()[2 * i] = static_cast<float>(i % 3);
    points.data()[2 * i + 1] = 1;
  }
  for (const int clusters : {3, 4, 9}) {
    const KMeansResult result = Cluster(points, clusters);
    CHECK(result.squares == 0);
    for (int64_t i = 0; i < int64_t{clusters} * 2; ++i)
      CHECK(std::isfinite(result.centers.data()[i]));
  }
}

TEST_CASE("an empty cluster takes the farthest point", "[kmeans]") {
  // More clusters than clouds: none may stay empty, so squares fall below the clouds' own.
  const Tensor points = Clouds(30, 3, 1);
  const KMeansResult result = Cluster(points, 60);
  std::vector<int32_t> nearest(size_t(points.dim(0)));
  NearestCenter(AsMatrix(result.centers)).Find(AsMatrix(points), nearest.data());
  CHECK(std::set<int32_t>(nearest.begin(), nearest.end()).size() == 60);
}

TEST_CASE("k-means refuses what it can't cluster", "[kmeans]") {
  Tensor points = Clouds(1, 3, 1);
  KMeansOptions options;
  options.clusters = 9;
  CHECK_FALSE(KMeans(AsMatrix(points), options).ok());
  options.clusters = 0;
  CHECK_FALSE(KMeans(AsMatrix(points), options).ok());
  options.clusters = 2;
  points.data()[7] = std::numeric_limits<float>::quiet_NaN();
  CHECK_FALSE(KMeans(AsMatrix(points), options).ok());
}

}  // namespace
}  // namespace sluice
