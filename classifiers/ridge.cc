#include "classifiers/ridge.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <new>
#include <string>

#include "classifiers/linear_kernels.h"
#include "classifiers/linear_objective.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr int64_t kMostDimensions = 16384;
// Rows whose products are summed in f32, and rows of the sum that one task computes.
constexpr int64_t kBlock = 512;
constexpr int64_t kTask = 40;

using Sums = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::VectorXd MeanRow(ConstMatrix x) {
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(x.columns);
  for (int64_t r = 0; r < x.rows; ++r) {
    mean += Eigen::Map<const Eigen::VectorXf>(x.row(r), x.columns).cast<double>();
  }
  return mean / double(x.rows);
}

// Adds to sums(i, k), for i of [begin, end) and k below `columns`, the sum over `rows` rows r of
// factor(r, i) * x(r, k); factors are rows x (end - begin).
void AddProducts(const std::vector<const float*>& rows, const std::vector<float>& factors,
                 int64_t begin, int64_t end, int64_t columns, Sums* sums) {
  std::vector<float> block(size_t((end - begin) * columns));
  const std::vector<float*> parts = ClassWeights(block.data(), end - begin, columns);
  AddRows(rows.data(), int64_t(rows.size()), factors.data(), int(end - begin), columns,
          parts.data());
  sums->block(begin, 0, end - begin, columns) +=
      Eigen::Map<const Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
          block.data(), end - begin, columns)
          .cast<double>();
}

}  // namespace

Result<Minimum> SolveRidge(const Examples& examples, double lambda,
                           std::vector<float>* parameters) {
  const ConstMatrix x = examples.matrix();
  const int64_t n = x.rows;
  const int64_t d = x.columns;
  const auto classes = static_cast<int64_t>(examples.classes.size());
  if (d > kMostDimensions) {
    return Status::Failed("expected at most " + std::to_string(kMostDimensions) +
                              " dimensions for the normal equations, got " + std::to_string(d),
                          "--optimizer lbfgs has no such limit");
  }
  try {
    const Eigen::VectorXd mean = MeanRow(x);
    Eigen::VectorXd target_mean = Eigen::VectorXd::Constant(classes, -1.0);
    for (const int label : examples.labels) target_mean[label] += 2.0 / double(n);

    // The lower triangle of X'X and, below it, T'X of the centred rows and targets.
    Sums products = Sums::Zero(d, d);
    Sums right = Sums::Zero(classes, d);
    std::vector<float> centred(size_t(kBlock * d));
    for (int64_t first = 0; first < n; first += kBlock) {
      const int64_t count = std::min(kBlock, n - first);
      std::vector<const float*> rows;
      for (int64_t r = 0; r < count; ++r) {
        float* row = centred.data() + r * d;
        for (int64_t k = 0; k < d; ++k) row[k] = float(double(x.row(first + r)[k]) - mean[k]);
        rows.push_back(row);
      }
      ParallelFor(d, kTask, [&](int64_t begin, int64_t end) {
        std::vector<float> factors;
        for (const float* row : rows) factors.insert(factors.end(), row + begin, row + end);
        AddProducts(rows, factors, begin, end, end, &products);
      });
      std::vector<float> targets;
      for (int64_t r = 0; r < count; ++r) {
        for (int64_t c = 0; c < classes; ++c) {
          const bool own = examples.labels[size_t(first + r)] == c;
          targets.push_back(float((own ? 1.0 : -1.0) - target_mean[c]));
        }
      }
      AddProducts(rows, targets, 0, classes, d, &right);
    }
    products /= double(n);
    products.diagonal().array() += lambda;
    right /= double(n);
    const Eigen::LDLT<Sums, Eigen::Lower> factored(products);
    const Sums solved = factored.solve(right.transpose());  // d x classes
    if (factored.info() != Eigen::Success || !solved.allFinite()) {
      return Status::Failed("the normal equations are singular", "a larger --lambda may help");
    }
    const Eigen::VectorXd bias = target_mean - solved.transpose() * mean;
    parameters->resize(size_t(classes * (d + 1)));
    for (int64_t c = 0; c < classes; ++c) {
      for (int64_t k = 0; k < d; ++k) (*parameters)[size_t(c * d + k)] = float(solved(k, c));
      (*parameters)[size_t(classes * d + c)] = float(bias[c]);
    }
  } catch (const std::bad_alloc&) {
    return Status::Failed("not enough memory for the normal equations of " + std::to_string(d) +
                          " dimensions");
  }
  LinearObjective objective(examples, Loss::kSquares, lambda);
  std::vector<float> gradient(parameters->size());
  return Minimum{objective.Value(*parameters, gradient), 1, 1, true};
}

}  // namespace sluice
