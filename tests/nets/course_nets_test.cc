// Nets that courses explain layers with, run or built as net files.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

TEST_CASE("L3: a small net for 32x32 pictures and its parameters", "[nets]") {
  const std::string stages =
      "input 32x32x3\n"
      "repeat 3\n"
      "  repeat 2\n"
      "    conv 10 3 pad 1\n"
      "    relu\n"
      "  end\n"
      "  maxpool 2\n"
      "end\n";
  const auto slots = [](const Net& net) {
    std::vector<int64_t> counts;
    for (size_t s = 0; s < net.slots().size(); s += 2) {
      counts.push_back(net.slots()[s].parameter.count() + net.slots()[s + 1].parameter.count());
    }
    return counts;
  };
  const Net flat = Net::Build(stages + "flatten\ndense 10\n").value();
  CHECK(slots(flat) == std::vector<int64_t>{280, 910, 910, 910, 910, 910, 1610});
  CHECK(ShapeText(flat.nodes()[flat.nodes().size() - 3].shape) == "4x4x10");
  const Net mean = Net::Build(stages + "globalpool\ndense 10\n").value();
  CHECK(slots(mean).back() == 110);
}

TEST_CASE("L8: an Inception module on 28x28x192", "[nets]") {
  const Net net = Net::Build(
                      "input 28x28x192\n"
                      "block module\n"
                      "  a = conv 64 1 pad same\n"
                      "  b = conv 128 3 pad same from in\n"
                      "  c = conv 32 5 pad same from in\n"
                      "  maxpool 3 stride 1 pad same from in\n"
                      "  d = conv 32 1\n"
                      "  concat a b c d\n"
                      "end\n"
                      "module\n")
                      .value();
  CHECK(ShapeText(net.output()) == "28x28x256");
}

TEST_CASE("L11: a residual block whose weights are 0 is the identity above 0", "[nets]") {
  LayerRun block(
      "input 5x4x3\n"
      "block residual\n"
      "  conv 3 3 pad 1 init zero\n"
      "  relu\n"
      "  new = conv 3 3 pad 1 init zero\n"
      "  add in new\n"
      "  relu\n"
      "end\n"
      "residual\n");
  std::vector<float> input = NormalNumbers(60);
  for (float& x : input) x = std::abs(x);
  CHECK(block.Forward(1, false, input) == input);
}

// Both sum the same products; sums of 400 numbers in another order differ by about 1e-6.
constexpr double kRounding = 1e-5;

void CheckEqual(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double worst = 0;
  for (size_t i = 0; i < a.size(); ++i) worst = std::max(worst, double(std::abs(a[i] - b[i])));
  CHECK(worst < kRounding);
}

TEST_CASE("L16: a fully connected layer is a convolution with kernels of the input's size",
          "[nets]") {
  LayerRun dense("input 5x5x16\nflatten\ndense 400\nrelu\ndense 10\n");
  LayerRun conv("input 5x5x16\nconv 400 5\nrelu\nconv 10 1\n");
  REQUIRE(dense.learnt.size() == conv.learnt.size());
  conv.learnt = dense.learnt;  // (outputs, 5 x 5 x 16) and (kernels, 5, 5, 16): the same order
  CheckEqual(dense.Forward(3), conv.Forward(3));
}

TEST_CASE("L17: a net slides over larger pictures as a convolution", "[nets]") {
  const auto text = [](const std::string& input) {
    return "input " + input + "\nconv 16 5\nrelu\nmaxpool 2\nconv 400 5\nrelu\nconv 400 1\nrelu\n" +
           "conv 4 1\nsoftmax\n";
  };
  LayerRun small(text("14x14x3"));
  CHECK(ShapeText(small.net.output()) == "1x1x4");
  for (const int64_t size : {16, 28}) {
    LayerRun large(text(std::to_string(size) + "x" + std::to_string(size) + "x3"));
    const int64_t places = (size - 14) / 2 + 1;
    CHECK(large.net.output().size[2] == places);
    const std::vector<float> all = large.Forward(1);
    for (int64_t y = 0; y < places; ++y) {
      for (int64_t x = 0; x < places; ++x) {
        std::vector<float> crop;
        for (int64_t row = 2 * y; row < 2 * y + 14; ++row) {
          const auto begin = large.input.begin() + (row * size + 2 * x) * 3;
          crop.insert(crop.end(), begin, begin + 14 * 3);
        }
        const auto begin = all.begin() + (y * places + x) * 4;
        CheckEqual(small.Forward(1, false, crop), {begin, begin + 4});
      }
    }
  }
}

