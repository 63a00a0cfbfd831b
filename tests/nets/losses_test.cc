#include "nets/losses.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "lib/losses.h"
#include "lib/parallel.h"
#include "tests/nets/layer_run.h"
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
  const std::vector<float> scores = NormalNumbers(6 * 5);
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
  const std::vector<float> scores = NormalNumbers(4 * 3);
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
  const std::vector<float> scores = NormalNumbers(4 * 6 * 5);
  std::vector<int> labels;
  for (int i = 0; i < 24; ++i) labels.push_back(i * 7 % 5);
  for (const std::string line :
       {"softmax", "softmax smoothing 0.2 weights 1,2,0,4,0.5", "softmax ignore 3",
        "multiclass-hinge", "multiclass-hinge weights 1,2,0,4,0.5 ignore 1"}) {
    INFO(line);
    CHECK(WorstDerivative(*LossOf(line, "2x3x5"), scores, {labels.data(), nullptr}, 4) < 1e-4);
  }
}

TEST_CASE("losses of numbers are means of worked ones", "[nets]") {
  const std::vector<float> output = {1, -2, 0.5F, 3};
  const std::vector<float> wanted = {0, -2, 1, 1};
  const LossTargets targets{nullptr, wanted.data()};
  const auto value = [&](const std::string& line) {
    return LossOf(line, "2")->Value(output.data(), targets, 2, nullptr);
  };
  CHECK(LossOf("l1", "2")->target() == LossTarget::kNumbers);
  CHECK(value("l1") == Approx((1 + 0 + 0.5 + 2) / 4));
  CHECK(value("l2") == Approx((1 + 0 + 0.25 + 4) / 4));
  const auto cross = [](double s, double t) {
    const double p = 1 / (1 + std::exp(-s));
    return -t * std::log(p) - (1 - t) * std::log(1 - p);
  };
  const std::vector<float> masks = {0, 1, 1, 0.25F};
  const double want = cross(1, 0) + cross(-2, 1) + cross(0.5, 1) + cross(3, 0.25);
  CHECK(LossOf("binary", "2")->Value(output.data(), {nullptr, masks.data()}, 2, nullptr) ==
        Approx(want / 4));
  // Huge scores do not overflow.
  const std::vector<float> huge = {1000, -1000};
  const std::vector<float> wrong = {0, 1};
  CHECK(LossOf("binary", "2")->Value(huge.data(), {nullptr, wrong.data()}, 1, nullptr) == 1000);
}

TEST_CASE("Dice is 0 for equal masks, 1 for masks apart", "[nets]") {
  const std::vector<float> mask = {1, 0, 0, 1, 1, 0};  // three places, two channels
  const std::vector<float> other = {0, 1, 1, 0, 0, 1};
  const auto value = [](const std::string& line, const std::vector<float>& p,
                        const std::vector<float>& t) {
    return LossOf(line, "3x2")->Value(p.data(), {nullptr, t.data()}, 1, nullptr);
  };
  CHECK(value("dice smooth 0", mask, mask) == 0);
  CHECK(value("dice smooth 0", mask, other) == 1);
  // Channel 0: one place of 2 and 1 in common; channel 1: one of 1 and 2.
  const std::vector<float> half = {1, 0, 0, 1, 0, 1};
  CHECK(value("dice smooth 0", mask, half) == Approx(1 - 2.0 / 3));
  CHECK(value("dice", mask, half) == Approx(1 - 3.0 / 4));
  CHECK(value("dice smooth 0", std::vector<float>(6), std::vector<float>(6)) == 0);
}

TEST_CASE("distances within classes shrink, those between classes grow", "[nets]") {
  // On a line: 0 and 3 of one class, 4 of the other.
  const std::vector<float> output = {0, 3, 4};
  const std::vector<int> labels = {5, 5, 2};
  const LossTargets targets{labels.data(), nullptr};
  const auto value = [&](const std::string& line) {
    return LossOf(line, "1")->Value(output.data(), targets, 3, nullptr);
  };
  CHECK(LossOf("triplet", "1")->target() == LossTarget::kExample);
  // Pairs: 9 / 2 alike; distances 4 and 1 to the other class, of which 1 is below the margin.
  CHECK(value("contrastive margin 2") == Approx((4.5 + 0.5) / 3));
  // Anchors 0: 9 - 16 + 8; 3: 9 - 1 + 8; 4 has nobody of its class.
  CHECK(value("triplet margin 8") == Approx((1.0 + 16.0) / 2));
  CHECK(value("triplet margin 5") == Approx(13.0 / 2));
  const std::vector<int> alone = {1, 2, 3};
  CHECK(LossOf("triplet", "1")->Value(output.data(), {alone.data(), nullptr}, 3, nullptr) == 0);
}

TEST_CASE("O5: derivatives of other losses are central differences", "[nets]") {
  const std::vector<float> output = NormalNumbers(6 * 12, 3);
  std::vector<float> wanted = NormalNumbers(6 * 12, 4);
  for (const std::string line : {"l1", "l2"}) {
    INFO(line);
    CHECK(WorstDerivative(*LossOf(line, "2x2x3"), output, {nullptr, wanted.data()}, 6) < 1e-4);
  }
  for (float& w : wanted) w = w > 0 ? 1.0F : 0.25F;
  for (const std::string line : {"binary", "dice", "dice smooth 0.1"}) {
    INFO(line);
    std::vector<float> from = output;
    if (line != "binary") {
      for (float& p : from) p = 1 / (1 + std::exp(-p));
    }
    CHECK(WorstDerivative(*LossOf(line, "2x2x3"), from, {nullptr, wanted.data()}, 6) < 1e-4);
  }
  // Squares of some tens of numbers: f32 steps of 2^-7 see differences of 1e-4 in their sums.
  const std::vector<int> labels = {0, 1, 0, 2, 1, 0};
  for (const std::string line :
       {"contrastive margin 3", "contrastive margin 6", "triplet", "triplet margin 30"}) {
    INFO(line);
    CHECK(WorstDerivative(*LossOf(line, "2x2x3"), output, {labels.data(), nullptr}, 6) < 2e-4);
  }
}

TEST_CASE("losses are the same for any number of threads", "[nets]") {
  constexpr int64_t kBatch = 30;
  const std::vector<float> output = NormalNumbers(kBatch * 20 * 30 * 3, 1);
  const std::vector<float> numbers = NormalNumbers(kBatch * 20 * 30 * 3, 2);
  std::vector<int> labels;
  for (int i = 0; i < kBatch * 600; ++i) labels.push_back(i * 5 % 3);
  const LossTargets targets{labels.data(), numbers.data()};
  for (const LossType& type : LossTypes()) {
    INFO(type.name);
    const auto loss = LossOf(type.name, "20x30x3");
    std::vector<float> d(output.size());
    std::vector<float> one(output.size());
    SetThreads(1);
    const double value = loss->Value(output.data(), targets, kBatch, one.data());
    for (const int threads : {2, 4}) {
      SetThreads(threads);
      CHECK(loss->Value(output.data(), targets, kBatch, d.data()) == value);
      CHECK(d == one);
    }
  }
  SetThreads(0);
}

TEST_CASE("what is wrong with a loss is said", "[nets]") {
  CHECK(Failure("sofmax", "3") ==
        "1:1: expected a loss, one of softmax, multiclass-hinge, binary, l1, l2, dice, triplet, "
        "contrastive, got sofmax");
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
