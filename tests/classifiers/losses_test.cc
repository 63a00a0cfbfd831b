#include "classifiers/losses.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>
#include <vector>

#include "classifiers/linear_objective.h"

namespace sluice {
namespace {

constexpr Loss kLosses[] = {Loss::kSoftmax, Loss::kMulticlassHinge, Loss::kCrammerSinger,
                            Loss::kHinge,   Loss::kSquaredHinge,    Loss::kLogistic,
                            Loss::kSquares};

double Value(Loss loss, const std::vector<double>& scores, int label) {
  return ExampleLoss<double>(loss, scores.data(), int(scores.size()), label, nullptr);
}

TEST_CASE("O1: the multi-class hinge loss of zero weights is classes - 1", "[losses]") {
  for (int classes : {2, 3, 10, 1000}) {
    const std::vector<double> zero(static_cast<size_t>(classes));
    CHECK(Value(Loss::kMulticlassHinge, zero, 1) == classes - 1);
    CHECK(Value(Loss::kCrammerSinger, zero, 1) == 1);
  }
}

TEST_CASE("O2: cross-entropy of equal scores is ln(classes)", "[losses]") {
  for (int classes : {2, 3, 10, 1000}) {
    const std::vector<double> equal(static_cast<size_t>(classes), 5.0);
    CHECK(Value(Loss::kSoftmax, equal, 0) == Approx(std::log(classes)));
  }
}

TEST_CASE("O3: the hinge is content where cross-entropy still pushes", "[losses]") {
  CHECK(Value(Loss::kMulticlassHinge, {10, -2, 3}, 0) == 0);
  CHECK(Value(Loss::kMulticlassHinge, {10, 9, 9}, 0) == 0);
  CHECK(Value(Loss::kSoftmax, {10, 9, 9}, 0) == Approx(std::log(1 + 2 / std::exp(1))));
  CHECK(Value(Loss::kSoftmax, {10, 9, 9}, 0) > 0.5);
}

TEST_CASE("losses of worked scores", "[losses]") {
  // Scores 3.2, 5.1, -1.7 with the first class true.
  const std::vector<double> s = {3.2, 5.1, -1.7};
  CHECK(Value(Loss::kMulticlassHinge, s, 0) == Approx(2.9));
  CHECK(Value(Loss::kCrammerSinger, s, 0) == Approx(2.9));
  CHECK(Value(Loss::kSoftmax, s, 0) ==
        Approx(-std::log(std::exp(3.2) / (std::exp(3.2) + std::exp(5.1) + std::exp(-1.7)))));
  CHECK(Value(Loss::kHinge, s, 0) == Approx(6.1));
  CHECK(Value(Loss::kSquaredHinge, s, 0) == Approx(6.1 * 6.1));
  CHECK(Value(Loss::kSquares, s, 0) == Approx((2.2 * 2.2 + 6.1 * 6.1 + 0.7 * 0.7) / 2));
  CHECK(
      Value(Loss::kLogistic, s, 0) ==
      Approx(std::log1p(std::exp(-3.2)) + std::log1p(std::exp(5.1)) + std::log1p(std::exp(-1.7))));
}

TEST_CASE("huge scores give finite losses", "[losses]") {
  for (const Loss loss : kLosses) {
    std::vector<float> gradient(3);
    const std::vector<float> s = {1e4f, -1e4f, 0};
    CHECK(std::isfinite(ExampleLoss<float>(loss, s.data(), 3, 1, gradient.data())));
    for (const float g : gradient) CHECK(std::isfinite(g));
  }
}

TEST_CASE("O5: gradients of losses equal central differences", "[losses]") {
  // f64 with steps of 1e-6: the differences are good to about 1e-9; corners of the hinges are hit
  // with probability 0 by random scores.
  std::mt19937 random(1);
  std::normal_distribution<double> normal(0, 2);
  for (const Loss loss : kLosses) {
    for (int trial = 0; trial < 50; ++trial) {
      std::vector<double> s(5);
      for (double& x : s) x = normal(random);
      const int label = trial % 5;
      std::vector<double> gradient(5);
      ExampleLoss<double>(loss, s.data(), 5, label, gradient.data());
      for (size_t j = 0; j < 5; ++j) {
        std::vector<double> up = s;
        std::vector<double> down = s;
        up[j] += 1e-6;
        down[j] -= 1e-6;
        const double difference = (Value(loss, up, label) - Value(loss, down, label)) / 2e-6;
        INFO(LossName(loss) << " class " << j);
        REQUIRE(gradient[j] == Approx(difference).margin(1e-6));
      }
    }
  }
}

TEST_CASE("second derivatives equal differences of gradients", "[losses]") {
  const std::vector<float> s = {0.3f, -1.2f, 0.9f, 2.1f};
  const std::vector<float> direction = {0.5f, -0.25f, 1, 0.125f};
  for (const Loss loss : {Loss::kSoftmax, Loss::kSquaredHinge, Loss::kLogistic, Loss::kSquares}) {
    std::vector<float> product = direction;
    const int label = 2;
    MultiplySecondDerivatives(loss, &label, {s.data(), 1, 4, 4}, {product.data(), 1, 4, 4});
    std::vector<double> up(4);
    std::vector<double> down(4);
    std::vector<double> up_gradient(4);
    std::vector<double> down_gradient(4);
    for (size_t j = 0; j < 4; ++j) {
      up[j] = double(s[j]) + 1e-5 * double(direction[j]);
      down[j] = double(s[j]) - 1e-5 * double(direction[j]);
    }
    ExampleLoss<double>(loss, up.data(), 4, label, up_gradient.data());
    ExampleLoss<double>(loss, down.data(), 4, label, down_gradient.data());
    for (size_t j = 0; j < 4; ++j) {
      INFO(LossName(loss) << " class " << j);
      // f32 products of numbers about 1
      CHECK(double(product[j]) == Approx((up_gradient[j] - down_gradient[j]) / 2e-5).margin(1e-5));
    }
  }
}

TEST_CASE("the objective and its gradient are those of a plain loop", "[losses]") {
  // 700 rows make three chunks; 19 columns leave a remainder of any vector; 7 classes two tiles.
  constexpr int kRows = 700;
  constexpr int kColumns = 19;
  constexpr int kClasses = 7;
  std::mt19937 random(2);
  std::normal_distribution<float> normal;
  for (const bool sparse : {false, true}) {
    Examples e;
    e.features = Tensor::Create({kRows, kColumns}).value();
    for (int64_t i = 0; i < e.features.size(); ++i) {
      e.features.data()[i] = sparse && i % 5 != 0 ? 0 : normal(random);
    }
    for (int r = 0; r < kRows; ++r) e.labels.push_back(r * r % kClasses);
    for (int c = 0; c < kClasses; ++c) e.classes.push_back(std::to_string(c));
    std::vector<float> p(kClasses * (kColumns + 1));
    for (float& x : p) x = 0.3f * normal(random);

    for (const Loss loss : kLosses) {
      std::vector<double> expected(p.size());
      double value = 0;
      for (int r = 0; r < kRows; ++r) {
        const float* x = e.matrix().row(r);
        std::vector<double> s(kClasses);
        std::vector<double> d(kClasses);
        for (int c = 0; c < kClasses; ++c) {
          s[size_t(c)] = double(p[size_t(kClasses * kColumns + c)]);
          for (int k = 0; k < kColumns; ++k) {
            s[size_t(c)] += double(p[size_t(c * kColumns + k)]) * double(x[k]);
          }
        }
        value += ExampleLoss<double>(loss, s.data(), kClasses, e.labels[size_t(r)], d.data());
        for (int c = 0; c < kClasses; ++c) {
          for (int k = 0; k < kColumns; ++k) {
            expected[size_t(c * kColumns + k)] += d[size_t(c)] * double(x[k]) / kRows;
          }
          expected[size_t(kClasses * kColumns + c)] += d[size_t(c)] / kRows;
        }
      }
      value /= kRows;
      for (size_t i = 0; i < size_t(kClasses * kColumns); ++i) {
        value += 0.05 * double(p[i]) * double(p[i]);
        expected[i] += 0.1 * double(p[i]);
      }
      LinearObjective objective(e, loss, 0.1);
      std::vector<float> gradient(p.size());
      INFO(LossName(loss) << (sparse ? ", sparse" : ""));
      CHECK(objective.Value(p, gradient) == Approx(value).epsilon(1e-6));
      // Sums of f32 over some hundred examples.
      for (size_t i = 0; i < p.size(); ++i)
        REQUIRE(gradient[i] == Approx(expected[i]).margin(2e-6));
    }
  }
}

}  // namespace
}  // namespace sluice
