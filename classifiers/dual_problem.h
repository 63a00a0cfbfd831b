// What dual coordinate descent works on: the variables, and the weights that follow from them.
#ifndef SLUICE_CLASSIFIERS_DUAL_PROBLEM_H_
#define SLUICE_CLASSIFIERS_DUAL_PROBLEM_H_

#include <cstdint>
#include <vector>

#include "classifiers/examples.h"
#include "classifiers/feature_rows.h"
#include "lib/random.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// Classes are lanes of vectors: the weights of one feature for all classes lie side by side, so
// that a feature times its weights is one multiplication for a group of classes, and one that is 0
// can be left out for all of them.
struct DualProblem {
  static constexpr int kGroup = kClassGroup;

  FeatureRows rows;
  const std::vector<int>& labels;
  int classes;
  int groups;                    // of kGroup classes; the last one may be filled up
  float bias_feature;            // see DualOptions::bias
  Tensor weights;                // dimensions x groups x kGroup
  Tensor biases;                 // weights of the bias feature: groups x kGroup
  Tensor alpha;                  // the dual variables: examples x groups x kGroup
  Tensor scratch;                // 3 x groups x kGroup
  std::vector<uint16_t> active;  // examples x groups: a bit for each class, 0 where shrunk
  std::vector<float> squares;    // of each example's length, with the bias feature
  // For each group, the examples that are still active, in the order of the last visit. Problems
  // that take all groups at once use the first list.
  struct Visits {
    std::vector<int32_t> order;
    Random random;
  };
  std::vector<Visits> visits;

  // Fails when there are more examples than can be numbered, or variables than memory.
  static Result<DualProblem> Create(const Examples& examples, double bias, uint64_t seed);

  int64_t count() const { return rows.count(); }
  int64_t width() const { return int64_t{groups} * kGroup; }
  // The bits of the classes that group `group` has.
  uint16_t AllOf(int group) const {
    const int left = classes - group * kGroup;
    return static_cast<uint16_t>(left >= kGroup ? 0xFFFF : (1 << left) - 1);
  }
  // Drops from a list the examples for which `active(i)` is false, and shuffles the rest.
  template <class Active>
  void Arrange(int list, const Active& is_active) {
    Visits& v = visits[size_t(list)];
    std::erase_if(v.order, [&](int32_t i) { return !is_active(i); });
    v.random.Shuffle(v.order.data(), static_cast<uint32_t>(v.order.size()));
  }
  // Looks at all examples again for the classes `bits` of a group.
  void Activate(int group, uint16_t bits);
  double WeightSquares() const;
  // As classes x dimensions, and the biases times the bias feature.
  void CopyWeights(std::vector<float>* to, std::vector<float>* bias) const;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_DUAL_PROBLEM_H_
