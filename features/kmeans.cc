#include "features/kmeans.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "features/kmeans_kernels.h"
#include "lib/gemm.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Sums are over this many parts of the points, then over the parts in order, so that they don't
// depend on threads.
constexpr int64_t kParts = 16;
// Points whose products with all centres are computed at a time.
constexpr int64_t kBlock = 256;

// Calls body(part, begin, end) for the parts of `count` points.
template <class Body>
void ForEachPart(int64_t count, Body body) {
  ParallelFor(kParts, 1, [&](int64_t first, int64_t last) {
    for (int64_t p = first; p < last; ++p) body(p, count * p / kParts, count * (p + 1) / kParts);
  });
}

double SumOf(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

// Points drawn with probabilities proportional to `squares`, whose parts sum to `parts`.
int64_t Draw(const std::vector<double>& squares, const std::vector<double>& parts, Random* random) {
  const auto count = static_cast<int64_t>(squares.size());
  double left = random->Uniform() * SumOf(parts);
  int64_t part = 0;
  while (part + 1 < kParts && left >= parts[size_t(part)]) left -= parts[size_t(part++)];
  int64_t chosen = count * part / kParts;
  const int64_t end = count * (part + 1) / kParts;
  while (chosen + 1 < end && left >= squares[size_t(chosen)]) left -= squares[size_t(chosen++)];
  return std::min(chosen, count - 1);
}

// Seeds by greedy k-means++: each next one is a point, the likelier the farther it is from those
// before; of a few such points the one that leaves the least sum of squares.
void Seed(ConstMatrix points, uint64_t seed, Matrix centers) {
  const auto dimensions = static_cast<size_t>(points.columns);
  const auto tries = 2 + static_cast<size_t>(std::log(double(centers.rows)));
  Random random(seed);
  std::vector<double> squares(size_t(points.rows), INFINITY);
  std::vector<double> parts(kParts);
  std::vector<std::vector<double>> tried(tries, squares);
  std::vector<std::vector<double>> tried_parts(tries, parts);
  for (int64_t k = 0; k < centers.rows; ++k) {
    std::vector<int64_t> candidates;
    if (k == 0) candidates.push_back(random.Below(static_cast<uint32_t>(points.rows)));
    while (k > 0 && candidates.size() < tries) candidates.push_back(Draw(squares, parts, &random));
    ForEachPart(points.rows, [&](int64_t part, int64_t begin, int64_t end) {
      for (size_t c = 0; c < candidates.size(); ++c) {
        const float* const center = points.row(candidates[c]);
        double sum = 0;
        for (int64_t i = begin; i < end; ++i) {
          tried[c][size_t(i)] =
              std::min(squares[size_t(i)], SquaredDistance(points.row(i), center, dimensions));
          sum += tried[c][size_t(i)];
        }
        tried_parts[c][size_t(part)] = sum;
      }
    });
    size_t best = 0;
    for (size_t c = 1; c < candidates.size(); ++c) {
      if (SumOf(tried_parts[c]) < SumOf(tried_parts[best])) best = c;
    }
    squares.swap(tried[best]);
    parts.swap(tried_parts[best]);
    std::copy_n(points.row(candidates[best]), dimensions, centers.row(k));
  }
}

// The sums and numbers of the points of each cluster.
struct ClusterSums {
  std::vector<double> sums;
  std::vector<int64_t> counts;
};

ClusterSums SumClusters(ConstMatrix points, const std::vector<int32_t>& nearest, int64_t clusters) {
  const auto dimensions = static_cast<size_t>(points.columns);
  std::vector<ClusterSums> parts(kParts);
  ForEachPart(points.rows, [&](int64_t p, int64_t begin, int64_t end) {
    ClusterSums& part = parts[size_t(p)];
    part.sums.assign(size_t(clusters) * dimensions, 0.0);
    part.counts.assign(size_t(clusters), 0);
    for (int64_t i = begin; i < end; ++i) {
      const auto k = static_cast<size_t>(nearest[size_t(i)]);
      const float* const point = points.row(i);
      double* const sum = part.sums.data() + k * dimensions;
      for (size_t d = 0; d < dimensions; ++d) sum[d] += double(point[d]);
      ++part.counts[k];
    }
  });
  for (size_t p = 1; p < parts.size(); ++p) {
    for (size_t i = 0; i < parts[0].sums.size(); ++i) parts[0].sums[i] += parts[p].sums[i];
    for (size_t i = 0; i < parts[0].counts.size(); ++i) parts[0].counts[i] += parts[p].counts[i];
  }
  return std::move(parts[0]);
}

// Each cluster's mean becomes its centre; an empty one takes the point farthest from its own.
void MoveCenters(ConstMatrix points, const std::vector<int32_t>& nearest,
                 std::vector<double>* squares, Matrix centers) {
  const auto dimensions = static_cast<size_t>(points.columns);
  const ClusterSums clusters = SumClusters(points, nearest, centers.rows);
  for (int64_t k = 0; k < centers.rows; ++k) {
    const int64_t count = clusters.counts[size_t(k)];
    if (count > 0) {
      for (size_t d = 0; d < dimensions; ++d) {
        centers.row(k)[d] =
            static_cast<float>(clusters.sums[size_t(k) * dimensions + d] / double(count));
      }
      continue;
    }
    const auto farthest = std::max_element(squares->begin(), squares->end());
    if (*farthest <= 0) continue;  // every point is a centre
    std::copy_n(points.row(farthest - squares->begin()), dimensions, centers.row(k));
    *farthest = 0;
  }
}

Status Check(ConstMatrix points, const KMeansOptions& options) {
  if (options.clusters < 1) return Status::Usage("k-means needs at least one cluster");
  if (points.rows < options.clusters || points.rows >= int64_t{1} << 32 || points.columns < 1) {
    return Status::Failed("k-means with " + std::to_string(options.clusters) +
                          " clusters needs at least as many points, got " +
                          std::to_string(points.rows));
  }
  for (int64_t i = 0; i < points.rows; ++i) {
    const float* const row = points.row(i);
    if (!std::all_of(row, row + points.columns, [](float v) { return std::isfinite(v); })) {
      return Status::Failed("k-means expects finite numbers, point " + std::to_string(i) +
                            " has NaN or infinite ones");
    }
  }
  return Status::Ok();
}

}  // namespace

