#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/nets/gradient_check.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

struct Case {
  std::string line;
  std::function<double(double)> value;
};

std::vector<Case> Cases() {
  const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
  const auto ramp = [](double x) { return std::clamp(x + 3, 0.0, 6.0) / 6; };
  return {{"relu", [](double x) { return std::max(0.0, x); }},
          {"relu6", [](double x) { return std::clamp(x, 0.0, 6.0); }},
          {"leaky", [](double x) { return x < 0 ? 0.01 * x : x; }},
          {"leaky 0.25", [](double x) { return x < 0 ? 0.25 * x : x; }},
          {"elu", [](double x) { return x < 0 ? std::expm1(x) : x; }},
          {"elu 0.5", [](double x) { return x < 0 ? 0.5 * std::expm1(x) : x; }},
          {"sigmoid", sigmoid},
          {"tanh", [](double x) { return std::tanh(x); }},
          {"swish", [=](double x) { return x * sigmoid(x); }},
          {"hardsigmoid", ramp},
          {"hardswish", [=](double x) { return x * ramp(x); }}};
}

TEST_CASE("activations bend each number by itself", "[nets]") {
  // Of 37 numbers, every kind of vector and a rest.
  std::vector<float> numbers;
  for (int i = -18; i <= 18; ++i) numbers.push_back(0.5F * static_cast<float>(i));
  numbers[0] = -200;
  numbers[36] = 200;
  ForEachTarget([&] {
    for (const Case& c : Cases()) {
      INFO(c.line);
      const std::vector<float> got =
          LayerRun("input 37\n" + c.line + "\n").Forward(1, false, numbers);
      for (size_t i = 0; i < numbers.size(); ++i) {
        // exp and tanh are within 4 units in the last place of f32.
        const double want = c.value(double(numbers[i]));
        REQUIRE(double(got[i]) == Approx(want).epsilon(5e-7).margin(1e-30));
      }
    }
  });
}

TEST_CASE("NaN goes through activations", "[nets]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  ForEachTarget([&] {
    for (const Case& c : Cases()) {
      INFO(c.line);
      const auto got =
          LayerRun("input 20\n" + c.line + "\n").Forward(1, false, std::vector<float>(20, nan));
      for (const float y : got) CHECK(std::isnan(y));
      const auto minus =
          LayerRun("input 20\n" + c.line + "\n").Forward(1, false, std::vector<float>(20, -nan));
      for (const float y : minus) CHECK(std::isnan(y));
    }
  });
}

TEST_CASE("softmax makes probabilities of the channels of each place", "[nets]") {
  ForEachTarget([] {
    for (const int channels : {1, 3, 10, 21, 100}) {
      LayerRun run("input 2x3x" + std::to_string(channels) + "\nsoftmax\n");
      const std::vector<float> got = run.Forward(2);
      for (size_t r = 0; r < 12; ++r) {
        const float* const x = &run.input[r * size_t(channels)];
        double sum = 0;
        for (int c = 0; c < channels; ++c) sum += std::exp(double(x[c]));
        for (int c = 0; c < channels; ++c) {
          // Some units in the last place of f32.
          REQUIRE(double(got[r * size_t(channels) + size_t(c)]) ==
                  Approx(std::exp(double(x[c])) / sum).epsilon(1e-6));
        }
      }
    }
  });
  const auto huge = LayerRun("input 3\nsoftmax\n").Forward(1, false, {3e38F, -3e38F, 0});
  CHECK(huge == std::vector<float>{1, 0, 0});
}

TEST_CASE("O5: derivatives of activations are central differences", "[nets]") {
  GradientCheck smooth;
  for (const std::string line : {"sigmoid", "tanh", "swish", "softmax"}) {
    for (const std::string input : {"input 17", "input 5x7", "input 3x4x5", "input 2x3x2x6"}) {
      INFO(input << " " << line);
      CHECK(WorstGradient(input + "\n" + line + "\n", smooth) < 1e-3);
    }
  }
  // Steps so small that no number of this seed crosses a corner: what is left is the rounding of
  // f32, 1e-7 of numbers up to 6 over steps of 1e-3.
  GradientCheck corners;
  corners.step = 1e-3;
  corners.spread = 3;
  for (const std::string line :
       {"relu", "relu6", "leaky", "leaky 0.25", "elu", "elu 0.5", "hardsigmoid", "hardswish"}) {
    INFO(line);
    CHECK(WorstGradient("input 3x4x5\n" + line + "\n", corners) < 2e-3);
  }
}

TEST_CASE("a layer in place of another's result leaves what that one needs", "[nets]") {
  // tanh looks at its result, which flatten shares: relu must not overwrite it.
  GradientCheck check;
  check.step = 1e-3;
  CHECK(WorstGradient("input 2x3x4\ntanh\nflatten\nleaky 0.5\n", check) < 2e-3);
  CHECK(WorstGradient("input 2x3x4\nsigmoid\nflatten\ndropout 0.5\nswish\n") < 1e-3);
}

TEST_CASE("activations are the same for any number of threads", "[nets]") {
  for (const std::string line : {"relu", "swish", "softmax"}) {
    const std::string net = "input 100x100x7\n" + line + "\n";
    SetThreads(1);
    const std::vector<float> forward = LayerRun(net).Forward(3);
    const std::vector<float> backward = LayerRun(net).Backward(3);
    for (const int threads : {2, 4}) {
      SetThreads(threads);
      CHECK(LayerRun(net).Forward(3) == forward);
      CHECK(LayerRun(net).Backward(3) == backward);
    }
    SetThreads(0);
  }
}

TEST_CASE("what is wrong with an activation is said", "[nets]") {
  CHECK(BuildFailure("input 3\nrelu 3\n") == "2:6: relu: expected nothing more, got 3");
  CHECK(BuildFailure("input 3\nleaky -1\n") == "2:7: leaky: expected a slope out of range, got -1");
}

TEST_CASE("sigmoid and swish are right to the last digits far from zero", "[nets]") {
  std::vector<float> x;
  for (double v = -87; v < 30; v += 0.01) x.push_back(static_cast<float>(v));
  const auto input = "input " + std::to_string(x.size());
  const std::vector<float> sigmoid = LayerRun(input + "\nsigmoid\n").Forward(1, false, x);
  const std::vector<float> swish = LayerRun(input + "\nswish\n").Forward(1, false, x);
  for (size_t i = 0; i < x.size(); ++i) {
    const double want = 1 / (1 + std::exp(-double(x[i])));
    // The exponential is off by one unit in the last place, the sum and the quotient by half of
    // one.
    REQUIRE(std::abs(sigmoid[i] - want) <= 2.5e-7 * want);
    REQUIRE(std::abs(swish[i] - x[i] * want) <= 3e-7 * std::abs(x[i] * want));
  }
}

}  // namespace
}  // namespace sluice
