// Training of linear classifiers: softmax regression, linear support vector machines, least
// squares.
#ifndef SLUICE_CLASSIFIERS_LINEAR_H_
#define SLUICE_CLASSIFIERS_LINEAR_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "classifiers/losses.h"
#include "lib/optimizers.h"
#include "lib/status.h"

namespace sluice {

enum class PenaltyKind { kL1, kL2, kElastic };

enum class LinearSolver {
  kAuto,    // the fastest that is exact: kDual, kNormal or kLbfgs; kAdam for the rest
  kDual,    // hinge, squared-hinge and crammer-singer with an L2 penalty
  kNormal,  // the normal equations of least squares with an L2 penalty
  kLbfgs,   // smooth losses
  kNewton,  // smooth losses with an L2 penalty
  kGd,      // gradient descent: all examples a step
  kSgd,     // one example a step
  kMiniBatch,
  kMomentum,
  kNesterov,
  kAdaGrad,
  kRmsProp,
  kAdam
};
// "auto", "dual", "normal", ...: in the order of the enumerators.
const std::vector<std::string>& LinearSolverNames();

// The objective is the mean loss plus lambda * R(W), where R is sum |w| (kL1), sum w^2 / 2 (kL2) or
// l1_ratio times the one and 1 - l1_ratio times the other (kElastic). What is not set has a default
// that depends on the solver.
struct LinearOptions {
  Loss loss = Loss::kSoftmax;
  PenaltyKind penalty = PenaltyKind::kL2;
  double l1_ratio = 0.5;
  double c = 1;                  // lambda = 1 / (c * examples), as libsvm counts
  std::optional<double> lambda;  // instead of c
  LinearSolver solver = LinearSolver::kAuto;
  // Of kDual: the bias is the weight of a constant feature of this size, and penalised; 0: none.
  double bias = 1;
  int lbfgs_memory = 10;
  // Of the first-order solvers.
  std::optional<double> rate;
  Schedule schedule = Schedule::kConstant;
  double decay = 0.1;
  double step_epochs = 10;
  double warmup_epochs = 0;
  double momentum = 0.9;
  int batch = 64;
  // At most so many epochs or iterations.
  std::optional<int> epochs;
  std::optional<double> tolerance;
  uint64_t seed = 0;
};

LinearOptions SoftmaxDefaults();
LinearOptions LinearSvmDefaults();
LinearOptions LinearDefaults();

// Fails with Status::Usage when solver, loss and penalty do not go together.
Status CheckLinearOptions(const LinearOptions& options);

// Kinds "softmax" (loss softmax), "linear-svm" (the hinge losses) and "linear" (squares, logistic).
// Fails when the options don't fit or training diverges.
Result<std::unique_ptr<Classifier>> TrainSoftmax(const Examples& examples,
                                                 const LinearOptions& options,
                                                 const TrainProgress& progress);
Result<std::unique_ptr<Classifier>> TrainLinearSvm(const Examples& examples,
                                                   const LinearOptions& options,
                                                   const TrainProgress& progress);
Result<std::unique_ptr<Classifier>> TrainLinear(const Examples& examples,
                                                const LinearOptions& options,
                                                const TrainProgress& progress);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_LINEAR_H_
