// Linear support vector machines, solved exactly by dual coordinate descent.
#ifndef SLUICE_CLASSIFIERS_DUAL_COORDINATE_H_
#define SLUICE_CLASSIFIERS_DUAL_COORDINATE_H_

#include <cstdint>
#include <vector>

#include "classifiers/examples.h"
#include "classifiers/losses.h"
#include "lib/objective.h"
#include "lib/status.h"

namespace sluice {

// Minimises sum |w|^2 / 2 + c * sum over examples of the loss.
struct DualOptions {
  Loss loss = Loss::kCrammerSinger;  // or kHinge, kSquaredHinge: one class against the rest
  double c = 1;
  // The bias is the weight of a feature that is this number in every example, penalised as the
  // others are; 0: no bias.
  double bias = 1;
  double tolerance = 0.1;  // stops when no optimality condition is violated by more
  int epochs = 1000;       // at most
  uint64_t seed = 0;       // of the order in which examples are visited
};

struct DualSolution {
  std::vector<float> weights;  // classes x dimensions
  std::vector<float> bias;
  Minimum minimum;  // `value` is that of the dual, as on_epoch gets it: it rises to the primal's
};

// Examples whose variable is likely to stay at its bound are skipped until the rest is solved
// (shrinking). One class against the rest: Hsieh, Chang, Lin, Keerthi and Sundararajan, A dual
// coordinate descent method for large-scale linear SVM, ICML 2008; the classes visit examples in
// one order, so that a row of features is read from memory once for all of them, each thread
// working on some of the classes. kCrammerSinger: Keerthi, Sundararajan, Chang, Hsieh and Lin, A
// sequential dual method for large scale multi-class linear SVMs, KDD 2008. Holds count * classes
// numbers.
Result<DualSolution> SolveDual(const Examples& examples, const DualOptions& options,
                               const EpochCallback& on_epoch);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_DUAL_COORDINATE_H_