Result<KMeansResult> KMeans(ConstMatrix points, const KMeansOptions& options) {
  SLUICE_RETURN_IF_ERROR(Check(points, options));
  KMeansResult result;
  SLUICE_ASSIGN_OR_RETURN(result.centers, Tensor::Create({options.clusters, points.columns}));
  const Matrix centers = AsMatrix(result.centers);
  Seed(points, options.seed, centers);
  std::vector<int32_t> nearest(size_t(points.rows));
  std::vector<double> squares(size_t(points.rows));
  for (;; ++result.iterations) {
    NearestCenter(centers).Find(points, nearest.data(), squares.data());
    const double before = result.squares;
    result.squares = SumOf(squares);
    if (result.iterations == options.iterations || result.squares == 0 ||
        (result.iterations > 0 && before - result.squares <= options.tolerance * before)) {
      return result;
    }
    MoveCenters(points, nearest, &squares, centers);
  }
}

NearestCenter::NearestCenter(ConstMatrix centers) : centers_(centers) {
  const std::vector<float> origin(size_t(centers.columns));
  for (int64_t k = 0; k < centers.rows; ++k) {
    half_norms_.push_back(static_cast<float>(
        -0.5 * SquaredDistance(centers.row(k), origin.data(), size_t(centers.columns))));
  }
}

void NearestCenter::Find(ConstMatrix points, int32_t* nearest, double* squares) const {
  // |x - c|^2 is least where x c - |c|^2 / 2 is greatest.
  GemmOptions gemm;
  gemm.b = Transpose::kYes;
  gemm.bias = half_norms_.data();
  ParallelFor(points.rows, 16 * kBlock, [&](int64_t first, int64_t last) {
    Scratch<float> scores(size_t(kBlock * centers_.rows));
    for (int64_t begin = first; begin < last; begin += kBlock) {
      const int64_t end = std::min(begin + kBlock, last);
      const Matrix products{scores.data(), end - begin, centers_.rows, centers_.rows};
      Gemm(points.Rows(begin, end), centers_, products, gemm);
      for (int64_t i = begin; i < end; ++i) {
        nearest[i] = ArgMax(products.row(i - begin), size_t(centers_.rows));
        if (squares == nullptr) continue;
        squares[i] =
            SquaredDistance(points.row(i), centers_.row(nearest[i]), size_t(centers_.columns));
      }
    }
  });
}

}  // namespace sluice
