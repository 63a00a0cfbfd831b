#include "classifiers/bayes.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "tests/classifiers/small_examples.h"
#include "tests/golden.h"

namespace sluice {
namespace {

// Two classes of two numbers each.
Examples Small() {
  Examples examples;
  Result<Tensor> features = Tensor::Create({5, 2});
  REQUIRE(features.ok());
  const float values[] = {0, 0, 2, 1, 1, 2, 5, 4, 7, 6};
  std::copy_n(values, 10, features->data());
  examples.features = std::move(*features);
  examples.labels = {0, 0, 0, 1, 1};
  examples.classes = {"a", "b"};
  return examples;
}

// log p(c) + log N(x; mean, variance), by hand.
double LogDensity(double x, double mean, double variance) {
  return -0.5 * std::log(2 * std::numbers::pi * variance) -
         (x - mean) * (x - mean) / (2 * variance);
}

TEST_CASE("Gaussian naive Bayes by hand", "[bayes]") {
  BayesOptions options;
  options.smoothing = 0;
  const auto model = TrainBayes(Small(), options, {});
  REQUIRE(model.ok());
  const float x[] = {2, 3};
  float scores[2];
  REQUIRE((*model)->Scores({x, 1, 2, 2}, {scores, 1, 2, 2}).ok());
  // Means 1 and 1, variances 2/3 and 2/3; means 6 and 5, variances 1 and 1.
  const double a = std::log(3.0 / 5) + LogDensity(2, 1, 2.0 / 3) + LogDensity(3, 1, 2.0 / 3);
  const double b = std::log(2.0 / 5) + LogDensity(2, 6, 1) + LogDensity(3, 5, 1);
  CHECK(scores[0] == Approx(a).epsilon(1e-5));
  CHECK(scores[1] == Approx(b).epsilon(1e-5));
}

TEST_CASE("Gaussian naive Bayes equals scikit-learn's", "[bayes]") {
  Examples all = GoldenExamples(200);
  for (int r = 1; r < 200; r += 4) AsMatrix(all.features).row(r)[3] = 0;
  std::vector<int64_t> learn;
  for (int64_t r = 0; r < 160; ++r) {
    if (r % 8 != 7) learn.push_back(r);
  }
  const Examples examples = SelectExamples(all, learn).value();
  for (const GoldenBlock& block : ReadGolden("bayes.txt")) {
    BayesOptions options;
    options.smoothing = block.parameter(1);
    options.uniform_prior = block.parameter(2) != 0;
    const auto model = std::move(TrainBayes(examples, options, {})).value();
    const std::vector<float> scores = ScoresOf(*model, all.matrix().Rows(160, 200));
    REQUIRE(scores.size() == block.numbers.size());
    for (size_t i = 0; i < scores.size(); ++i) {
      // Means and variances are kept as f32; up to 1e3 of a squared deviation hang on them.
      REQUIRE(double(scores[i]) == Approx(block.numbers[i]).epsilon(2e-6).margin(1e-5));
    }
  }
}

TEST_CASE("A Bayes model is kept and validated", "[bayes]") {
  const auto model = TrainBayes(Small(), {}, {});
  REQUIRE(model.ok());
  ModelFile file;
  file.Set("kind", (*model)->kind());
  file.SetNames("classes", {"a", "b"});
  REQUIRE((*model)->Save(&file).ok());
  const auto loaded = LoadClassifier(file);
  REQUIRE(loaded.ok());
  const float x[] = {2, 3, -1, 8};
  float one[4];
  float two[4];
  REQUIRE((*model)->Scores({x, 2, 2, 2}, {one, 2, 2, 2}).ok());
  REQUIRE((*loaded)->Scores({x, 2, 2, 2}, {two, 2, 2, 2}).ok());
  CHECK(std::equal(one, one + 4, two));

  Result<Tensor> bad = Tensor::Create({2, 2});
  REQUIRE(bad.ok());
  std::fill_n(bad->data(), 4, 0.0F);
  file.Add("variance", std::move(*bad));
  CHECK_FALSE(LoadClassifier(file).ok());
  Result<Tensor> narrow = Tensor::Create({2, 1});
  REQUIRE(narrow.ok());
  std::fill_n(narrow->data(), 2, 1.0F);
  file.Add("variance", std::move(*narrow));
  CHECK_FALSE(LoadClassifier(file).ok());
}

TEST_CASE("A number that is constant within a class does not decide alone", "[bayes]") {
  Examples examples = Small();
  for (int64_t r = 0; r < 5; ++r) AsMatrix(examples.features).row(r)[0] = 3;
  const auto model = TrainBayes(examples, {}, {});
  REQUIRE(model.ok());
  const float x[] = {3, 5};
  float scores[2];
  REQUIRE((*model)->Scores({x, 1, 2, 2}, {scores, 1, 2, 2}).ok());
  CHECK(std::isfinite(scores[0]));
  CHECK(BestClass(scores, 2) == 1);
}

}  // namespace
}  // namespace sluice
