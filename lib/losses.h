// Losses of one example that has a score for each class, with their derivatives by the scores.
#ifndef SLUICE_LIB_LOSSES_H_
#define SLUICE_LIB_LOSSES_H_

#include <string>

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

}  // namespace sluice

#endif  // SLUICE_LIB_LOSSES_H_
