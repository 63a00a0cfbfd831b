// Support vector machines with kernels.
#ifndef SLUICE_CLASSIFIERS_KERNEL_SVM_H_
#define SLUICE_CLASSIFIERS_KERNEL_SVM_H_

#include <cstdint>
#include <memory>
#include <optional>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "classifiers/kernel_function.h"
#include "lib/status.h"

namespace sluice {

struct KernelSvmOptions {
  KernelKind kernel = KernelKind::kRbf;
  // Not set: 1 / (dimensions * variance of all numbers), scikit-learn's "scale"; for kChi2 one over
  // the mean distance of examples (Zhang et al., IJCV 73, 2007).
  std::optional<double> gamma;
  double coef0 = 0;
  int degree = 3;
  // Classes that kernels can tell apart want a large C: of 1, 10 and 100, 100 was best or equal on
  // digits, objects and textures (bench/results/rbf_svm.md).
  double c = 100;
  double tolerance = 1e-3;  // above 0, below 1
  bool shrinking = true;
  int cache_mebibytes = 1024;  // for values of the kernel; never changes the result
};

// A machine for each pair of classes that have examples: C-SVC, see smo.h. Where the kernel matrix
// of all examples fits in the cache, each value is computed once for all pairs, which then run over
// threads; else rows are computed as they are needed, pair after pair. The log gets one line a
// pair, with the objective. Same bytes for any number of threads and any cache. Fails when options
// are out of range, there are more than 2000 classes, features are too large for the kernel's
// values to be finite or negative for kChi2, and when memory is short.
Result<std::unique_ptr<Classifier>> TrainKernelSvm(const Examples& examples,
                                                   const KernelSvmOptions& options,
                                                   const TrainProgress& progress);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KERNEL_SVM_H_
