// Small sets of examples, and what tests of classifiers do with models.
#ifndef SLUICE_TESTS_CLASSIFIERS_SMALL_EXAMPLES_H_
#define SLUICE_TESTS_CLASSIFIERS_SMALL_EXAMPLES_H_

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "lib/random.h"

namespace sluice {

// The formula of tests/golden/make_trees.py.
inline Examples GoldenExamples(int count) {
  Examples e;
  e.features = Tensor::Create({count, 5}).value();
  for (int r = 0; r < count; ++r) {
    e.labels.push_back(r % 4);
    for (int k = 0; k < 5; ++k) {
      const int step = (r * (7 + 3 * k) + k * k) % 101;
      e.features.data()[r * 5 + k] = float(step) / 128 + (k == r % 4 ? 0.375f : 0.0f);
    }
  }
  e.classes = {"0", "1", "2", "3"};
  return e;
}

// Integers below `values` as features, labels at random: many ties and equal vectors.
inline Examples RandomExamples(int count, int dimensions, int classes, int values, uint64_t seed) {
  Random random(seed);
  Examples e;
  e.features = Tensor::Create({count, dimensions}).value();
  for (int r = 0; r < count; ++r) {
    e.labels.push_back(random.Integer(0, classes - 1));
    for (int k = 0; k < dimensions; ++k) {
      e.features.data()[r * dimensions + k] = float(random.Integer(0, values - 1));
    }
  }
  for (int c = 0; c < classes; ++c) e.classes.push_back(std::to_string(c));
  return e;
}

inline std::vector<float> ScoresOf(const Classifier& model, ConstMatrix x) {
  std::vector<float> scores(size_t(x.rows * model.classes()));
  REQUIRE(model.Scores(x, {scores.data(), x.rows, model.classes(), model.classes()}).ok());
  return scores;
}

inline ModelFile SavedModel(const Classifier& model, const std::vector<std::string>& classes) {
  ModelFile file;
  file.Set("kind", model.kind());
  file.SetNames("classes", classes);
  REQUIRE(model.Save(&file).ok());
  return file;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_CLASSIFIERS_SMALL_EXAMPLES_H_
