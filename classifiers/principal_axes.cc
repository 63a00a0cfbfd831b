#include "classifiers/principal_axes.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdint>

#include "lib/gemm.h"

namespace sluice {
namespace {

using RowMajor = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Rows = Eigen::Map<const RowMajor, 0, Eigen::OuterStride<>>;

Rows AsEigen(ConstMatrix m) { return {m.data, m.rows, m.columns, Eigen::OuterStride<>(m.stride)}; }

// Rows that are summed in single precision before they are added in double.
constexpr int64_t kBlockRows = 128;

// Up to so many multiplications all is done in double precision.
constexpr double kExactWork = 4e9;

// Variances below this part of the greatest are rounding.
constexpr double kLeastVariance = 1e-10;

// The products of all columns, summed over rows: columns x columns.
Result<Eigen::MatrixXd> ProductsOfColumns(ConstMatrix rows) {
  const int64_t n = rows.columns;
  if (double(n) * double(n) * double(rows.rows) < kExactWork) {
    const Eigen::MatrixXd x = AsEigen(rows).cast<double>();
    return Eigen::MatrixXd(x.transpose() * x);
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor block, Tensor::Create({n, n}));
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(n, n);
  GemmOptions options;
  options.a = Transpose::kYes;
  for (int64_t begin = 0; begin < rows.rows; begin += kBlockRows) {
    const ConstMatrix part = rows.Rows(begin, std::min(begin + kBlockRows, rows.rows));
    Gemm(part, part, AsMatrix(block), options);
    sum += Eigen::Map<Eigen::MatrixXf>(block.data(), n, n).cast<double>();
  }
  return sum;
}

// The products of all rows: there are fewer of them than columns.
Eigen::MatrixXd ProductsOfRows(ConstMatrix rows) {
  const Eigen::MatrixXd x = AsEigen(rows).cast<double>();
  return x * x.transpose();
}

}  // namespace

Result<PrincipalAxes> FindPrincipalAxes(ConstMatrix rows) {
  const bool by_rows = rows.rows < rows.columns;
  SLUICE_ASSIGN_OR_RETURN(
      const Eigen::MatrixXd products,
      by_rows ? Result<Eigen::MatrixXd>(ProductsOfRows(rows)) : ProductsOfColumns(rows));
  if (!products.allFinite()) {
    return Status::Failed("expected numbers whose squares are finite, for the axes of the data");
  }
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(products);
  if (solver.info() != Eigen::Success) return Status::Failed("the axes of the data were not found");
  const auto size = static_cast<int64_t>(products.rows());
  const double greatest = std::max(solver.eigenvalues()[size - 1], 0.0);
  int64_t count = 0;
  while (count < size && solver.eigenvalues()[size - 1 - count] > greatest * kLeastVariance) {
    ++count;
  }
  if (count == 0) return Status::Failed("expected examples that differ, got equal ones");

  PrincipalAxes found;
  const double degrees = double(std::max<int64_t>(rows.rows - 1, 1));
  for (int64_t i = 0; i < count; ++i) {
    found.variances.push_back(solver.eigenvalues()[size - 1 - i] / degrees);
  }
  Eigen::MatrixXd axes = solver.eigenvectors().rowwise().reverse().leftCols(count);
  if (by_rows) {  // an axis is the sum of rows, each times its component, scaled to length 1
    axes = (AsEigen(rows).cast<double>().transpose() * axes).eval();
    axes.colwise().normalize();
  }
  SLUICE_ASSIGN_OR_RETURN(found.axes, Tensor::Create({rows.columns, count}));
  const Matrix out = AsMatrix(found.axes);
  for (int64_t i = 0; i < count; ++i) {
    Eigen::Index at = 0;
    axes.col(i).cwiseAbs().maxCoeff(&at);
    const double sign = axes(at, i) < 0 ? -1 : 1;
    for (int64_t d = 0; d < rows.columns; ++d) {
      out.row(d)[i] = static_cast<float>(sign * axes(d, i));
    }
  }
  return found;
}

}  // namespace sluice
