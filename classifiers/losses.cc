#include "classifiers/losses.h"

#include <algorithm>
#include <cmath>

#include "lib/objective.h"

namespace sluice {
namespace {

void MultiplySoftmax(const float* scores, int classes, float* direction) {
  const float greatest = *std::max_element(scores, scores + classes);
  float sum = 0;
  float mean = 0;
  for (int j = 0; j < classes; ++j) {
    const float e = std::exp(scores[j] - greatest);
    sum += e;
    mean += e * direction[j];
  }
  mean /= sum;
  for (int j = 0; j < classes; ++j) {
    direction[j] = std::exp(scores[j] - greatest) / sum * (direction[j] - mean);
  }
}

}  // namespace

double LossAndDerivatives(Loss loss, const int* labels, Matrix scores) {
  double sum = 0;
  for (int64_t r = 0; r < scores.rows; ++r) {
    float* row = scores.row(r);
    sum += ExampleLoss<float>(loss, row, int(scores.columns), labels[r], row);
  }
  return sum;
}

void MultiplySecondDerivatives(Loss loss, const int* labels, ConstMatrix scores, Matrix direction) {
  const int classes = int(scores.columns);
  for (int64_t r = 0; r < scores.rows; ++r) {
    const float* s = scores.row(r);
    float* d = direction.row(r);
    if (loss == Loss::kSoftmax) {
      MultiplySoftmax(s, classes, d);
      continue;
    }
    for (int j = 0; j < classes; ++j) {
      const float m = j == labels[r] ? s[j] : -s[j];
      if (loss == Loss::kSquaredHinge) {
        d[j] = m < 1 ? 2 * d[j] : 0.0f;
      } else if (loss == Loss::kLogistic) {
        const float e = std::exp(-std::abs(m));
        d[j] *= e / ((1 + e) * (1 + e));
      }
    }
  }
}

double AddL2(double l2, std::span<const float> weights, std::span<float> gradient) {
  if (l2 == 0) return 0;
  AddScaled(l2, weights, gradient.first(weights.size()));
  return 0.5 * l2 * DotProduct(weights, weights);
}

}  // namespace sluice
