// Losses of linear classifiers (and of anything else that gives a score to each class), with their
// derivatives by the scores, and penalties of weights.
#ifndef SLUICE_CLASSIFIERS_LOSSES_H_
#define SLUICE_CLASSIFIERS_LOSSES_H_

#include <span>
#include <string>

#include "lib/matrix.h"

namespace sluice {

// With s the scores of one example, y its class and t_j = 1 for j = y, -1 for the others:
//   kSoftmax        ln sum_j exp(s_j) - s_y: cross-entropy of the softmax probabilities
//   kMulticlassHinge  sum_{j != y} max(0, s_j - s_y + 1)        (Weston and Watkins 1999)
//   kCrammerSinger  max_{j != y} max(0, s_j - s_y + 1)          (Crammer and Singer, JMLR 2001)
//   kHinge          sum_j max(0, 1 - t_j s_j)                   one class against the rest
//   kSquaredHinge   sum_j max(0, 1 - t_j s_j)^2                 one class against the rest
//   kLogistic       sum_j ln(1 + exp(-t_j s_j))                 one class against the rest
//   kSquares        sum_j (t_j - s_j)^2 / 2                     one class against the rest
enum class Loss {
  kSoftmax,
  kMulticlassHinge,
  kCrammerSinger,
  kHinge,
  kSquaredHinge,
  kLogistic,
  kSquares
};

// "softmax", "multiclass-hinge", ...
std::string LossName(Loss loss);
// It has a gradient everywhere, as L-BFGS and Newton-CG need.
bool IsSmooth(Loss loss);

// The loss of one example; `gradient`, unless null, gets its derivatives by the scores (a
// subgradient at corners). T is float or double.
template <class T>
double ExampleLoss(Loss loss, const T* scores, int classes, int label, T* gradient);

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
