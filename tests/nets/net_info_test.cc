#include "nets/net_info.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "nets/net_run.h"

namespace sluice {
namespace {

NetInfo InfoOf(const std::string& text) {
  Result<Net> net = Net::Build(text);
  INFO(net.status().message());
  REQUIRE(net.ok());
  return DescribeNet(*net);
}

ReceptiveField FieldOf(const std::string& text) {
  const NetInfo info = InfoOf(text);
  REQUIRE(info.layers.back().receptive_field.has_value());
  return *info.layers.back().receptive_field;
}

// Of pictures: the field along the width.
std::vector<double> AlongWidth(const std::string& text) {
  const ReceptiveField field = FieldOf(text);
  return {double(field.size[2]), field.stride[2], double(field.offset[2])};
}

TEST_CASE("W13: two 3x3 convolutions see 5x5 places, three 7x7", "[nets]") {
  CHECK(FieldOf("input 9x9x1\nrepeat 2\nconv 2 3\nend\n").size == std::array<int64_t, 3>{1, 5, 5});
  CHECK(FieldOf("input 9x9x1\nrepeat 3\nconv 2 3\nend\n").size == std::array<int64_t, 3>{1, 7, 7});
}

TEST_CASE("strides multiply what later layers see, padding moves it outside", "[nets]") {
  CHECK(AlongWidth("input 40x40x3\nconv 1 5 stride 2\nconv 1 3\n") == std::vector<double>{9, 2, 0});
  CHECK(AlongWidth("input 40x40x3\nconv 1 3 stride 2 pad 1\nconv 1 3 stride 2 pad 1\nconv 1 3\n") ==
        std::vector<double>{15, 4, -3});
  CHECK(AlongWidth("input 40x40x3\nconv 1 3 dilation 4\n") == std::vector<double>{9, 1, 0});
  const ReceptiveField uneven = FieldOf("input 9x9x9x1\nconv 1 1x3x5 stride 1x2x3 pad 0x1x2\n");
  CHECK(uneven.size == std::array<int64_t, 3>{1, 3, 5});
  CHECK(uneven.stride == std::array<double, 3>{1, 2, 3});
  CHECK(uneven.offset == std::array<int64_t, 3>{0, -1, -2});
  CHECK_FALSE(InfoOf("input 1x1\nrepeat 60\nconv 1 3 stride 1000 pad 1000\nend\n")
                  .layers.back()
                  .receptive_field);
  CHECK_FALSE(InfoOf("input 4x4x1\nconv 1 3\nflatten\n").layers.back().receptive_field);
}

// The field is where a change of the input changes the result, and nowhere else.
TEST_CASE("receptive fields are those that a net has when it runs", "[nets]") {
  const std::string text = "input 31x2\nconv 3 5 stride 2 pad 2\nconv 4 3 stride 2\nconv 2 2\n";
  const Net net = Net::Build(text).value();
  std::vector<float> learnt, followed;
  net.Initialize(1, &learnt, &followed);
  for (const int64_t place : {0, 1, 4}) {
    const ReceptiveField field = *DescribeNet(net).layers.back().receptive_field;
    const int64_t first = field.offset[2] + place * int64_t(field.stride[2]);
    std::vector<float> input(62, 0.5F);
    NetRun run(net, learnt, followed, false);
    REQUIRE(run.Forward(input.data(), 1).ok());
    const float before = run.output()[place * 2];
    for (int64_t x = 0; x < 31; ++x) {
      input[size_t(x * 2)] = 2;
      REQUIRE(run.Forward(input.data(), 1).ok());
      INFO("place " << place << ", input " << x);
      CHECK((run.output()[place * 2] != before) == (x >= first && x < first + field.size[2]));
      input[size_t(x * 2)] = 0.5F;
    }
  }
}

TEST_CASE("costs of a net: parameters, multiply-adds, bytes", "[nets]") {
  const NetInfo info = InfoOf("input 8x8x3\na = conv 4 3\nconv 2 3 stride 2\nflatten\ndense 5\n");
  REQUIRE(info.layers.size() == 4);
  CHECK(info.layers[0].name == "a");
  CHECK(info.layers[0].text == "conv 4 3");
  CHECK(info.layers[0].parameters == 4 * 27 + 4);
  CHECK(info.layers[0].multiply_adds == 6 * 6 * 4 * 27);
  CHECK(info.layers[0].bytes == 6 * 6 * 4 * 4);
  CHECK(info.layers[1].inputs == std::vector<std::string>{"a"});
  CHECK(info.parameters == 112 + 2 * 36 + 2 + 8 * 5 + 5);
  CHECK(info.multiply_adds == 6 * 6 * 4 * 27 + 2 * 2 * 2 * 36 + 40);
  CHECK(info.bytes == 4 * (144 + 8 + 8 + 5));
  CHECK(info.most_bytes == 4 * (144 + 8));  // flatten works in place
}

TEST_CASE("a net as a table and as a graph", "[nets]") {
  const NetInfo info = InfoOf("input 50x50x1\nc = conv 40 5 stride 2\nflatten\ndense 10 nobias\n");
  CHECK(NetTable(info) ==
        "name      layer                 output  parameters  multiply-adds   bytes  sees  stride  "
        "offset\n"
        "input                          50x50x1\n"
        "c         conv 40 5 stride 2  23x23x40       1,040        529,000  84,640     5       2  "
        "     0\n"
        "flatten1  flatten                21160           0              0  84,640   all\n"
        "dense1    dense 10 nobias           10     211,600        211,600      40   all\n"
        "parameters: 212,640 (850,560 bytes)\n"
        "multiply-adds: 740,600\n"
        "bytes of results: 169,320, at most 84,680 at a time\n");
  CHECK(NetGraph(info) ==
        "digraph net {\n"
        "  node [shape=box];\n"
        "  \"input\" [label=\"input\\n50x50x1\"];\n"
        "  \"c\" [label=\"c\\nconv 40 5 stride 2\\n23x23x40\"];\n"
        "  \"input\" -> \"c\";\n"
        "  \"flatten1\" [label=\"flatten1\\nflatten\\n21160\"];\n"
        "  \"c\" -> \"flatten1\";\n"
        "  \"dense1\" [label=\"dense1\\ndense 10 nobias\\n10\"];\n"
        "  \"flatten1\" -> \"dense1\";\n"
        "}\n");
}

}  // namespace
}  // namespace sluice
