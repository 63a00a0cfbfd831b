// The arithmetic of one step of the first-order optimisers, as SIMD loops.
#ifndef SLUICE_LIB_OPTIMIZER_STEP_H_
#define SLUICE_LIB_OPTIMIZER_STEP_H_

#include <cstddef>

#include "lib/optimizers.h"

namespace sluice {

// One step over `count` parameters: see StepRule. `first` and `second` are the rule's memory, or
// null where it has none.
struct StepArguments {
  StepRule rule;
  float rate;        // Adam's: divided by 1 - beta1^t
  float momentum;    // mu or beta1
  float beta2;       // of the running mean of squares
  float correction;  // the mean of squares is multiplied by this: Adam's 1 / (1 - beta2^t)
  float epsilon;
  float l1;  // weight of the L1 penalty; 0: none
};
void StepParameters(const StepArguments& arguments, size_t count, const float* gradient,
                    float* parameters, float* first, float* second);

}  // namespace sluice

#endif  // SLUICE_LIB_OPTIMIZER_STEP_H_
