#include "classifiers/ensemble.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice {
namespace {

// Scores class c of a vector by its first number plus c, or what `score` says.
class Plain : public Classifier {
 public:
  Plain(int64_t dimensions, int classes, std::string score)
      : dimensions_(dimensions), classes_(classes), score_(std::move(score)) {}
  std::string kind() const override { return "plain"; }
  int64_t dimensions() const override { return dimensions_; }
  int classes() const override { return classes_; }
  std::string score_name() const override { return score_; }
  Status Scores(ConstMatrix x, Matrix scores) const override {
    for (int64_t r = 0; r < x.rows; ++r) {
      for (int c = 0; c < classes_; ++c) scores.row(r)[c] = x.row(r)[0] + float(c);
    }
    return Status::Ok();
  }
  Status Save(ModelFile*) const override { return Status::Ok(); }

 private:
  int64_t dimensions_;
  int classes_;
  std::string score_;
};

Model PlainModel(int64_t dimensions, std::vector<std::string> classes,
                 const std::string& score = "probability") {
  Model model;
  Tensor example = Tensor::Create({1, dimensions}).value();
  std::fill_n(example.data(), dimensions, 0.0F);
  model.preprocessing = Preprocessing::Learn("", AsMatrix(std::as_const(example))).value();
  model.classifier = std::make_unique<Plain>(dimensions, int(classes.size()), score);
  model.classes = std::move(classes);
  return model;
}

std::vector<Model> Two(Model a, Model b) {
  std::vector<Model> models;
  models.push_back(std::move(a));
  models.push_back(std::move(b));
  return models;
}

TEST_CASE("an ensemble's scores are means over models and views", "[ensemble]") {
  const Ensemble ensemble =
      Ensemble::Create(Two(PlainModel(2, {"x", "y"}), PlainModel(3, {"x", "y"})), {"a", "b"}, 2)
          .value();
  REQUIRE(ensemble.inputs() == 10);
  // The first numbers of the views: 1 and 2 of the first model, 4 and 9 of the second.
  const std::vector<float> x = {1, 0, 2, 0, 4, 0, 0, 9, 0, 0,  //
                                5, 0, 5, 0, 5, 0, 0, 5, 0, 0};
  const Tensor scores = ensemble.Scores({x.data(), 2, 10, 10}).value();
  CHECK(AsMatrix(scores).row(0)[0] == 4);
  CHECK(AsMatrix(scores).row(0)[1] == 5);
  CHECK(AsMatrix(scores).row(1)[0] == 5);
  CHECK(ensemble.classes() == std::vector<std::string>{"x", "y"});
}

TEST_CASE("what is no number stays none in an ensemble", "[ensemble]") {
  const Ensemble ensemble =
      Ensemble::Create(Two(PlainModel(1, {"x"}), PlainModel(1, {"x"})), {"a", "b"}).value();
  const std::vector<float> x = {1, std::numeric_limits<float>::quiet_NaN()};
  CHECK(std::isnan(ensemble.Scores({x.data(), 1, 2, 2}).value().data()[0]));
}

TEST_CASE("one model with one view answers as by itself", "[ensemble]") {
  std::vector<Model> models;
  models.push_back(PlainModel(2, {"x", "y", "z"}));
  const Ensemble ensemble = Ensemble::Create(std::move(models), {"a"}).value();
  const std::vector<float> x = {0.1F, 7};
  const Tensor scores = ensemble.Scores({x.data(), 1, 2, 2}).value();
  CHECK(scores.data()[2] == 0.1F + 2);
}

TEST_CASE("models that do not go together are refused", "[ensemble]") {
  const auto failure = [](Model a, Model b) {
    return Ensemble::Create(Two(std::move(a), std::move(b)), {"a", "b"}).status().message();
  };
  CHECK(failure(PlainModel(1, {"x", "y"}), PlainModel(1, {"x"})) ==
        "b: expected the 2 classes of a, got 1");
  CHECK(failure(PlainModel(1, {"x", "y"}), PlainModel(1, {"y", "x"})) ==
        "b: expected the classes of a in the same order: number 0 is x there, y here");
  CHECK(failure(PlainModel(1, {"x"}), PlainModel(1, {"x"}, "margin")) ==
        "b: expected scores of the same kind as those of a, probability, got margin");
}

}  // namespace
}  // namespace sluice
