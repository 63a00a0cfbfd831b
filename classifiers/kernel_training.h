// The problems of all pairs of classes, and how they share values of the kernel.
#ifndef SLUICE_CLASSIFIERS_KERNEL_TRAINING_H_
#define SLUICE_CLASSIFIERS_KERNEL_TRAINING_H_

#include <cstdint>
#include <vector>

#include "classifiers/examples.h"
#include "classifiers/kernel_function.h"
#include "classifiers/kernel_rows.h"
#include "classifiers/smo.h"
#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// The examples class by class.
struct ClassOrder {
  std::vector<int64_t> examples;
  std::vector<int64_t> begin;  // where each class begins there, and the end: classes + 1
};
ClassOrder OrderByClass(const Examples& examples);

struct ClassPair {
  int64_t first;
  int64_t second;
};
// All pairs of classes that have examples.
std::vector<ClassPair> Pairs(const ClassOrder& order);

class KernelProblem {
 public:
  // Computes the kernel matrix of all examples if it fits into `cache_bytes` and memory. Fails when
  // the kernel's values are not finite or memory is short.
  static Result<KernelProblem> Create(ConstMatrix x, const ClassOrder& order,
                                      const KernelFunction& kernel, int64_t cache_bytes);

  bool has_matrix() const { return matrix_.size() > 0; }
  // The examples of the first class are the positive ones. With the matrix it may be called from
  // several threads, without it runs over threads.
  Result<SmoSolution> Solve(const ClassPair& pair, const SmoOptions& options) const;

 private:
  KernelFunction kernel_;
  ClassOrder order_;
  KernelRows rows_;  // in the order of classes
  std::vector<double> diagonal_;
  int64_t cache_bytes_ = 0;
  Tensor matrix_;
  int64_t stride_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KERNEL_TRAINING_H_
