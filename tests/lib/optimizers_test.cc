#include "lib/optimizers.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>
#include <vector>

#include "lib/lbfgs.h"
#include "lib/newton_cg.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// A narrow valley: (x^2 + 100 y^2) / 2 around (3, -2), 100 times steeper across than along.
double Valley(std::span<const float> p, std::span<float> gradient) {
  const double x = double(p[0]) - 3;
  const double y = double(p[1]) + 2;
  gradient[0] = float(x);
  gradient[1] = float(100 * y);
  return 0.5 * (x * x + 100 * y * y);
}

// Steps until the point is within 0.01 of the bottom, at most 20000.
int StepsInValley(StepRule rule, double rate) {
  Optimizer optimizer(DefaultStepOptions(rule), 2);
  std::vector<float> p = {0, 0};
  std::vector<float> gradient(2);
  for (int step = 0; step < 20000; ++step) {
    if (std::hypot(p[0] - 3, p[1] + 2) < 0.01) return step;
    Valley(p, gradient);
    optimizer.Step(p, gradient, rate);
  }
  return 20000;
}

// Least squares of 40 examples in 3 numbers: mean of (a_i . p - b_i)^2 / 2.
struct LeastSquares {
  static double A(int64_t i, int k) { return double((i * (5 + 2 * k) + k) % 11) / 11; }
  static double B(int64_t i) { return 2 * A(i, 0) - A(i, 1) + 0.5 * A(i, 2); }  // p = 2, -1, 0.5
  static double Mean(std::span<const int64_t> rows, std::span<const float> p,
                     std::span<float> gradient) {
    std::vector<double> sums(3);
    double value = 0;
    for (const int64_t i : rows) {
      double error = -B(i);
      for (int k = 0; k < 3; ++k) error += A(i, k) * double(p[size_t(k)]);
      value += 0.5 * error * error;
      for (int k = 0; k < 3; ++k) sums[size_t(k)] += error * A(i, k);
    }
    const auto n = double(rows.size());
    for (size_t k = 0; k < 3; ++k) gradient[k] = float(sums[k] / n);
    return value / n;
  }
  static double All(std::span<const float> p, std::span<float> gradient) {
    std::vector<int64_t> rows(40);
    std::iota(rows.begin(), rows.end(), 0);
    return Mean(rows, p, gradient);
  }
};

void CheckSolution(const std::vector<float>& p, double margin) {
  CHECK(p[0] == Approx(2).margin(margin));
  CHECK(p[1] == Approx(-1).margin(margin));
  CHECK(p[2] == Approx(0.5).margin(margin));
}

TEST_CASE("O9: momentum and Adam need far fewer steps in a narrow valley", "[optimizers]") {
  // The largest rate at which descent does not diverge is 2 / 100: each is given a good one.
  const int descent = StepsInValley(StepRule::kDescent, 0.0199);
  CHECK(descent < 20000);
  CHECK(StepsInValley(StepRule::kMomentum, 0.01) * 2 < descent);
  CHECK(StepsInValley(StepRule::kNesterov, 0.01) * 2 < descent);
  CHECK(StepsInValley(StepRule::kAdam, 0.3) * 2 < descent);
  CHECK(StepsInValley(StepRule::kAdaGrad, 1.0) * 2 < descent);
}

TEST_CASE("first steps of each rule are those of its formula", "[optimizers]") {
  // Gradients 2, then 1 from p = 1 with rate 0.1, worked out by hand.
  const auto after_two = [](StepRule rule) {
    StepOptions options = DefaultStepOptions(rule);
    Optimizer optimizer(options, 1);
    std::vector<float> p = {1};
    optimizer.Step(p, std::vector<float>{2}, 0.1);
    optimizer.Step(p, std::vector<float>{1}, 0.1);
    return p[0];
  };
  CHECK(after_two(StepRule::kDescent) == Approx(1 - 0.2 - 0.1));
  CHECK(after_two(StepRule::kMomentum) == Approx(1 - 0.2 - 0.1 * (0.9 * 2 + 1)));
  CHECK(after_two(StepRule::kNesterov) == Approx(1 - 0.1 * (2 + 1.8) - 0.1 * (1 + 0.9 * 2.8)));
  CHECK(after_two(StepRule::kAdaGrad) == Approx(1 - 0.1 - 0.1 / std::sqrt(5)));
  CHECK(after_two(StepRule::kRmsProp) ==
        Approx(1 - 0.2 / std::sqrt(0.4) - 0.1 / std::sqrt(0.36 + 0.1)));
  const double m = (0.9 * 0.2 + 0.1) / (1 - 0.81);
  const double v = (0.999 * 0.004 + 0.001) / (1 - 0.999 * 0.999);
  CHECK(after_two(StepRule::kAdam) == Approx(1 - 0.1 - 0.1 * m / std::sqrt(v)));
}

