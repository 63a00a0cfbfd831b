#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/nets/gradient_check.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments OfChannel(const std::vector<float>& x, size_t channels, size_t c) {
  Moments m;
  const double count = double(x.size() / channels);
  for (size_t i = c; i < x.size(); i += channels) m.mean += double(x[i]) / count;
  for (size_t i = c; i < x.size(); i += channels) {
    m.variance += (double(x[i]) - m.mean) * (double(x[i]) - m.mean) / count;
  }
  return m;
}

TEST_CASE("O8: batch normalisation gives each channel mean 0 and variance 1", "[nets]") {
  ForEachTarget([] {
    for (const int channels : {1, 3, 20, 70}) {
      LayerRun run("input 9x11x" + std::to_string(channels) + "\nbatchnorm\n");
      // Far from 0, where sums of squares alone would lose everything.
      std::vector<float> input = NormalNumbers(7 * run.net.input().count());
      for (size_t i = 0; i < input.size(); ++i) {
        input[i] = 1000 + 0.5F * input[i] + static_cast<float>(i % size_t(channels));
      }
      const std::vector<float> got = run.Forward(7, true, input);
      for (size_t c = 0; c < size_t(channels); ++c) {
        const Moments want = OfChannel(input, size_t(channels), c);
        const Moments m = OfChannel(got, size_t(channels), c);
        // The mean is rounded to f32: half a unit of 1024, 6.2e-5, over a deviation of 0.5.
        CHECK(std::abs(m.mean) < 1.3e-4);
        CHECK(m.variance == Approx(1).epsilon(1e-4));
        // The running ones have gone a tenth of their way, the variance to the unbiased one.
        const double rows = 7 * 99;
        const float* const mean = run.followed.data() + run.net.slots()[2].offset;
        const float* const variance = run.followed.data() + run.net.slots()[3].offset;
        CHECK(double(mean[c]) == Approx(0.1 * want.mean));
        CHECK(double(variance[c]) ==
              Approx(0.9 + 0.1 * want.variance * rows / (rows - 1)).epsilon(1e-5));
      }
    }
  });
}

TEST_CASE("batch normalisation scales and shifts by what it has learnt and followed", "[nets]") {
  LayerRun run("input 2x3\nbatchnorm epsilon 0.25\n");
  const auto set = [&](size_t slot, std::vector<float>* list, const std::vector<float>& numbers) {
    for (size_t c = 0; c < 3; ++c) (*list)[run.net.slots()[slot].offset + c] = numbers[c];
  };
  set(0, &run.learnt, {1, 2, 3});
  set(1, &run.learnt, {0, 1, -1});
  set(2, &run.followed, {1, 2, 3});
  set(3, &run.followed, {0.75F, 3.75F, 0});
  CHECK(run.Forward(1, false, {2, 4, 4, 0, 2, 3}) == std::vector<float>{1, 3, 5, -1, 1, -1});
}

TEST_CASE("a batch of one place normalises to the shift", "[nets]") {
  LayerRun run("input 3\nbatchnorm\n");
  CHECK(run.Forward(1, true, {5, 6, 7}) == std::vector<float>{0, 0, 0});
  for (const float v : run.followed) CHECK(std::isfinite(v));
}

TEST_CASE("O5: derivatives of batch normalisation are central differences", "[nets]") {
  GradientCheck check;
  for (const std::string input : {"input 6", "input 9x5", "input 4x5x3", "input 2x3x4x70"}) {
    INFO(input);
    // With 8 examples the curvature stays small beside the step of 1e-2.
    check.batch = 8;
    CHECK(WorstGradient(input + "\nbatchnorm\n", check) < 2e-3);
    CHECK(WorstGradient(input + "\nbatchnorm epsilon 0.1 momentum 0.5\ntanh\n", check) < 2e-3);
  }
}

TEST_CASE("batch normalisation is the same for any number of threads and every target", "[nets]") {
  for (const std::string input : {"input 80x80x3", "input 50x50x24", "input 20x20x300"}) {
    const std::string net = input + "\nbatchnorm\n";
    SetThreads(1);
    LayerRun one(net);
    const std::vector<float> forward = one.Forward(5, true);
    const std::vector<float> backward = LayerRun(net).Backward(5);
    for (const int threads : {2, 4}) {
      SetThreads(threads);
      LayerRun more(net);
      CHECK(more.Forward(5, true) == forward);
      CHECK(more.followed == one.followed);
      CHECK(LayerRun(net).Backward(5) == backward);
    }
    SetThreads(0);
    ForEachTarget([&] {
      CHECK(LayerRun(net).Forward(5, true) == forward);
      CHECK(LayerRun(net).Backward(5) == backward);
    });
  }
}

}  // namespace
}  // namespace sluice
