#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/nets/gradient_check.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

TEST_CASE("O7: dropout zeroes while training and keeps the expectation", "[nets]") {
  constexpr int64_t kCount = 200000;
  const std::vector<float> ones(kCount, 1.0F);
  for (const double p : {0.2, 0.5, 0.75}) {
    LayerRun run("input 200000\ndropout " + std::to_string(p) + "\n");
    const std::vector<float> got = run.Forward(1, true, ones);
    double zeros = 0;
    double sum = 0;
    for (const float y : got) {
      zeros += y == 0 ? 1 : 0;
      sum += double(y);
      REQUIRE((y == 0 || y == static_cast<float>(1 / (1 - p))));
    }
    // Four standard deviations of a share of 200000 draws: 4 sqrt(p (1 - p) / n) < 0.0045.
    CHECK(zeros / kCount == Approx(p).margin(0.0045));
    CHECK(sum / kCount == Approx(1).margin(0.0045 / (1 - p)));
    CHECK(run.Forward(1, false, ones) == ones);
  }
  CHECK(LayerRun("input 200000\ndropout 0\n").Forward(1, true, ones) == ones);
}

TEST_CASE("dropout draws other numbers for each layer and step", "[nets]") {
  LayerRun run("input 1000\na = dropout 0.5\nb = dropout 0.5 from a\n");
  const std::vector<float> ones(1000, 1.0F);
  const std::vector<float> got = run.Forward(1, true, ones);
  double both = 0;
  for (const float y : got) both += y == 4 ? 1 : 0;
  CHECK(both / 1000 == Approx(0.25).margin(0.06));  // four standard deviations
}

TEST_CASE("O5: derivatives of dropout are central differences", "[nets]") {
  CHECK(WorstGradient("input 40\ntanh\ndropout 0.4\n") < 1e-3);
  CHECK(WorstGradient("input 3x4x5\ndropout 0.9\n") < 1e-3);
}

TEST_CASE("dropout is the same for any number of threads", "[nets]") {
  const std::string net = "input 100x100x3\ndropout 0.3\n";
  SetThreads(1);
  const std::vector<float> forward = LayerRun(net).Forward(3, true);
  const std::vector<float> backward = LayerRun(net).Backward(3);
  for (const int threads : {2, 4}) {
    SetThreads(threads);
    CHECK(LayerRun(net).Forward(3, true) == forward);
    CHECK(LayerRun(net).Backward(3) == backward);
  }
  SetThreads(0);
}

}  // namespace
}  // namespace sluice
