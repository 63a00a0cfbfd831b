#include "nets/convolution_layer.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "nets/net.h"
#include "nets/net_run.h"
#include "tests/nets/gradient_check.h"

namespace sluice {
namespace {

std::string Output(const std::string& net) {
  const Result<Net> built = Net::Build(net);
  return built.ok() ? ShapeText(built->output()) : built.status().message();
}

TEST_CASE("W9-W12: shapes of convolutions of pictures, signals and volumes", "[nets]") {
  CHECK(Output("input 6x6x3\nconv 2 3x3\n") == "4x4x2");
  CHECK(Output("input 14x1\nconv 16 5\n") == "10x16");
  CHECK(Output("input 14x14x14x1\nconv 16 5x5x5\n") == "10x10x10x16");
  CHECK(Output("input 32x32x3\nconv 5 5\n") == "28x28x5");
  CHECK(Output("input 32x32x3\nconv 5 5x5 stride 3\n") == "10x10x5");
  CHECK(Net::Build("input 32x32x3\nconv 5 5\n").value().parameter_count() == 380);
  CHECK(Net::Build("input 32x32x3\nconv 5 5 stride 3\n").value().parameter_count() == 380);
}

TEST_CASE("L1, L2: parameters and shapes of convolutions", "[nets]") {
  CHECK(Net::Build("input 99x17x3\nconv 10 3\n").value().parameter_count() == 280);
  const Net net = Net::Build(
                      "input 39x39x3\nconv 10 3\nconv 20 5 stride 2\nconv 40 5 stride 2\n"
                      "flatten\n")
                      .value();
  std::vector<std::string> shapes;
  for (const Node& node : net.nodes()) shapes.push_back(ShapeText(node.shape));
  CHECK(shapes == std::vector<std::string>{"39x39x3", "37x37x10", "17x17x20", "7x7x40", "1960"});
}

TEST_CASE("L9, L12: multiplications of convolutions, bottlenecks and separable ones", "[nets]") {
  const auto count = [](const std::string& net) { return Net::Build(net).value().multiply_adds(); };
  CHECK(count("input 28x28x192\nconv 32 5 pad same\n") == 120422400);
  CHECK(count("input 28x28x192\nconv 16 1\nconv 32 5 pad same\n") == 12443648);
  CHECK(count("input 6x6x3\nconv 5 3\n") == 2160);
  CHECK(count("input 6x6x3\ndepthwise 3\nconv 5 1\n") == 432 + 240);
}

TEST_CASE("paddings, groups and dilations of convolutions", "[nets]") {
  CHECK(Output("input 7x8x2\nconv 4 3x5 pad 1x2 stride 2 dilation 1 groups 2\n") == "4x4x4");
  CHECK(Output("input 7x8x2\nconv 4 3 pad same stride 2\n") == "4x4x4");
  CHECK(Output("input 7x8x2\nconv 4 3 dilation 3\n") == "1x2x4");
  CHECK(Output("input 7x8x2\ndepthwise 3 multiplier 3\n") == "5x6x6");
  CHECK(Output("input 7x8x2\ndeconv 3 2 stride 2\n") == "14x16x3");
  CHECK(Output("input 7x8x2\ndeconv 3 4 stride 2 pad 1\n") == "14x16x3");
  CHECK(Output("input 7x8x2\nconv 4 9x1\n").find("2:1: conv: ") == 0);
  CHECK(Output("input 7x8x2\nconv 3 3 groups 2\n").find("2:1: conv: ") == 0);
  CHECK(
      Output("input 7x8x2\nconv 3 3x3x3\n") ==
      "2:8: conv: expected the kernels' size, one whole number of at least 1 or one for each of 2 "
      "axes, got 3x3x3");
}

// Sums are linear in what is moved: differences are exact but for rounding.
TEST_CASE("O5: derivatives of convolutions are central differences", "[nets]") {
  GradientCheck check;
  check.batch = 2;
  for (const char* net :
       {"input 9x3\nconv 4 3\n", "input 9x3\nconv 4 5 stride 2 pad 2 dilation 2\n",
        "input 5x6x3\nconv 4 3 pad 1\n", "input 6x5x4\nconv 6 3x2 stride 2 pad same groups 2\n",
        "input 6x5x4\ndepthwise 3 pad 1 stride 2\n",
        "input 5x5x3\ndepthwise 3 multiplier 2 nobias\n",
        "input 4x5x3x2\nconv 3 2x3x3 pad 1 stride 1x2x1\n",
        "input 5x3\ndeconv 4 3 stride 2 pad 1\n", "input 3x4x5\ndeconv 4 2 stride 2\n",
        "input 2x3x2x3\ndeconv 2 3x2x2 stride 2x1x2 nobias\n",
        "input 7x7x3\nconv 20 3 pad 1\nconv 17 3\nconv 5 1\n"}) {
    INFO(net);
    CHECK(WorstGradient(net, check) < 2e-3);
  }
}

TEST_CASE("P5: a transposed convolution is the transpose of the convolution's matrix", "[nets]") {
  // Kernel (x y z) = (2 3 5), input (a b) = (7 11), stride 2, padding 1.
  const Net net = Net::Build("input 2x1\ndeconv 1 3 stride 2 pad 1 nobias\n").value();
  std::vector<float> learnt(net.learnt());
  learnt[0] = 2;
  learnt[1] = 3;
  learnt[2] = 5;
  std::vector<float> followed;
  NetRun run(net, learnt, followed, false);
  const std::vector<float> input = {7, 11};
  REQUIRE(run.Forward(input.data(), 1).ok());
  // Without padding: ax ay az+bx by bz; padding takes one off each end.
  CHECK(std::vector<float>(run.output(), run.output() + 3) ==
        std::vector<float>{7 * 3, 7 * 5 + 11 * 2, 11 * 3});
}

}  // namespace
}  // namespace sluice
