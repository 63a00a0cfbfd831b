#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/nets/gradient_check.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

TEST_CASE("results of several lines are added, multiplied, put side by side", "[nets]") {
  const std::vector<float> x = {1, -2, 3, 4, -5, 6};
  ForEachTarget([&] {
    const std::string two = "input 3x2\na = leaky 0.5\nb = relu from a\n";
    CHECK(LayerRun(two + "add a b\n").Forward(1, false, x) ==
          std::vector<float>{2, -1, 6, 8, -2.5F, 12});
    CHECK(LayerRun(two + "add a b last\n").Forward(1, false, x) ==
          std::vector<float>{3, -1, 9, 12, -2.5F, 18});
    CHECK(LayerRun(two + "multiply a b\n").Forward(1, false, x) ==
          std::vector<float>{1, 0, 9, 16, 0, 36});
    CHECK(LayerRun(two + "concat a b\n").Forward(1, false, x) ==
          std::vector<float>{1, -1, 1, 0, 3, 4, 3, 4, -2.5F, 6, 0, 6});
    const std::string place = "input 3x2\na = leaky 1\nb = maxpool global from a\n";
    CHECK(LayerRun(place + "multiply a b\n").Forward(1, false, x) ==
          std::vector<float>{3, -12, 9, 24, -15, 36});
    CHECK(LayerRun(place + "multiply b a\n").Forward(1, false, x) ==
          std::vector<float>{3, -12, 9, 24, -15, 36});
  });
}

TEST_CASE("O5: derivatives of joined results are central differences", "[nets]") {
  // Products and the tanh have some curvature, which steps of 1e-2 see as 1e-4.
  for (const std::string input : {"input 6", "input 4x3", "input 3x4x5", "input 2x3x2x17"}) {
    INFO(input);
    const std::string two = input + "\na = tanh\nb = sigmoid from a\n";
    CHECK(WorstGradient(two + "add a b\n") < 1e-3);
    CHECK(WorstGradient(two + "c = tanh from b\nadd a b c\n") < 1e-3);
    CHECK(WorstGradient(two + "add a a\n") < 1e-3);
    CHECK(WorstGradient(two + "multiply a b\n") < 1e-3);
    CHECK(WorstGradient(two + "multiply a a\n") < 1e-3);
    CHECK(WorstGradient(two + "concat a b\n") < 1e-3);
    CHECK(WorstGradient(two + "concat b a b\n") < 1e-3);
    if (input == "input 6") continue;
    const std::string squeeze = two + "c = globalpool from b\nd = sigmoid\n";
    CHECK(WorstGradient(squeeze + "multiply a d\n") < 1e-3);
    CHECK(WorstGradient(squeeze + "multiply d a\n") < 1e-3);
  }
}

TEST_CASE("joined results are the same for any number of threads", "[nets]") {
  const std::string net =
      "input 50x60x20\na = tanh\nb = sigmoid from a\nc = globalpool\nd = multiply a c\n"
      "e = add b d\nconcat e a b\n";
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

TEST_CASE("a sum in place of one result gives the other's memory back", "[nets]") {
  // Each block needs its input, what it computes of it and one more; nothing stays behind.
  const std::string block =
      "block residual\n  swish\n  swish\n  new = swish\n  add new in\nend\ninput 1000\nswish\n";
  const auto bytes = [&](int blocks) {
    LayerRun run(block + "repeat " + std::to_string(blocks) + "\n  residual\nend\n");
    run.input = NormalNumbers(1000);
    NetRun pass(run.net, run.learnt, run.followed, false);
    REQUIRE(pass.Forward(run.input.data(), 1).ok());
    return pass.bytes();
  };
  CHECK(bytes(8) == bytes(1));
}

TEST_CASE("results that do not fit together are refused", "[nets]") {
  const std::string two = "input 4x4x3\na = relu\nb = maxpool 2\n";
  CHECK(BuildFailure(two + "add a b\n") ==
        "4:1: add: expected results of one shape, got 4x4x3, 2x2x3");
  CHECK(BuildFailure(two + "concat a b\n") ==
        "4:1: concat: expected results that differ in their channels alone, got 4x4x3, 2x2x3");
  CHECK(BuildFailure(two + "multiply a b\n") ==
        "4:1: multiply: expected two results of one shape, or one of them with a single place, got "
        "4x4x3, 2x2x3");
  CHECK(BuildFailure(two + "add a\n").find("4:1: add: expected the names of at least two lines") ==
        0);
}

}  // namespace
}  // namespace sluice
