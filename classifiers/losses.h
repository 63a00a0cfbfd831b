// Losses of linear classifiers over many examples, and penalties of weights.
#ifndef SLUICE_CLASSIFIERS_LOSSES_H_
#define SLUICE_CLASSIFIERS_LOSSES_H_

#include <span>

#include "lib/losses.h"
#include "lib/matrix.h"

namespace sluice {

// The sum over the rows of `scores`, in order; `scores` is replaced by the derivatives.
double LossAndDerivatives(Loss loss, const int* labels, Matrix scores);

// Replaces each row of `direction` by the second derivative at `scores` times it (the generalised
// one of kSquaredHinge). Only for smooth losses.
void MultiplySecondDerivatives(Loss loss, const int* labels, ConstMatrix scores, Matrix direction);

// l1 * sum |w| + l2 / 2 * sum w^2. Biases are not penalised.
struct Penalty {
  double l1 = 0;
  double l2 = 0;
};

// The value of the part l2, whose gradient is added to `gradient`.
double AddL2(double l2, std::span<const float> weights, std::span<float> gradient);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_LOSSES_H_
