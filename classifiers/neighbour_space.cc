#include "classifiers/neighbour_space.h"

#include <algorithm>
#include <cmath>

#include "classifiers/neighbour_scan.h"
#include "lib/gemm.h"
#include "lib/parallel.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr int64_t kMostSamples = 2048;
constexpr double kLeastVariance = 0.5;
constexpr double kUnit = 0x1p-24;  // rounding of f32

double Dot(const float* a, const float* b, int64_t count) {
  double sum = 0;
  for (int64_t i = 0; i < count; ++i) sum += double(a[i]) * double(b[i]);
  return sum;
}

// Makes the rows orthonormal (modified Gram-Schmidt, twice, so that nothing but the rounding of the
// results is left). A row that depends on those before it becomes zero.
void Orthonormalise(Matrix rows) {
  for (int64_t r = 0; r < rows.rows; ++r) {
    float* row = rows.row(r);
    const double before = Dot(row, row, rows.columns);
    for (int pass = 0; pass < 2; ++pass) {
      for (int64_t other = 0; other < r; ++other) {
        const auto share = static_cast<float>(Dot(row, rows.row(other), rows.columns));
        for (int64_t i = 0; i < rows.columns; ++i) row[i] -= share * rows.row(other)[i];
      }
    }
    const double square = Dot(row, row, rows.columns);
    const double scale = square > before * 1e-9 ? 1 / std::sqrt(square) : 0;
    for (int64_t i = 0; i < rows.columns; ++i) row[i] = static_cast<float>(row[i] * scale);
  }
}

}  // namespace

void NeighbourSpace::Measure() {
  const ConstMatrix data = AsMatrix(rows);
  std::vector<double> sums(size_t(data.columns));
  for (int64_t r = 0; r < data.rows; ++r) {
    const float* row = data.row(r);
    for (size_t i = 0; i < sums.size(); ++i) sums[i] += double(row[i]);
  }
  mean.clear();
  for (const double sum : sums) mean.push_back(static_cast<float>(sum / double(data.rows)));
  half_squares.resize(size_t(data.rows));
  ParallelFor(data.rows, 256, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      half_squares[size_t(r)] =
          DirectDistance(Distance::kL2, data.row(r), mean.data(), data.columns) / 2;
    }
  });
  longest = std::sqrt(2 * *std::max_element(half_squares.begin(), half_squares.end()));
}

// A key is a sum of n = columns products; its error is below (n + 8) u (|x| |y| + |y|^2 / 2) with
// u = 2^-24, for fused and separate multiply-adds alike (Higham, Accuracy and stability of
// numerical algorithms, 3.1).
double NeighbourSpace::LeastSquare(double square, double length, float key,
                                   double key_error) const {
  const double n = double(rows.dim(1));
  const double greatest = double(longest);
  const double error =
      (n + 8) * kUnit * (std::sqrt(square) * greatest + greatest * greatest / 2) + key_error;
  const double image = square * (1 - (n + 8) * kUnit) + 2 * (double(key) - error);
  const double least =
      std::sqrt(std::max(0.0, image)) - stretch * (length + double(longest_original));
  return least > 0 ? least * least : 0;
}

Result<NeighbourProjection> ProjectSpace(const NeighbourSpace& from) {
  const ConstMatrix data = AsMatrix(from.rows);
  const int64_t columns = data.columns;
  const int64_t kept = std::clamp<int64_t>(columns / 8 / kRowUnit * kRowUnit, kRowUnit, 128);
  const int64_t samples = std::min(data.rows, kMostSamples);
  SLUICE_ASSIGN_OR_RETURN(Tensor sample, Tensor::Create({samples, columns}));
  for (int64_t r = 0; r < samples; ++r) {
    const float* row = data.row(r * (data.rows / samples));
    float* to = AsMatrix(sample).row(r);
    for (int64_t i = 0; i < columns; ++i) to[i] = row[i] - from.mean[size_t(i)];
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor covariance, Tensor::Create({columns, columns}));
  Gemm(AsMatrix(sample), AsMatrix(sample), AsMatrix(covariance), {.a = Transpose::kYes});
  // Directions as rows.
  SLUICE_ASSIGN_OR_RETURN(Tensor directions, Tensor::Create({kept, columns}));
  SLUICE_ASSIGN_OR_RETURN(Tensor next, Tensor::Create({kept, columns}));
  Random random(0);
  for (int64_t i = 0; i < directions.size(); ++i) {
    directions.data()[i] = static_cast<float>(random.Uniform(-1, 1));
  }
  for (int step = 0; step < 2; ++step) {
    Gemm(AsMatrix(directions), AsMatrix(covariance), AsMatrix(next));
    std::swap(directions, next);
    Orthonormalise(AsMatrix(directions));
  }
  Gemm(AsMatrix(directions), AsMatrix(covariance), AsMatrix(next));
  double variance = 0;
  for (int64_t i = 0; i < columns; ++i) variance += double(covariance.data()[i * (columns + 1)]);
  const double held = Dot(directions.data(), next.data(), directions.size());
  if (!(held > kLeastVariance * variance)) {
    return Status::Failed("expected a few directions to hold most of the variance");
  }
  NeighbourProjection projection;
  SLUICE_ASSIGN_OR_RETURN(projection.basis, Tensor::Create({columns, kept}));
  for (int64_t r = 0; r < kept; ++r) {
    for (int64_t i = 0; i < columns; ++i) {
      projection.basis.data()[i * kept + r] = directions.data()[r * columns + i];
    }
  }
  SLUICE_ASSIGN_OR_RETURN(projection.space.rows, Tensor::Create({data.rows, kept}));
  // The mean is taken off before the product, whose error is in proportion to what it multiplies.
  std::vector<float> centred(size_t(std::min(data.rows, kMostSamples) * columns));
  for (int64_t begin = 0; begin < data.rows; begin += kMostSamples) {
    const int64_t end = std::min(begin + kMostSamples, data.rows);
    ParallelFor(end - begin, 64, [&](int64_t first, int64_t last) {
      for (int64_t r = first; r < last; ++r) {
        float* to = centred.data() + r * columns;
        const float* row = data.row(begin + r);
        for (int64_t i = 0; i < columns; ++i) to[i] = row[i] - from.mean[size_t(i)];
      }
    });
    Gemm({centred.data(), end - begin, columns, columns}, AsMatrix(projection.basis),
         AsMatrix(projection.space.rows).Rows(begin, end));
  }
  projection.space.Measure();
  // Each of `kept` products of unit vectors with a row has an error below (columns + 8) u times the
  // row's length; a basis of rounded numbers stretches by less than kept u.
  projection.space.stretch =
      (std::sqrt(double(kept)) * double(columns + 8) + 4 * double(kept)) * kUnit;
  projection.space.longest_original = from.longest;
  return projection;
}

}  // namespace sluice
