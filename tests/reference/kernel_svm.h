// Plain kernels, and what the solution of a support vector machine's dual problem must fulfil.
#ifndef SLUICE_TESTS_REFERENCE_KERNEL_SVM_H_
#define SLUICE_TESTS_REFERENCE_KERNEL_SVM_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

#include "classifiers/kernel_function.h"

namespace sluice::reference {

inline double Kernel(const KernelFunction& kernel, const float* a, const float* b, size_t n) {
  double product = 0;
  double square = 0;
  double chi2 = 0;
  for (size_t k = 0; k < n; ++k) {
    const double x = double(a[k]);
    const double y = double(b[k]);
    product += x * y;
    square += (x - y) * (x - y);
    if (x + y > 0) chi2 += (x - y) * (x - y) / (x + y);
  }
  switch (kernel.kind) {
    case KernelKind::kLinear:
      return product;
    case KernelKind::kRbf:
      return std::exp(-kernel.gamma * square);
    case KernelKind::kPoly:
      return std::pow(kernel.gamma * product + kernel.coef0, kernel.degree);
    case KernelKind::kChi2:
      return std::exp(-kernel.gamma * chi2);
  }
  return 0;
}

// Minimise a' Q a / 2 - sum a with 0 <= a <= c and sum y a = 0, Q_ij = y_i y_j k_ij.
struct DualProblem {
  std::vector<std::vector<double>> k;
  std::vector<double> y;
  double c = 1;

  std::vector<double> Gradient(const std::vector<double>& a) const {
    std::vector<double> gradient(a.size(), -1.0);
    for (size_t i = 0; i < a.size(); ++i) {
      for (size_t j = 0; j < a.size(); ++j) gradient[i] += y[i] * y[j] * k[i][j] * a[j];
    }
    return gradient;
  }
  double Objective(const std::vector<double>& a) const {
    const std::vector<double> gradient = Gradient(a);
    double sum = 0;
    for (size_t i = 0; i < a.size(); ++i) sum += a[i] * (gradient[i] - 1) / 2;
    return sum;
  }
  // By how much the worst pair of examples violates the optimality conditions (Keerthi et al.,
  // 2001): the greatest -y G of examples whose y a can grow less the least of those whose can
  // shrink.
  double Violation(const std::vector<double>& a) const {
    const std::vector<double> gradient = Gradient(a);
    double greatest = -std::numeric_limits<double>::infinity();
    double least = std::numeric_limits<double>::infinity();
    for (size_t i = 0; i < a.size(); ++i) {
      const double value = -y[i] * gradient[i];
      if (y[i] > 0 ? a[i] < c : a[i] > 0) greatest = std::max(greatest, value);
      if (y[i] > 0 ? a[i] > 0 : a[i] < c) least = std::min(least, value);
    }
    return greatest - least;
  }
};

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_KERNEL_SVM_H_
