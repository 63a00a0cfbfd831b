#include "classifiers/linear.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

#include "classifiers/dual_coordinate.h"
#include "classifiers/linear_model.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/golden.h"

namespace sluice {
namespace {

// The examples of tests/golden/make_linear.py.
Examples GoldenExamples() {
  Examples e;
  e.features = Tensor::Create({60, 4}).value();
  for (int r = 0; r < 60; ++r) {
    for (int k = 0; k < 4; ++k) {
      const double base = ((r * (7 + 3 * k) + k * k) % 17) / 17.0;
      e.features.data()[r * 4 + k] = float(base + (k == r % 3 ? 0.5 : 0));
    }
    e.labels.push_back(r % 3);
  }
  e.classes = {"a", "b", "c"};
  return e;
}

// Clouds around random centres, in many dimensions; a part of the features is 0.
Examples Clouds(int64_t rows, int64_t dimensions, int classes, double zeros, double spread = 1) {
  Examples e;
  Random random(5);
  e.features = Tensor::Create({rows, dimensions}).value();
  std::vector<float> centres(size_t(classes * dimensions));
  for (float& c : centres) c = random.Normal();
  for (int64_t r = 0; r < rows; ++r) {
    e.labels.push_back(int(r % classes));
    for (int64_t k = 0; k < dimensions; ++k) {
      const float centre = centres[size_t(e.labels.back() * dimensions + k)];
      e.features.data()[r * dimensions + k] =
          random.Chance(zeros) ? 0 : centre + float(spread) * random.Normal();
    }
  }
  for (int c = 0; c < classes; ++c) e.classes.push_back("class " + std::to_string(c));
  return e;
}

const LinearModel& AsLinear(const Result<std::unique_ptr<Classifier>>& trained) {
  INFO(trained.status().message());
  REQUIRE(trained.ok());
  return static_cast<const LinearModel&>(**trained);
}

double Accuracy(const Classifier& model, const Examples& e) {
  std::vector<float> scores(size_t(e.count() * model.classes()));
  const Matrix out{scores.data(), e.count(), model.classes(), model.classes()};
  REQUIRE(model.Scores(e.matrix(), out).ok());
  int64_t right = 0;
  for (int64_t r = 0; r < e.count(); ++r) {
    right += BestClass(out.row(r), model.classes()) == e.labels[size_t(r)];
  }
  return double(right) / double(e.count());
}

void CheckWeights(const LinearModel& model, const GoldenBlock& block, double margin) {
  // Softmax biases are determined but for a constant.
  const int64_t d = model.dimensions();
  float mean = 0;
  if (model.kind() == "softmax") {
    for (const float b : model.bias()) mean += b / float(model.classes());
  }
  for (int c = 0; c < model.classes(); ++c) {
    for (int64_t k = 0; k < d; ++k) {
      INFO("class " << c << " weight " << k);
      CHECK(model.weights().data()[c * d + k] ==
            Approx(block.numbers[size_t(c * (d + 1) + k)]).margin(margin));
    }
    CHECK(model.bias()[size_t(c)] - mean ==
          Approx(block.numbers[size_t(c * (d + 1) + d)]).margin(margin));
  }
}

Result<std::unique_ptr<Classifier>> TrainAs(const std::string& name, const Examples& e,
                                            LinearOptions o) {
  if (name == "softmax") return TrainSoftmax(e, o, {});
  if (name == "squares") return TrainLinear(e, o, {});
  return TrainLinearSvm(e, o, {});
}

TEST_CASE("weights equal those of scikit-learn and liblinear", "[linear]") {
  const Examples e = GoldenExamples();
  for (const GoldenBlock& block : ReadGolden("linear.txt")) {
    std::string name = block.header[0];
    INFO(name << " c=" << block.header[1]);
    LinearOptions o;
    o.c = block.parameter(1);
    o.tolerance = 1e-6;
    o.epochs = 100000;
    if (name == "softmax-l1") o.penalty = PenaltyKind::kL1;
    if (name == "softmax-elastic") o.penalty = PenaltyKind::kElastic;
    name = name.substr(0, name.find("-l1"));
    name = name.substr(0, name.find("-elastic"));
    for (const Loss loss : {Loss::kSoftmax, Loss::kSquaredHinge, Loss::kHinge, Loss::kCrammerSinger,
                            Loss::kSquares}) {
      if (LossName(loss) == name) o.loss = loss;
    }
    std::vector<LinearSolver> solvers = {LinearSolver::kAuto};
    if (name == "softmax" && o.penalty == PenaltyKind::kL2)
      solvers.push_back(LinearSolver::kNewton);
    if (name == "squares") solvers.push_back(LinearSolver::kLbfgs);
    for (const LinearSolver solver : solvers) {
      INFO("optimizer " << LinearSolverNames()[size_t(solver)]);
      o.solver = solver;
      // Weights of up to 5 from f32 sums; along the flattest direction of the objective an error
      // of 1e-7 in the gradient moves them by some 1e-3 for c = 10.
      CheckWeights(AsLinear(TrainAs(name, e, o)), block, o.c > 1 ? 1e-2 : 2e-3);
    }
  }
}

TEST_CASE("O10: L2 spreads weights, L1 makes them sparse", "[linear]") {
  // Two features that are equal say as much as one.
  Examples e = Clouds(200, 6, 2, 0);
  for (int64_t r = 0; r < e.count(); ++r) {
    e.features.data()[r * 6 + 1] = e.features.data()[r * 6];
  }
  LinearOptions o = SoftmaxDefaults();
  o.lambda = 0.05;
  const auto l2 = TrainSoftmax(e, o, {});
  const float* w = AsLinear(l2).weights().data();
  CHECK(w[0] == Approx(w[1]).margin(1e-4));  // equal columns get equal sums
  CHECK(std::count(w, w + 12, 0.0f) == 0);
  o.penalty = PenaltyKind::kL1;
  o.lambda = 0.2;
  const auto l1 = TrainSoftmax(e, o, {});
  const float* sparse = AsLinear(l1).weights().data();
  CHECK(std::count(sparse, sparse + 12, 0.0f) >= 6);
}

TEST_CASE("L18: no linear classifier learns XOR", "[linear]") {
  Examples e;
  e.features = Tensor::Create({4, 2}).value();
  const float corners[] = {0, 0, 0, 1, 1, 0, 1, 1};
  std::copy(std::begin(corners), std::end(corners), e.features.data());
  e.labels = {0, 1, 1, 0};
  e.classes = {"even", "odd"};
  for (const std::string name : {"softmax", "squares", "svm"}) {
    LinearOptions o = name == "softmax"   ? SoftmaxDefaults()
                      : name == "squares" ? LinearDefaults()
                                          : LinearSvmDefaults();
    o.c = 1000;
    const auto trained = TrainAs(name, e, o);
    CHECK(Accuracy(AsLinear(trained), e) <= 0.75);
  }
}

TEST_CASE("every optimizer learns clouds of points", "[linear]") {
  const Examples e = Clouds(600, 20, 4, 0.2);
  for (size_t s = 0; s < LinearSolverNames().size(); ++s) {
    for (const Loss loss : {Loss::kSoftmax, Loss::kMulticlassHinge, Loss::kCrammerSinger,
                            Loss::kHinge, Loss::kSquaredHinge, Loss::kLogistic, Loss::kSquares}) {
      LinearOptions o;
      o.loss = loss;
      o.solver = LinearSolver(s);
      if (!CheckLinearOptions(o).ok()) continue;
      INFO(LinearSolverNames()[s] << " " << LossName(loss));
      const auto trained = TrainLinear(e, o, {});
      CHECK(Accuracy(AsLinear(trained), e) > 0.9);
    }
  }
}

TEST_CASE("models are the same for any number of threads", "[linear]") {
  const int threads = Threads();
  // More classes than one vector; dense and sparse.
  for (const double zeros : {0.0, 0.8}) {
    const Examples e = Clouds(3000, 37, 19, zeros, 4);
    for (const LinearSolver solver :
         {LinearSolver::kLbfgs, LinearSolver::kDual, LinearSolver::kNormal, LinearSolver::kAdam}) {
      LinearOptions o;
      o.solver = solver;
      o.epochs = 20;
      o.loss = solver == LinearSolver::kNormal ? Loss::kSquares : Loss::kSquaredHinge;
      std::vector<float> first;
      for (const int count : {1, 2, 5}) {
        SetThreads(count);
        const auto trained = TrainLinearSvm(e, o, {});
        const Tensor& weights = AsLinear(trained).weights();
        std::vector<float> now(weights.data(), weights.data() + weights.size());
        now.insert(now.end(), AsLinear(trained).bias().begin(), AsLinear(trained).bias().end());
        if (first.empty()) first = now;
        INFO(LinearSolverNames()[size_t(solver)] << ", " << count << " threads");
        CHECK(first == now);
      }
    }
  }
  SetThreads(threads);
}

TEST_CASE("the dual's value bounds the primal's from below", "[linear]") {
  // Overlapping clouds, and c small, so that the gap closes.
  const Examples e = Clouds(500, 10, 3, 0.3, 3);
  for (const Loss loss : {Loss::kHinge, Loss::kSquaredHinge, Loss::kCrammerSinger}) {
    DualOptions o;
    o.loss = loss;
    o.c = 0.05;
    o.tolerance = 1e-3;
    o.epochs = 20000;
    double before = -1e30;
    const auto solution = SolveDual(e, o, [&](int, double value) {
      CHECK(value >= before - 1e-6);  // ascent, up to f32 sums
      before = value;
      return true;
    });
    REQUIRE(solution.ok());
    CHECK(solution->minimum.converged);
    double primal = 0;
    for (int64_t r = 0; r < e.count(); ++r) {
      std::vector<double> s;
      for (size_t c = 0; c < 3; ++c) {
        s.push_back(double(solution->bias[c]));
        for (size_t k = 0; k < 10; ++k) {
          s[c] += double(solution->weights[c * 10 + k]) * double(e.matrix().row(r)[k]);
        }
      }
      primal += o.c * ExampleLoss<double>(loss, s.data(), 3, e.labels[size_t(r)], nullptr);
    }
    for (const float w : solution->weights) primal += 0.5 * double(w) * double(w);
    for (const float b : solution->bias) primal += 0.5 * double(b) * double(b);
    primal /= o.c * 500;
    INFO(LossName(loss));
    CHECK(primal >= solution->minimum.value - 1e-6);
    CHECK(primal == Approx(solution->minimum.value).epsilon(1e-3));  // as the tolerance allows
  }
}

TEST_CASE("options that do not go together are refused", "[linear]") {
  const Examples e = GoldenExamples();
  LinearOptions o = LinearSvmDefaults();
  o.solver = LinearSolver::kLbfgs;
  CHECK(TrainLinearSvm(e, o, {}).status().is_usage());
  o.solver = LinearSolver::kDual;
  o.penalty = PenaltyKind::kL1;
  CHECK(TrainLinearSvm(e, o, {}).status().is_usage());
  o = SoftmaxDefaults();
  o.solver = LinearSolver::kNewton;
  o.penalty = PenaltyKind::kElastic;
  CHECK(TrainSoftmax(e, o, {}).status().is_usage());
  o.solver = LinearSolver::kNormal;
  o.penalty = PenaltyKind::kL2;
  CHECK(TrainSoftmax(e, o, {}).status().is_usage());
  Examples one = GoldenExamples();
  std::fill(one.labels.begin(), one.labels.end(), 1);
  CHECK_FALSE(TrainSoftmax(one, SoftmaxDefaults(), {}).ok());
}

TEST_CASE("training tells its progress and stops when asked to", "[linear]") {
  const Examples e = Clouds(600, 20, 4, 0.2, 4);
  for (const LinearSolver solver :
       {LinearSolver::kLbfgs, LinearSolver::kNewton, LinearSolver::kAdam, LinearSolver::kDual}) {
    LinearOptions o;
    o.loss = Loss::kSquaredHinge;
    o.solver = solver;
    o.tolerance = 1e-9;
    std::vector<int> epochs;
    TrainProgress progress;
    progress.on_epoch = [&](int epoch, double loss) {
      CHECK(std::isfinite(loss));
      epochs.push_back(epoch);
      return epoch < 3;
    };
    REQUIRE(TrainLinear(e, o, progress).ok());
    CHECK(epochs == std::vector<int>{1, 2, 3});
  }
}

TEST_CASE("a model comes back from its file with the same scores", "[linear]") {
  const Examples e = GoldenExamples();
  LinearOptions logistic = LinearDefaults();
  logistic.loss = Loss::kLogistic;
  for (int i = 0; i < 3; ++i) {
    const auto trained = i == 0   ? TrainSoftmax(e, SoftmaxDefaults(), {})
                         : i == 1 ? TrainLinearSvm(e, LinearSvmDefaults(), {})
                                  : TrainLinear(e, logistic, {});
    const LinearModel& model = AsLinear(trained);
    ModelFile file;
    file.Set("kind", model.kind());
    file.SetNames("classes", e.classes);
    REQUIRE(model.Save(&file).ok());
    const auto loaded = LoadClassifier(file);
    REQUIRE(loaded.ok());
    CHECK((*loaded)->score_name() == model.score_name());
    CHECK((*loaded)->Describe() == model.Describe());
    std::vector<float> before(180);
    std::vector<float> after(180);
    REQUIRE(model.Scores(e.matrix(), {before.data(), 60, 3, 3}).ok());
    REQUIRE((*loaded)->Scores(e.matrix(), {after.data(), 60, 3, 3}).ok());
    CHECK(before == after);
    if (model.score_name() == "probability") {
      CHECK(before[0] + before[1] + before[2] == Approx(1));
    }
  }
}

TEST_CASE("hostile model files are refused", "[linear]") {
  const auto make = [](std::vector<int64_t> weights, std::vector<int64_t> bias, float value) {
    ModelFile file;
    file.Set("kind", "softmax");
    file.SetNames("classes", {"a", "b", "c"});
    file.Set("score", "probability");
    Tensor w = Tensor::Create(weights).value();
    std::fill_n(w.data(), w.size(), value);
    Tensor b = Tensor::Create(bias).value();
    std::fill_n(b.data(), b.size(), value);
    file.Add("weights", std::move(w));
    file.Add("bias", std::move(b));
    return file;
  };
  CHECK(LoadClassifier(make({3, 4}, {3}, 1)).ok());
  CHECK_FALSE(LoadClassifier(make({2, 4}, {3}, 1)).ok());
  CHECK_FALSE(LoadClassifier(make({3, 4}, {4}, 1)).ok());
  CHECK_FALSE(LoadClassifier(make({12}, {3}, 1)).ok());
  CHECK_FALSE(LoadClassifier(make({3, 4}, {3}, std::numeric_limits<float>::quiet_NaN())).ok());
  CHECK_FALSE(LoadClassifier(make({3, 4}, {3}, std::numeric_limits<float>::infinity())).ok());
  ModelFile file = make({3, 4}, {3}, 1);
  file.Set("score", "votes");
  CHECK_FALSE(LoadClassifier(file).ok());
  ModelFile empty;
  empty.Set("kind", "linear");
  empty.SetNames("classes", {"a", "b"});
  CHECK_FALSE(LoadClassifier(empty).ok());
}

}  // namespace
}  // namespace sluice
