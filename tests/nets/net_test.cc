#include "nets/net.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "nets/net_run.h"
#include "tests/nets/gradient_check.h"

namespace sluice {
namespace {

std::string Failure(const std::string& text) {
  const Result<Net> net = Net::Build(text);
  return net.ok() ? "built" : net.status().message();
}

TEST_CASE("a net of lines, blocks and repeats is built with its shapes", "[nets]") {
  const std::string text =
      "param width 2   # of everything\n"
      "block pair outputs times=1\n"
      "  dense {outputs * times}\n"
      "  dense {channels - 1}\n"
      "end\n"
      "input 2x2x3\n"
      "flatten\n"
      "first = pair 4\n"
      "repeat 2 as i\n"
      "  pair {width + i} times 3\n"
      "end\n"
      "if {channels == 8}\n"
      "  dense 7\n"
      "else\n"
      "  dense 5\n"
      "end\n"
      "dense 10 from first\n";
  const Net net = Net::Build(text).value();
  std::vector<std::string> names;
  for (const Node& node : net.nodes()) names.push_back(node.name + " " + ShapeText(node.shape));
  CHECK(names == std::vector<std::string>{"input 2x2x3", "flatten1 12", "first.dense1 4",
                                          "first.dense2 3", "pair2.dense1 6", "pair2.dense2 5",
                                          "pair3.dense1 9", "pair3.dense2 8", "dense1 7",
                                          "dense2 10"});
  CHECK(net.parameter_count() == 12 * 4 + 4 + 4 * 3 + 3 + 3 * 6 + 6 + 6 * 5 + 5 + 5 * 9 + 9 +
                                     9 * 8 + 8 + 8 * 7 + 7 + 3 * 10 + 10);
  NetOptions wider;
  wider.values["width"] = 3;
  CHECK(Net::Build(text, wider).value().nodes()[4].shape.channels == 9);
  wider.values["depth"] = 3;
  CHECK_FALSE(Net::Build(text, wider).ok());
}

TEST_CASE("L15: fully connected nets of 3, 17 and 47 parameters", "[nets]") {
  CHECK(Net::Build("input 2\ndense 1\n").value().parameter_count() == 3);
  CHECK(Net::Build("input 2\ndense 4\ndense 1\n").value().parameter_count() == 17);
  CHECK(Net::Build("input 2\ndense 4\ndense 4\ndense 3\n").value().parameter_count() == 47);
}

TEST_CASE("what is wrong in a net file is said with line and column", "[nets]") {
  CHECK(Failure("") == "expected layers after the input, got none");
  CHECK(Failure("dense 3\n") == "1:1: expected the input first, such as input 28x28x1, got dense");
  CHECK(Failure("input 3x\n") == "1:7: expected a shape such as 28x28x1, got 3x");
  CHECK(Failure("input 3\n\n  desne 3\n") == "3:3: expected a layer or a block, got desne");
  CHECK(Failure("input 3\ndense\n") ==
        "2:1: dense: expected the number of outputs, got the end of the line");
  CHECK(Failure("input 3\ndense 0\n") ==
        "2:7: dense: expected the number of outputs, a whole number of at least 1, got 0");
  CHECK(Failure("input 3\ndense 3 bias\n") ==
        "2:9: dense: expected nobias, init or the end of the line, got bias");
  CHECK(Failure("input 3\ndense 3 init\n") ==
        "2:9: dense: expected a value after init, got the end of the line");
  CHECK(Failure("input 3\ndense 3 init normal\n") ==
        "2:14: dense: expected a value after normal, got the end of the line");
  CHECK(Failure("input 3\ndense 3 init normal -1\n") ==
        "2:21: dense: init normal: expected a standard deviation, got -1");
  CHECK(Failure("input 3\ndense 3 init best\n") ==
        "2:14: dense: init: expected zero, normal S, xavier or he, got best");
  CHECK(Failure("input 3\ndense {x}\n") == "2:7: {x}: there is no x");
  CHECK(Failure("input 3\ndense {3 +}\n") == "2:7: {3 +}: expected a number, got the end");
  CHECK(Failure("input 3\ndense {3\n") == "2:7: expected a }, got the end of the line");
  CHECK(Failure("input 3\nrepeat 3\ndense 3\n") ==
        "2:1: expected an end of this repeat, got the end of the file");
  CHECK(Failure("input 3\nend\n") == "2:1: end without a line that it closes");
  CHECK(Failure("input 3\ndense 3 from here\n") == "2:14: no line before is named here");
  CHECK(Failure("input 3\nblock a\na\nend\na\n") == "3:1: blocks within blocks without end: a");
  CHECK(Failure("input 3\nrepeat 100001\ndense 1\nend\n").find("2:1: ") == std::string::npos);
  CHECK(Failure("input 3\na = dense 1\na = dense 1\n") ==
        "3:5: expected a name that is free, got a");
  CHECK(Failure("input 3\na = repeat 2\nend\n") ==
        "2:5: expected a layer or a block after a =, got repeat");
  CHECK(Failure("input 3\nif yes\nend\n") == "2:4: expected {CONDITION}, got yes");
  CHECK(Failure("input 3\nflatten\nloss softmaks\n").find("3:6: expected a loss, one of ") == 0);
  CHECK(Failure("input 3\nflatten\nloss softmax weights 1,2\n").find("3:22: softmax: ") == 0);
  CHECK(Failure("x = input 3\nconcat x last\n") == "built");
}

TEST_CASE("sizes beyond all memory are refused, not computed with", "[nets]") {
  CHECK(Failure("input 2147483648\ndense 2147483648\n") == "2:1: dense: more than 2^31 parameters");
  CHECK(Failure("input 4x4x1\nrepeat 64\nconcat last last\nend\n") ==
        "3:1: concat: more than 2^36 numbers in a result");
  CHECK(Failure("input 1048576x1\nconv 1048576 1\n") ==
        "2:1: conv: more than 2^36 numbers in a result");
}

TEST_CASE("O5: derivatives of dense layers are central differences", "[nets]") {
  CHECK(WorstGradient("input 5\ndense 4\n") < 1e-3);
  CHECK(WorstGradient("input 3x2x4\nflatten\ndense 7 nobias\na = dense 4\ndense 2\n") < 1e-3);
}

}  // namespace
}  // namespace sluice
