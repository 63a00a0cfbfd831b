#include "nets/losses.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "lib/losses.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/nets/words.h"

namespace sluice {
namespace {

std::unique_ptr<BatchLoss> LossOf(const std::string& line, const std::string& shape) {
  Result<std::unique_ptr<BatchLoss>> loss = MakeLoss(Words(line), ParseShape(shape).value());
  INFO(loss.status().message());
  REQUIRE(loss.ok());
  return std::move(*loss);
}

std::string Failure(const std::string& line, const std::string& shape) {
  const auto loss = MakeLoss(Words(line), ParseShape(shape).value());
  return loss.ok() ? "made" : loss.status().message();
}

std::vector<float> Normals(size_t count, uint64_t seed = 1) {
  std::vector<float> numbers(RandomRoom(count));
  FillNormal({seed, 0, 0, 0}, count, numbers.data());
  numbers.resize(count);
  return numbers;
}

// The largest difference between a loss's derivatives and central differences. Losses are f64 of
// f32 scores: steps of 2^-7 lose about 1e-5 to curvature and 1e-5 to rounding.
double WorstDerivative(const BatchLoss& loss, std::vector<float> output, const LossTargets& targets,
                       int64_t batch) {
  std::vector<float> d(output.size());
  loss.Value(output.data(), targets, batch, d.data());
  double worst = 0;
  for (size_t i = 0; i < output.size(); ++i) {
    const float kept = output[i];
    output[i] = kept + 0x1p-7F;
    const double above = loss.Value(output.data(), targets, batch, nullptr);
    output[i] = kept - 0x1p-7F;
    const double below = loss.Value(output.data(), targets, batch, nullptr);
    const double difference = (above - below) / (double(kept + 0x1p-7F) - double(output[i]));
    output[i] = kept;
    worst = std::max(worst, std::abs(difference - double(d[i])));
  }
  return worst;
}

TEST_CASE("O2: the softmax loss of equal scores is ln(classes)", "[nets]") {
  const std::vector<float> equal(30, 2.5F);
  const std::vector<int> labels = {0, 9, 4};
  CHECK(LossOf("", "10")->Value(equal.data(), {labels.data(), nullptr}, 3, nullptr) ==
        Approx(std::log(10)).epsilon(1e-6));
  CHECK(LossOf("softmax smoothing 0.1", "10")
            ->Value(equal.data(), {labels.data(), nullptr}, 3, nullptr) ==
        Approx(std::log(10)).epsilon(1e-6));
}

TEST_CASE("class losses are means of the examples' losses", "[nets]") {
  const std::vector<float> scores = Normals(6 * 5);
  const std::vector<int> labels = {4, 0, 2, 2, 1, 3};
  for (const Loss kind : {Loss::kSoftmax, Loss::kMulticlassHinge}) {
    double sum = 0;
    for (size_t r = 0; r < 6; ++r) {
      sum += ExampleLoss<float>(kind, &scores[r * 5], 5, labels[r], nullptr);
    }
    const auto loss = LossOf(LossName(kind), "5");
    CHECK(loss->target() == LossTarget::kLabels);
    CHECK(loss->Value(scores.data(), {labels.data(), nullptr}, 6, nullptr) == Approx(sum / 6));
    // The places of a picture count like examples.
    CHECK(LossOf(LossName(kind), "1x3x5")
              ->Value(scores.data(), {labels.data(), nullptr}, 2, nullptr) == Approx(sum / 6));
  }
}

TEST_CASE("smoothed labels share some probability among all classes", "[nets]") {
  const std::vector<float> scores = {1, 2, 0.5F, -1};
  const int label = 1;
  const double z = std::exp(1) + std::exp(2) + std::exp(0.5) + std::exp(-1);
  double want = 0;
  for (size_t j = 0; j < 4; ++j) {
    want -= (j == 1 ? 0.9 + 0.025 : 0.025) * std::log(std::exp(double(scores[j])) / z);
  }
  CHECK(LossOf("softmax smoothing 0.1", "4")->Value(scores.data(), {&label, nullptr}, 1, nullptr) ==
        Approx(want).epsilon(1e-6));
}

TEST_CASE("weights count classes more often, ignored labels not at all", "[nets]") {
  const std::vector<float> scores = Normals(4 * 3);
  const std::vector<int> labels = {0, 2, 1, 2};
  const auto plain = LossOf("softmax", "3");
  const auto single = [&](size_t r) {
    return plain->Value(&scores[r * 3], {&labels[r], nullptr}, 1, nullptr);
  };
  std::vector<float> d(12);
  CHECK(LossOf("softmax weights 2,1,0.5", "3")
            ->Value(scores.data(), {labels.data(), nullptr}, 4, d.data()) ==
        Approx((2 * single(0) + 0.5 * single(1) + single(2) + 0.5 * single(3)) / 4));
  CHECK(LossOf("softmax ignore 2", "3")
            ->Value(scores.data(), {labels.data(), nullptr}, 4, d.data()) ==
        Approx((single(0) + single(2)) / 2));
  CHECK(d[3] == 0);
  CHECK(d[11] == 0);
  // Nothing counts: nothing to learn, and no division by 0.
  const std::vector<int> none(4, -1);
  CHECK(plain->Value(scores.data(), {none.data(), nullptr}, 4, d.data()) == 0);
  CHECK(d == std::vector<float>(12, 0.0F));
}

TEST_CASE("O5: derivatives of class losses are central differences", "[nets]") {
  const std::vector<float> scores = Normals(4 * 6 * 5);
  std::vector<int> labels;
  for (int i = 0; i < 24; ++i) labels.push_back(i * 7 % 5);
  for (const std::string line :
       {"softmax", "softmax smoothing 0.2 weights 1,2,0,4,0.5", "softmax ignore 3",
        "multiclass-hinge", "multiclass-hinge weights 1,2,0,4,0.5 ignore 1"}) {
    INFO(line);
    CHECK(WorstDerivative(*LossOf(line, "2x3x5"), scores, {labels.data(), nullptr}, 4) < 1e-4);
  }
}

TEST_CASE("losses are the same for any number of threads", "[nets]") {
  constexpr int64_t kBatch = 50;
  const std::vector<float> output = Normals(kBatch * 20 * 30 * 3);
  std::vector<int> labels;
  for (int i = 0; i < kBatch * 600; ++i) labels.push_back(i * 5 % 3);
  const auto loss = LossOf("softmax smoothing 0.1", "20x30x3");
  std::vector<float> d(output.size());
  std::vector<float> one(output.size());
  SetThreads(1);
  const double value = loss->Value(output.data(), {labels.data(), nullptr}, kBatch, one.data());
  for (const int threads : {2, 4}) {
    SetThreads(threads);
    CHECK(loss->Value(output.data(), {labels.data(), nullptr}, kBatch, d.data()) == value);
    CHECK(d == one);
  }
  SetThreads(0);
}

TEST_CASE("what is wrong with a loss is said", "[nets]") {
  CHECK(Failure("sofmax", "3") ==
        "1:1: expected a loss, one of softmax, multiclass-hinge, got "
        "sofmax");
  CHECK(Failure("softmax", "1") ==
        "1:1: softmax: expected a score for each of at least 2 classes, got a result of 1");
  CHECK(Failure("softmax weights 1,2", "3") ==
        "1:17: softmax: weights: expected 3 numbers in range with commas between, got 1,2");
  CHECK(Failure("softmax smoothing 2", "3") ==
        "1:19: softmax: smoothing: expected a number in range, got 2");
  CHECK(Failure("multiclass-hinge smoothing 0.1", "3") ==
        "1:18: multiclass-hinge: expected weights, ignore or the end of the line, got smoothing");
  const std::vector<int> labels = {2, -1, 3};
  CHECK(LossOf("", "3")->Check({labels.data(), nullptr}, 2).ok());
  CHECK(LossOf("", "3")->Check({labels.data(), nullptr}, 3).message() ==
        "expected labels below 3, the number of classes of the net, got 3");
  CHECK(LossOf("softmax ignore 3", "3")->Check({labels.data(), nullptr}, 3).ok());
}

}  // namespace
}  // namespace sluice
