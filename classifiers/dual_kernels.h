// The inner loops of dual coordinate descent, over classes as lanes.
#ifndef SLUICE_CLASSIFIERS_DUAL_KERNELS_H_
#define SLUICE_CLASSIFIERS_DUAL_KERNELS_H_

#include <cstdint>

#include "classifiers/dual_problem.h"

namespace sluice {

// Violations of an optimality condition below this are none.
inline constexpr float kNoViolation = 1e-12f;

// One pass over the active examples for a group of classes, each against the rest.
struct OneVersusRestPass {
  static constexpr int kGroup = DualProblem::kGroup;

  int group;
  uint16_t open;    // the classes that are not solved yet
  float bound;      // of the variables
  float diagonal;   // what the squared loss adds to the quadratic form
  uint16_t shrunk;  // classes for which an example was left out; added to
  // The range of each class's projected gradient in the pass before, beyond which an example is
  // shrunk, and in this one.
  float highest_before[kGroup];
  float lowest_before[kGroup];
  float highest[kGroup];
  float lowest[kGroup];
};
void VisitOneVersusRest(OneVersusRestPass* pass, DualProblem* problem);

// One pass over the active examples for all classes at once (Crammer and Singer). Returns the
// greatest violation.
float VisitCrammerSinger(float c, DualProblem* problem);

// Sums the weights anew from the variables, without the rounding of all steps so far. The variables
// of other classes than an example's own count `others` (1 or -1) times.
void SumWeights(float others, DualProblem* problem);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_DUAL_KERNELS_H_
