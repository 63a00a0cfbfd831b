#include "nets/fusion.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "lib/random.h"
#include "nets/net_run.h"
#include "nets/zoo.h"

namespace sluice {
namespace {

// Uses of each node's result as NetRun counts them, for nets all of whose nodes are needed.
std::vector<FusedChain> Chains(const Net& net) {
  std::vector<int> uses(net.nodes().size(), 0);
  for (const Node& node : net.nodes()) {
    for (const int input : node.inputs) ++uses[size_t(input)];
  }
  ++uses[size_t(net.heads()[0].node)];
  return FindChains(net, uses);
}

TEST_CASE("a convolution takes on what only it is followed by", "[nets]") {
  const Net net = Net::Build(
                      "input 6x6x4\n"
                      "in = relu\n"       // 1
                      "conv 4 3 pad 1\n"  // 2: norm 3, activation 4
                      "batchnorm\n"
                      "relu\n"
                      "conv 4 3 pad 1\n"  // 5: norm 6; the sum is by itself
                      "main = batchnorm\n"
                      "add main in\n"
                      "both = relu6\n"
                      "a = conv 4 1 from both\n"  // 9: alone, has two readers
                      "relu\n"                    // 10
                      "b = tanh from a\n"         // 11: nothing can do it for others
                      "add last a\n")
                      .value();
  const std::vector<FusedChain> chains = Chains(net);
  CHECK(chains[2].norm == 3);
  CHECK(chains[2].activation == 4);
  CHECK(chains[2].last == 4);
  CHECK(chains[5].norm == 6);
  CHECK(chains[5].last == 6);
  CHECK(chains[9].last == 9);
}

TEST_CASE("fused layers give what layers one by one give", "[nets]") {
  struct Case {
    const char* name;
    const char* shape;
  };
  for (const Case& c : {Case{"resnet20", "32x32x3"}, Case{"mobilenet-v2", "64x64x3"},
                        Case{"efficientnet-b0", "64x64x3"}, Case{"lenet5", "28x28x1"}}) {
    INFO(c.name);
    NetOptions options;
    options.input = ParseShape(c.shape).value();
    options.classes = 10;
    const Net net = Net::Build(FindZooNet(c.name)->text, options).value();
    std::vector<float> learnt;
    std::vector<float> followed;
    net.Initialize(1, &learnt, &followed);
    const int64_t batch = 2;
    std::vector<float> input(RandomRoom(size_t(batch * net.input().count())));
    FillNormal({1, 0, 0, 0}, input.size(), input.data());

    NetRun fused(net, learnt, followed, false);
    REQUIRE(fused.Forward(input.data(), batch).ok());
    NetRun plain(net, learnt, followed, false, false);
    REQUIRE(plain.Forward(input.data(), batch).ok());
    double largest = 0;
    double worst = 0;
    for (int64_t i = 0; i < batch * net.output().count(); ++i) {
      largest = std::max(largest, std::abs(double(plain.output()[i])));
      worst = std::max(worst, std::abs(double(plain.output()[i]) - double(fused.output()[i])));
    }
    CHECK(largest > 0);
    CHECK(worst < 1e-4 * largest);  // f32 rounding over the layers
  }
}

}  // namespace
}  // namespace sluice
