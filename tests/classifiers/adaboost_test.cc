#include "classifiers/adaboost.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "lib/parallel.h"
#include "tests/classifiers/small_examples.h"
#include "tests/golden.h"

namespace sluice {
namespace {

std::unique_ptr<Classifier> Train(const Examples& e, const AdaBoostOptions& o,
                                  std::vector<double>* errors = nullptr) {
  TrainProgress progress;
  progress.on_epoch = [&](int, double error) {
    if (errors != nullptr) errors->push_back(error);
    return true;
  };
  auto model = TrainAdaBoost(e, o, progress);
  REQUIRE(model.ok());
  return std::move(model).value();
}

Examples Line(const std::vector<float>& x, const std::vector<int>& labels) {
  Examples e;
  e.features = Tensor::Create({int64_t(x.size()), 1}).value();
  std::copy(x.begin(), x.end(), e.features.data());
  e.labels = labels;
  e.classes = {"a", "b"};
  return e;
}

TEST_CASE("Three rounds of boosting by hand", "[adaboost]") {
  // No stump separates a a b b a.
  const Examples e = Line({0, 1, 2, 3, 4}, {0, 0, 1, 1, 0});
  AdaBoostOptions o;
  o.rounds = 3;
  o.depth = 1;
  std::vector<double> errors;
  const auto model = Train(e, o, &errors);
  // Gini's choice is at 1.5: a | b, which is wrong at 4 alone: error 1/5, vote ln 4. Then 4 has
  // half of all weight, and 3.5 is the place: a on the right; on the left a and b weigh the same,
  // and a is the first of them. So 2 and 3 are wrong: error 1/4, vote ln 3. The weights are then 1,
  // 1, 3, 3, 4 of 12, and 3.5 again the place, now b | a: 0 and 1 are wrong: error 1/6, vote ln 5.
  REQUIRE(errors.size() == 3);
  CHECK(errors[0] == Approx(1.0 / 5));
  CHECK(errors[1] == Approx(1.0 / 4));
  CHECK(errors[2] == Approx(1.0 / 6));
  const std::vector<float> scores = ScoresOf(*model, e.matrix());
  const double all = std::log(4 * 3 * 5);
  CHECK(scores[0] == Approx(std::log(4 * 3) / all));
  CHECK(scores[4] == Approx(std::log(3) / all));
  CHECK(scores[5] == Approx(std::log(4 * 5) / all));
  CHECK(scores[8] == Approx(std::log(3 * 5) / all));
}

TEST_CASE("AdaBoost equals scikit-learn's", "[adaboost]") {
  int cases = 0;
  for (const GoldenBlock& block : ReadGolden("trees.txt")) {
    if (block.header[0] != "adaboost") continue;
    ++cases;
    AdaBoostOptions o;
    o.rounds = int(block.parameter(1));
    o.depth = int(block.parameter(2));
    const auto model = Train(GoldenExamples(160), o);
    const Examples all = GoldenExamples(200);
    const std::vector<float> scores = ScoresOf(*model, all.matrix().Rows(140, 200));
    REQUIRE(scores.size() == block.numbers.size());
    INFO("rounds " << o.rounds << ", depth " << o.depth);
    for (size_t i = 0; i < scores.size(); ++i) {
      REQUIRE(scores[i] == Approx(block.numbers[i]).margin(1e-5));  // sums of f32; weights of 2^-23
    }
  }
  CHECK(cases >= 4);
}

TEST_CASE("Boosting ends early", "[adaboost]") {
  std::vector<double> errors;
  const auto perfect = Train(Line({0, 1, 2, 3}, {0, 0, 1, 1}), {}, &errors);
  CHECK(errors == std::vector<double>{0});
  CHECK(ScoresOf(*perfect, Line({0.5f, 9}, {0, 0}).matrix()) == std::vector<float>{1, 0, 0, 1});
  errors.clear();
  const auto chance = Train(Line({5, 5, 5, 5}, {0, 1, 0, 1}), {}, &errors);
  CHECK(errors == std::vector<double>{0.5});
  CHECK(ScoresOf(*chance, Line({5}, {0}).matrix()) == std::vector<float>{1, 0});
}

TEST_CASE("AdaBoost's bytes do not depend on threads, and its models are kept", "[adaboost]") {
  const Examples e = RandomExamples(1500, 200, 3, 300, 1);
  AdaBoostOptions o;
  o.rounds = 8;
  o.depth = 2;
  std::vector<std::vector<float>> scores;
  for (const int threads : {1, 2, 5}) {
    SetThreads(threads);
    const auto model = Train(e, o);
    const auto loaded = LoadClassifier(SavedModel(*model, e.classes));
    REQUIRE(loaded.ok());
    scores.push_back(ScoresOf(**loaded, e.matrix()));
    CHECK(scores.back() == ScoresOf(*model, e.matrix()));
  }
  SetThreads(0);
  CHECK(scores[0] == scores[1]);
  CHECK(scores[0] == scores[2]);
}

TEST_CASE("AdaBoost refuses hostile models", "[adaboost]") {
  const Examples e = RandomExamples(50, 3, 3, 9, 1);
  ModelFile bad = SavedModel(*Train(e, {}), e.classes);
  std::vector<int32_t> children = *bad.Integers("node_children", -1).value();
  children[0] = 0;
  bad.AddIntegers("node_children", children);
  CHECK_FALSE(LoadClassifier(bad).ok());
}

}  // namespace
}  // namespace sluice
