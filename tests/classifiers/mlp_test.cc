#include "classifiers/mlp.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/classifiers/small_examples.h"
#include "tests/golden.h"

namespace sluice {
namespace {

std::unique_ptr<Classifier> Train(const Examples& e, const MlpOptions& o) {
  auto model = TrainMlp(e, o, {});
  REQUIRE(model.ok());
  return std::move(model).value();
}

Examples Xor() {
  Examples e;
  e.features = Tensor::Create({4, 2}).value();
  std::copy_n(std::vector<float>{0, 0, 0, 1, 1, 0, 1, 1}.data(), 8, e.features.data());
  e.labels = {0, 1, 1, 0};
  e.classes = {"even", "odd"};
  return e;
}

// The objective plainly, in double precision.
double PlainValue(const Examples& e, const MlpShape& shape, Activation activation, double l2,
                  const std::vector<double>& parameters) {
  double loss = 0;
  for (int64_t r = 0; r < e.count(); ++r) {
    std::vector<double> from(e.matrix().row(r), e.matrix().row(r) + e.dimensions());
    size_t weight = 0;
    size_t bias = shape.weights();
    for (size_t l = 0; l < shape.layers(); ++l) {
      std::vector<double> to;
      for (int64_t i = 0; i < shape.outputs(l); ++i) {
        double sum = parameters[bias++];
        for (const double v : from) sum += v * parameters[weight++];
        const bool bend = l + 1 < shape.layers();
        to.push_back(!bend                             ? sum
                     : activation == Activation::kRelu ? std::max(sum, 0.0)
                                                       : std::tanh(sum));
      }
      from = to;
    }
    double sum = 0;
    for (const double s : from) sum += std::exp(s);
    loss += std::log(sum) - from[size_t(e.labels[size_t(r)])];
  }
  double squares = 0;
  for (size_t i = 0; i < shape.weights(); ++i) squares += parameters[i] * parameters[i];
  return loss / double(e.count()) + l2 / 2 * squares;
}

TEST_CASE("L15: parameters of small nets", "[mlp]") {
  // From the inputs on.
  CHECK(MlpShape({2, 1}).parameters() == 3);
  CHECK(MlpShape({2, 4, 1}).parameters() == 17);
  CHECK(MlpShape({2, 4, 4, 3}).parameters() == 47);
  CHECK(MlpShape({784, 256, 128, 10}).parameters() == 235146);
}

TEST_CASE("Hidden layers are read from text", "[mlp]") {
  CHECK(ParseLayers("256,128").value() == std::vector<int64_t>{256, 128});
  CHECK(ParseLayers("7").value() == std::vector<int64_t>{7});
  CHECK(ParseLayers("none").value().empty());
  for (const char* text : {"", ",", "3,", "0", "-4", "2.5", "4,x", "99999999999999999999"}) {
    INFO(text);
    CHECK_FALSE(ParseLayers(text).ok());
  }
}

TEST_CASE("O5: gradients of a net equal central differences", "[mlp]") {
  const Examples e = GoldenExamples(23);
  std::vector<int64_t> rows(23);
  std::iota(rows.begin(), rows.end(), 0);
  for (const Activation activation : {Activation::kRelu, Activation::kTanh}) {
    for (const std::vector<int64_t>& sizes :
         {std::vector<int64_t>{5, 4}, {5, 6, 4}, {5, 7, 3, 4}, {5, 1, 9, 2, 4}}) {
      const MlpShape shape(sizes);
      const double l2 = 0.1;
      std::vector<float> parameters = InitialMlp(shape, activation, 3);
      // Away from 0, so that biases matter and no sum is on relu's corner.
      Random random(7);
      for (size_t i = shape.weights(); i < parameters.size(); ++i) {
        parameters[i] = float(random.Uniform(-0.5, 0.5));
      }
      MlpObjective objective(e, shape, activation, l2, 0, 0);
      std::vector<float> gradient(parameters.size());
      const double value = objective.Value(rows, parameters, gradient);
      std::vector<double> at(parameters.begin(), parameters.end());
      CHECK(value == Approx(PlainValue(e, shape, activation, l2, at)).epsilon(1e-5));
      for (size_t i = 0; i < at.size(); ++i) {
        const double middle = at[i];
        const double h = 1e-5;
        at[i] = middle + h;
        const double above = PlainValue(e, shape, activation, l2, at);
        at[i] = middle - h;
        const double below = PlainValue(e, shape, activation, l2, at);
        at[i] = middle;
        // Gradients are f32 sums of 23 examples; h^2 is far below that.
        REQUIRE(gradient[i] == Approx((above - below) / (2 * h)).margin(2e-6).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("Losses and gradients of nets equal scikit-learn's", "[mlp]") {
  const Examples e = GoldenExamples(23);
  std::vector<int64_t> rows(23);
  std::iota(rows.begin(), rows.end(), 0);
  for (const GoldenBlock& block : ReadGolden("mlp.txt")) {
    const Activation activation = block.header[1] == "relu" ? Activation::kRelu : Activation::kTanh;
    std::vector<int64_t> sizes;
    for (size_t i = 2; i < block.header.size(); ++i) sizes.push_back(int64_t(block.parameter(i)));
    const MlpShape shape(sizes);
    REQUIRE(block.numbers.size() == 1 + shape.parameters());
    std::vector<float> parameters;
    for (size_t i = 0; i < shape.parameters(); ++i) {
      parameters.push_back(float(int((37 * i + 11) % 101) - 50) / 64);
    }
    MlpObjective objective(e, shape, activation, 0.1, 0, 0);
    std::vector<float> gradient(parameters.size());
    CHECK(objective.Value(rows, parameters, gradient) == Approx(block.numbers[0]).epsilon(1e-6));
    for (size_t i = 0; i < gradient.size(); ++i) {
      // Sums of f32 products over 23 examples.
      REQUIRE(double(gradient[i]) == Approx(block.numbers[1 + i]).margin(1e-6).epsilon(1e-5));
    }
  }
}

TEST_CASE("L18: a net learns XOR exactly, without a hidden layer it cannot", "[mlp]") {
  MlpOptions o;
  o.epochs = 1000;
  o.rate = 0.05;
  for (const Activation activation : {Activation::kTanh, Activation::kRelu}) {
    o.activation = activation;
    o.hidden = {16};
    const Examples e = Xor();
    const std::vector<float> scores = ScoresOf(*Train(e, o), e.matrix());
    for (size_t r = 0; r < 4; ++r) CHECK(scores[r * 2 + size_t(e.labels[r])] > 0.99f);
    o.hidden = {};
    const std::vector<float> linear = ScoresOf(*Train(e, o), e.matrix());
    int right = 0;
    for (size_t r = 0; r < 4; ++r) right += linear[r * 2 + size_t(e.labels[r])] > 0.51f ? 1 : 0;
    CHECK(right < 4);
  }
}

TEST_CASE("Dropout drops its share, and scales its derivatives", "[mlp]") {
  // One hidden neuron with the value 1, and weights 1 and 0 behind it: the loss is that of scores
  // (0, 0) or (2, 0).
  Examples e;
  e.features = Tensor::Create({2000, 1}).value();
  std::fill_n(e.features.data(), 2000, 1.0f);
  e.labels.assign(2000, 0);
  e.classes = {"a", "b"};
  std::vector<int64_t> rows(2000);
  std::iota(rows.begin(), rows.end(), 0);
  MlpObjective objective(e, MlpShape({1, 1, 2}), Activation::kRelu, 0, 0.5, 1);
  const std::vector<float> parameters = {1, 1, 0, 0, 0, 0};
  std::vector<float> gradient(6);
  const double value = objective.Value(rows, parameters, gradient);
  const double kept = (std::log(2) - value) / (std::log(2) - std::log1p(std::exp(-2.0)));
  CHECK(kept == Approx(0.5).margin(0.045));  // 4 standard deviations of 2000 throws
  CHECK(kept * 2000 == Approx(std::round(kept * 2000)).margin(0.01));
  const double p = 1 / (1 + std::exp(-2.0));
  CHECK(gradient[1] == Approx(kept * 2 * (p - 1)).epsilon(1e-4));  // by the weight behind: value 2
  CHECK(gradient[0] == Approx(kept * 2 * (p - 1)).epsilon(1e-4));  // by the one before: factor 2
  CHECK(objective.Value(rows, parameters, gradient) != value);     // others are dropped next time
}

TEST_CASE("A net's bytes do not depend on threads", "[mlp]") {
  const Examples e = RandomExamples(300, 40, 3, 5, 1);
  MlpOptions o;
  o.hidden = {70, 30};
  o.epochs = 3;
  o.dropout = 0.2;
  o.weight_decay = 0.01;
  std::vector<std::vector<float>> weights;
  for (const int threads : {1, 2, 5}) {
    SetThreads(threads);
    const ModelFile file = SavedModel(*Train(e, o), e.classes);
    weights.emplace_back();
    for (const char* name : {"weights.0", "weights.1", "weights.2"}) {
      const Tensor& t = *file.Floats(name, {-1, -1}).value();
      weights.back().insert(weights.back().end(), t.data(), t.data() + t.size());
    }
  }
  SetThreads(0);
  CHECK(weights[0] == weights[1]);
  CHECK(weights[0] == weights[2]);
}

TEST_CASE("Scores of a row do not depend on the others", "[mlp]") {
  const Examples e = RandomExamples(1500, 9, 4, 5, 1);
  MlpOptions o;
  o.epochs = 1;
  const auto model = Train(e, o);
  const std::vector<float> scores = ScoresOf(*model, e.matrix());
  for (const int64_t r : {0, 1, 1023, 1024, 1499}) {
    const std::vector<float> one = ScoresOf(*model, e.matrix().Rows(r, r + 1));
    CHECK(std::equal(one.begin(), one.end(), scores.begin() + r * 4));
  }
}

TEST_CASE("A net is kept, described, and hostile models are refused", "[mlp]") {
  const Examples e = Xor();
  MlpOptions o;
  o.hidden = {4};
  o.epochs = 5;
  const auto model = Train(e, o);
  CHECK(model->Describe() ==
        std::vector<std::string>{"layers: 2-4-2", "activation: relu", "parameters: 22"});
  const auto loaded = LoadClassifier(SavedModel(*model, e.classes));
  REQUIRE(loaded.ok());
  CHECK(ScoresOf(**loaded, e.matrix()) == ScoresOf(*model, e.matrix()));

  const auto refuses = [&](const std::string& name, const std::vector<int64_t>& shape, float fill) {
    ModelFile bad = SavedModel(*model, e.classes);
    Tensor tensor = Tensor::Create(shape).value();
    std::fill_n(tensor.data(), tensor.size(), fill);
    bad.Add(name, std::move(tensor));
    INFO(name);
    CHECK_FALSE(LoadClassifier(bad).ok());
  };
  refuses("weights.1", {2, 3}, 0);
  refuses("weights.1", {3, 4}, 0);
  refuses("weights.0", {5, 2}, 0);
  refuses("biases.0", {3}, 0);
  refuses("biases.1", {2}, std::numeric_limits<float>::quiet_NaN());
  refuses("weights.0", {4, 2}, std::numeric_limits<float>::infinity());
  for (const auto& [key, value] : {std::pair{"activation", "step"},
                                   {"layers", "0"},
                                   {"layers", "3"},
                                   {"layers", "1"},
                                   {"layers", "100000000"}}) {
    ModelFile bad = SavedModel(*model, e.classes);
    bad.Set(key, value);
    INFO(key << " " << value);
    CHECK_FALSE(LoadClassifier(bad).ok());
  }
}

TEST_CASE("A net that diverges says so", "[mlp]") {
  MlpOptions o;
  o.rule = StepRule::kDescent;
  o.rate = 1e30;
  const auto model = TrainMlp(GoldenExamples(50), o, {});
  REQUIRE_FALSE(model.ok());
  CHECK_THAT(model.status().message(), Catch::Contains("diverged"));
}

}  // namespace
}  // namespace sluice