TEST_CASE("schedules", "[optimizers]") {
  RateOptions o;
  o.rate = 0.8;
  o.decay = 0.5;
  o.step_epochs = 10;
  CHECK(RateAt(o, 99, 100) == 0.8);
  o.schedule = Schedule::kStep;
  CHECK(RateAt(o, 9.9, 100) == 0.8);
  CHECK(RateAt(o, 20, 100) == Approx(0.2));
  o.schedule = Schedule::kExponential;
  CHECK(RateAt(o, 3, 100) == Approx(0.1));
  o.schedule = Schedule::kCosine;
  CHECK(RateAt(o, 50, 100) == Approx(0.4));
  CHECK(RateAt(o, 100, 100) == Approx(0).margin(1e-12));
  o.schedule = Schedule::kInverse;
  CHECK(RateAt(o, 6, 100) == Approx(0.2));
  o.schedule = Schedule::kConstant;
  o.warmup_epochs = 4;
  CHECK(RateAt(o, 1, 100) == Approx(0.2));
  CHECK(RateAt(o, 4, 100) == 0.8);
}

TEST_CASE("every optimiser reaches the bottom of a small convex problem", "[optimizers]") {
  // The data fit exactly, so that stochastic gradients vanish at the solution and every rule comes
  // to rest there; AdaGrad's ever shorter steps get within 1e-2, the others within f32 noise of the
  // flattest direction, some 1e-3.
  struct Case {
    StepRule rule;
    double rate;
    int64_t batch;
    double margin;
  };
  const std::vector<Case> cases = {
      {StepRule::kDescent, 0.5, 0, 2e-3},  {StepRule::kDescent, 0.5, 1, 2e-3},
      {StepRule::kDescent, 0.5, 8, 2e-3},  {StepRule::kMomentum, 0.1, 8, 2e-3},
      {StepRule::kNesterov, 0.1, 8, 2e-3}, {StepRule::kAdaGrad, 0.5, 8, 1e-2},
      {StepRule::kAdam, 0.02, 8, 2e-3}};
  for (const Case& c : cases) {
    INFO("rule " << int(c.rule) << ", batch " << c.batch);
    BatchOptions o;
    o.step = DefaultStepOptions(c.rule);
    o.rate.rate = c.rate;
    o.batch = c.batch;
    o.epochs = 2000;
    std::vector<float> p(3);
    const auto minimum = MinimizeInBatches(40, LeastSquares::Mean, o, {}, p, nullptr);
    REQUIRE(minimum.ok());
    CheckSolution(p, c.margin);
  }
  // RMSProp's steps keep the rate's size, so that the rate must fall.
  BatchOptions o;
  o.step = DefaultStepOptions(StepRule::kRmsProp);
  o.rate = {0.02, Schedule::kCosine};
  o.batch = 8;
  o.epochs = 2000;
  std::vector<float> p(3);
  REQUIRE(MinimizeInBatches(40, LeastSquares::Mean, o, {}, p, nullptr).ok());
  CheckSolution(p, 2e-3);
}

TEST_CASE("L-BFGS and Newton reach the same bottom in few iterations", "[optimizers]") {
  std::vector<float> p(3);
  LbfgsOptions lbfgs;
  lbfgs.tolerance = 1e-6;
  const auto minimum = MinimizeLbfgs(LeastSquares::All, lbfgs, {}, p, nullptr).value();
  CHECK(minimum.iterations < 20);
  CheckSolution(p, 1e-4);  // gradients are rounded to f32, the Hessian's least eigenvalue is 0.05
  std::fill(p.begin(), p.end(), 0.0f);
  const auto product = [](std::span<const float> at, std::span<const float> d,
                          std::span<float> out) {
    // The gradient is linear in the parameters.
    std::vector<float> moved(at.begin(), at.end());
    std::vector<float> before(3);
    for (size_t k = 0; k < 3; ++k) moved[k] += d[k];
    LeastSquares::All(at, before);
    LeastSquares::All(moved, out);
    for (size_t k = 0; k < 3; ++k) out[k] -= before[k];
  };
  NewtonOptions newton;
  newton.tolerance = 1e-5;
  CHECK(MinimizeNewton(LeastSquares::All, product, newton, p, nullptr).value().iterations < 20);
  CheckSolution(p, 1e-3);  // Hessian products here are differences of f32
}