TEST_CASE("O4: the derivative of (-x + 3)^2 by backpropagation is 2x - 6", "[nets]") {
  LayerRun square("input 1\na = dense 1\nmultiply a last\n");
  square.learnt[0] = -1;
  square.learnt[square.net.slots()[1].offset] = 3;
  for (const float x : {-2.0F, 0.0F, 0.5F, 3.0F, 10.0F}) {
    NetRun run(square.net, square.learnt, square.followed, true);
    REQUIRE(run.Forward(&x, 1).ok());
    CHECK(run.output()[0] == (3 - x) * (3 - x));
    const float one = 1;
    const float* const d_head = &one;
    std::vector<float> gradient(square.learnt.size());
    float d_input = 0;
    REQUIRE(run.Backward({&d_head, 1}, gradient, &d_input).ok());
    CHECK(d_input == 2 * x - 6);
  }
}

// The standard deviation of what comes out of 10 layers of 500 units.
struct Spread {
  double deviation = 0;
  double saturated = 0;  // share beyond 0.99
};

Spread TenLayers(const std::string& activation, const std::string& init) {
  constexpr int64_t kBatch = 40;
  LayerRun run("input 500\nrepeat 10\ndense 500 init " + init + "\n" + activation + "\nend\n");
  Spread spread;
  double mean = 0;
  const std::vector<float> output = run.Forward(kBatch);
  for (const float x : output) {
    mean += double(x) / double(output.size());
    spread.deviation += double(x) * double(x) / double(output.size());
    spread.saturated += std::abs(x) > 0.99F ? 1 / double(output.size()) : 0;
  }
  spread.deviation = std::sqrt(spread.deviation - mean * mean);
  return spread;
}

TEST_CASE("O6: small weights let activations die, large ones saturate them, Xavier's keep them",
          "[nets]") {
  // Each layer multiplies the spread by 0.01 sqrt(500) = 0.22.
  CHECK(TenLayers("tanh", "normal 0.01").deviation < 1e-6);
  CHECK(TenLayers("tanh", "normal 1").saturated > 0.9);
  const Spread xavier = TenLayers("tanh", "xavier");
  CHECK(xavier.deviation > 0.2);
  CHECK(xavier.saturated < 0.01);
  // relu halves what Xavier's weights keep, which He's make up for.
  CHECK(TenLayers("relu", "xavier").deviation < 0.05);
  CHECK(TenLayers("relu", "he").deviation > 0.4);
  CHECK(TenLayers("tanh", "zero").deviation == 0);
}

TEST_CASE("what is wrong within blocks is said with the place in the file", "[nets]") {
  CHECK(BuildFailure("input 8x8x3\nblock b n\n  conv {n} 9\nend\nb 4\n").find("3:3: conv: ") == 0);
  CHECK(BuildFailure("input 8x8x3\nblock b n\n  conv {n} 3\nend\nb\n") ==
        "5:1: b: expected n, got the end of the line");
  CHECK(BuildFailure("input 8x8x3\nblock b n=2\n  conv {n} 3\nend\nb 2 5\n") ==
        "5:5: b: expected nothing more, got 5");
  CHECK(BuildFailure("input 8x8x3\nconv 4 3\nadd in last\n") ==
        "3:5: add: no line before is named in");
  CHECK(BuildFailure("input 8x8x3\nif {channels > }\nrelu\nend\n") ==
        "2:4: {channels > }: expected a number, got the end");
  CHECK(BuildFailure("input 8x8x3\nelse\n") == "2:1: else without a line that it closes");
  CHECK(BuildFailure("input 8x8x3\nparam a b\nrelu\n") == "2:9: expected a number, got b");
}

}  // namespace
}  // namespace sluice
