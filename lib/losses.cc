#include "lib/losses.h"

#include <algorithm>
#include <cmath>

namespace sluice {
namespace {

template <class T>
double SoftmaxLoss(const T* scores, int classes, int label, T* gradient) {
  const T greatest = *std::max_element(scores, scores + classes);
  const T own = scores[label] - greatest;  // read first: `gradient` may be `scores`
  T sum = 0;
  for (int j = 0; j < classes; ++j) {
    const T e = std::exp(scores[j] - greatest);
    if (gradient != nullptr) gradient[j] = e;
    sum += e;
  }
  if (gradient != nullptr) {
    for (int j = 0; j < classes; ++j) gradient[j] /= sum;
    gradient[label] -= 1;
  }
  return double(std::log(sum) - own);
}

template <class T>
double MulticlassHingeLoss(const T* scores, int classes, int label, T* gradient) {
  const T own = scores[label];
  double loss = 0;
  int violations = 0;
  for (int j = 0; j < classes; ++j) {
    const T margin = j == label ? T(0) : scores[j] - own + 1;
    const bool violates = margin > 0;
    if (violates) loss += double(margin);
    violations += violates;
    if (gradient != nullptr) gradient[j] = violates ? T(1) : T(0);
  }
  if (gradient != nullptr) gradient[label] = T(-violations);
  return loss;
}

template <class T>
double CrammerSingerLoss(const T* scores, int classes, int label, T* gradient) {
  int rival = label == 0 ? 1 : 0;
  for (int j = 0; j < classes; ++j) {
    if (j != label && scores[j] > scores[rival]) rival = j;
  }
  const T margin = scores[rival] - scores[label] + 1;
  if (gradient != nullptr) {
    std::fill_n(gradient, classes, T(0));
    if (margin > 0) {
      gradient[rival] = 1;
      gradient[label] = -1;
    }
  }
  return margin > 0 ? double(margin) : 0;
}

// Sums one loss of t * score over the classes; f gives its value and writes its derivative.
template <class T, class F>
double OneVersusRest(const T* scores, int classes, int label, T* gradient, const F& f) {
  double loss = 0;
  for (int j = 0; j < classes; ++j) {
    const T t = j == label ? T(1) : T(-1);
    T derivative = 0;
    loss += double(f(t * scores[j], &derivative));
    if (gradient != nullptr) gradient[j] = t * derivative;
  }
  return loss;
}

template <class T>
T Hinge(T m, T* derivative) {
  *derivative = m < 1 ? T(-1) : T(0);
  return std::max(T(0), 1 - m);
}
template <class T>
T SquaredHinge(T m, T* derivative) {
  const T gap = std::max(T(0), 1 - m);
  *derivative = -2 * gap;
  return gap * gap;
}
template <class T>
T Logistic(T m, T* derivative) {
  // exp of a number below 0 only, so that nothing overflows.
  const T e = std::exp(-std::abs(m));
  *derivative = m > 0 ? -e / (1 + e) : -1 / (1 + e);
  return std::log1p(e) + (m > 0 ? T(0) : -m);
}
template <class T>
T HalfSquare(T m, T* derivative) {
  *derivative = m - 1;
  return (m - 1) * (m - 1) / 2;
}

}  // namespace

std::string LossName(Loss loss) {
  switch (loss) {
    case Loss::kSoftmax:
      return "softmax";
    case Loss::kMulticlassHinge:
      return "multiclass-hinge";
    case Loss::kCrammerSinger:
      return "crammer-singer";
    case Loss::kHinge:
      return "hinge";
    case Loss::kSquaredHinge:
      return "squared-hinge";
    case Loss::kLogistic:
      return "logistic";
    case Loss::kSquares:
      return "squares";
  }
  return "";
}

bool IsSmooth(Loss loss) {
  return loss != Loss::kMulticlassHinge && loss != Loss::kCrammerSinger && loss != Loss::kHinge;
}

template <class T>
double ExampleLoss(Loss loss, const T* scores, int classes, int label, T* gradient) {
  switch (loss) {
    case Loss::kSoftmax:
      return SoftmaxLoss(scores, classes, label, gradient);
    case Loss::kMulticlassHinge:
      return MulticlassHingeLoss(scores, classes, label, gradient);
    case Loss::kCrammerSinger:
      return CrammerSingerLoss(scores, classes, label, gradient);
    case Loss::kHinge:
      return OneVersusRest(scores, classes, label, gradient, Hinge<T>);
    case Loss::kSquaredHinge:
      return OneVersusRest(scores, classes, label, gradient, SquaredHinge<T>);
    case Loss::kLogistic:
      return OneVersusRest(scores, classes, label, gradient, Logistic<T>);
    case Loss::kSquares:
      return OneVersusRest(scores, classes, label, gradient, HalfSquare<T>);
  }
  return 0;
}
template double ExampleLoss(Loss, const float*, int, int, float*);
template double ExampleLoss(Loss, const double*, int, int, double*);

}  // namespace sluice
