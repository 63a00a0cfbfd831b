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

TEST_CASE("local response normalisation divides by the neighbouring channels", "[nets]") {
  struct Case {
    std::string options;
    int size;
    double alpha, beta, k;
  };
  ForEachTarget([] {
    for (const Case& c :
         {Case{"", 5, 1e-4, 0.75, 2}, Case{" 4 alpha 0.5 beta 0.75 k 1", 4, 0.5, 0.75, 1},
          Case{" 3 alpha 0.25 beta 0.5 k 0.5", 3, 0.25, 0.5, 0.5},
          Case{" 50 alpha 0.1", 50, 0.1, 0.75, 2}, Case{" 1 beta 2", 1, 1e-4, 2, 2}}) {
      for (const int channels : {1, 7, 40}) {
        LayerRun run("input 2x3x" + std::to_string(channels) + "\nlrn" + c.options + "\n");
        const std::vector<float> got = run.Forward(2);
        for (size_t r = 0; r < 12; ++r) {
          for (int i = 0; i < channels; ++i) {
            const float* const x = &run.input[r * size_t(channels)];
            double sum = 0;
            for (int j = i - c.size / 2; j < i - c.size / 2 + c.size; ++j) {
              if (j >= 0 && j < channels) sum += double(x[j]) * double(x[j]);
            }
            const double want = double(x[i]) / std::pow(c.k + c.alpha * sum, c.beta);
            INFO("lrn" << c.options << " of " << channels << " channels");
            // Sums of up to 40 squares in f32, exp and log.
            REQUIRE(double(got[r * size_t(channels) + size_t(i)]) == Approx(want).epsilon(2e-6));
          }
        }
      }
    }
  });
}

TEST_CASE("O5: derivatives of local response normalisation are central differences", "[nets]") {
  for (const std::string input : {"input 6", "input 9x5", "input 4x5x20", "input 2x3x2x7"}) {
    INFO(input);
    CHECK(WorstGradient(input + "\nlrn\n") < 1e-3);
    CHECK(WorstGradient(input + "\nlrn 4 alpha 0.5 k 1\n") < 1e-3);
    CHECK(WorstGradient(input + "\nlrn 3 alpha 0.5 beta 0.6 k 1\n") < 1e-3);
  }
}

TEST_CASE("local response normalisation is the same for any number of threads", "[nets]") {
  const std::string net = "input 40x50x24\nlrn alpha 0.1\n";
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

}  // namespace
}  // namespace sluice
