// Kernels: inner products of vectors in a space they are mapped to.
#ifndef SLUICE_CLASSIFIERS_KERNEL_FUNCTION_H_
#define SLUICE_CLASSIFIERS_KERNEL_FUNCTION_H_

#include <cstdint>
#include <string>
#include <vector>

namespace sluice {

enum class KernelKind {
  kLinear,  // x y
  kRbf,     // exp(-gamma |x - y|^2)
  kPoly,    // (gamma x y + coef0)^degree
  kChi2     // exp(-gamma sum (x - y)^2 / (x + y)) over x + y > 0, for histograms
};
// "linear", "rbf", "poly", "chi2": in the order of the enumerators.
const std::vector<std::string>& KernelNames();

struct KernelFunction {
  KernelKind kind = KernelKind::kRbf;
  double gamma = 1;  // above 0
  double coef0 = 0;  // at least 0, or kPoly is no inner product
  int degree = 3;    // 1 to kMostDegree
  static constexpr int kMostDegree = 20;
};

// Turns products (kLinear, kPoly, kRbf) or chi-square distances (kChi2) of one vector with `count`
// others into values of the kernel, in place. For kRbf `norm` is the vector's squared length and
// `norms` the others': |x - y|^2 = |x|^2 + |y|^2 - 2 x y. Each value depends on its own numbers
// alone, and is the same with x and y exchanged.
void ApplyKernel(const KernelFunction& kernel, float norm, const float* norms, int64_t count,
                 float* values);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KERNEL_FUNCTION_H_