TEST_CASE("Rosenbrock's valley: L-BFGS goes round its bend", "[optimizers]") {
  std::vector<float> p = {-1.2f, 1};
  const auto rosenbrock = [](std::span<const float> at, std::span<float> gradient) {
    const double x = double(at[0]);
    const double y = double(at[1]);
    gradient[0] = float(-400 * x * (y - x * x) - 2 * (1 - x));
    gradient[1] = float(200 * (y - x * x));
    return 100 * (y - x * x) * (y - x * x) + (1 - x) * (1 - x);
  };
  const auto minimum = MinimizeLbfgs(rosenbrock, {10, 200, 1e-7}, {}, p, nullptr).value();
  CHECK(minimum.iterations < 60);
  CHECK(p[0] == Approx(1).margin(1e-3));  // f32 parameters in a valley of curvature 1 / 2
  CHECK(p[1] == Approx(1).margin(2e-3));
}

TEST_CASE("an L1 penalty gives exact zeros in every optimiser", "[optimizers]") {
  // sum (p - t)^2 / 2 + 0.5 |p|: the answer is t moved towards 0 by 0.5.
  const std::vector<float> targets = {2, 0.3f, -1, -0.4f, 0.1f};
  const std::vector<float> answers = {1.5f, 0, -0.5f, 0, 0.1f};  // the last is not penalised
  const auto squares = [&](std::span<const float> p, std::span<float> gradient) {
    double value = 0;
    for (size_t k = 0; k < p.size(); ++k) {
      gradient[k] = p[k] - targets[k];
      value += 0.5 * double(gradient[k]) * double(gradient[k]);
    }
    return value;
  };
  const L1Penalty l1{0.5, 4};
  const auto check = [&](const std::vector<float>& p) {
    for (size_t k = 0; k < p.size(); ++k) {
      CHECK(p[k] == Approx(answers[k]).margin(1e-3));
      if (answers[k] == 0) CHECK(p[k] == 0);
    }
  };
  for (const StepRule rule : {StepRule::kDescent, StepRule::kMomentum, StepRule::kNesterov,
                              StepRule::kAdaGrad, StepRule::kAdam}) {
    INFO("rule " << int(rule));
    BatchOptions o;
    o.step = DefaultStepOptions(rule);
    o.rate.rate = rule == StepRule::kAdaGrad ? 1 : 0.05;
    o.batch = 0;
    o.epochs = 3000;
    std::vector<float> p(5);
    const BatchObjective batch = [&](std::span<const int64_t>, std::span<const float> at,
                                     std::span<float> gradient) { return squares(at, gradient); };
    REQUIRE(MinimizeInBatches(1, batch, o, l1, p, nullptr).ok());
    check(p);
  }
  std::vector<float> p(5);
  REQUIRE(MinimizeLbfgs(squares, {10, 100, 1e-6}, l1, p, nullptr).ok());
  check(p);
}

TEST_CASE("training that diverges is an error", "[optimizers]") {
  BatchOptions o;
  o.step.rule = StepRule::kDescent;
  o.rate.rate = 1e6;
  o.epochs = 200;
  std::vector<float> p(3);
  const auto minimum = MinimizeInBatches(40, LeastSquares::Mean, o, {}, p, nullptr);
  REQUIRE_FALSE(minimum.ok());
  CHECK(minimum.status().message().find("diverged") != std::string::npos);
}

TEST_CASE("epochs visit every example once, in an order by seed", "[optimizers]") {
  auto order = EpochOrder(1000, 1, 0);
  CHECK(order == EpochOrder(1000, 1, 0));
  CHECK(order != EpochOrder(1000, 1, 1));
  CHECK(order != EpochOrder(1000, 2, 0));
  std::sort(order.begin(), order.end());
  for (int64_t i = 0; i < 1000; ++i) CHECK(order[size_t(i)] == i);
}

TEST_CASE("a rate falls when the loss has not become better for some epochs", "[optimizers]") {
  RateOptions options;
  options.schedule = Schedule::kPlateau;
  options.decay = 0.5;
  options.step_epochs = 2;
  Plateau plateau;
  const double losses[] = {3, 2, 2, 2.5, 1, 1.5, 1.5, 1.5, 1.5};
  const double scales[] = {1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.125};
  for (int epoch = 1; epoch <= 9; ++epoch) {
    plateau.Follow(options, epoch, losses[epoch - 1]);
    CHECK(plateau.scale == scales[epoch - 1]);
  }
  CHECK(RateAt(options, 5, 10) == options.rate);
  options.schedule = Schedule::kConstant;
  Plateau none;
  for (int epoch = 1; epoch <= 9; ++epoch) none.Follow(options, epoch, 1);
  CHECK(none.scale == 1);
}

}  // namespace
}  // namespace sluice
