// What nets of layers must be able to learn by heart.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "lib/random.h"
#include "nets/labelled_data.h"
#include "nets/training.h"
#include "nets/zoo.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

// Loss and accuracy after training on the examples, in evaluation.
NetScore Learnt(const std::string& text, const std::vector<float>& numbers,
                const std::vector<int>& labels, int epochs, double rate) {
  const Net net = Net::Build(text).value();
  const int64_t size = net.input().count();
  const LabelledData data({numbers.data(), int64_t(labels.size()), size, size}, labels.data(),
                          net.input(), {});
  NetTrainOptions options;
  options.step = DefaultStepOptions(StepRule::kAdam);
  options.rate.rate = rate;
  options.batch = 32;
  options.epochs = epochs;
  NetState state = NewNetState(net, 3);
  REQUIRE(TrainNet(net, data, nullptr, options, {}, &state, {}).ok());
  return ScoreNet(net, data, state.learnt, state.followed).value();
}

TEST_CASE("nets learn 32 pictures of noise with labels at random by heart", "[nets]") {
  std::vector<int> labels;
  Random random(8);
  for (int i = 0; i < 32; ++i) labels.push_back(random.Integer(0, 9));
  const auto check = [&](const std::string& text, int epochs) {
    INFO(text);
    const int64_t size = Net::Build(text).value().input().count();
    const NetScore score = Learnt(text, NormalNumbers(32 * size), labels, epochs, 0.003);
    CHECK(score.accuracy == 1);
    CHECK(score.loss < 1e-3);
  };
  check(LoadNetText("lenet5").value(), 150);
  check(
      "input 12x12x1\n"
      "first = conv 16 3 pad 1\nbatchnorm\nrelu\na = conv 16 3 pad 1 nobias\nbatchnorm\n"
      "add first last\nleaky\nmaxpool 2\ndepthwise 3 pad 1\nconv 32 1\nbatchnorm\nrelu\n"
      "flatten\ndense 10\n",
      150);
  check("input 5x6x6x2\nconv 16 3\ntanh\navgpool 2\nflatten\ndense 64\nelu\ndense 10\n", 300);
  check("input 40x1\nconv 16 5 stride 2\nswish\nconv 16 3 dilation 2\nsigmoid\nflatten\ndense 10\n",
        800);
}

TEST_CASE("L18: two layers learn XOR exactly, one can't", "[nets]") {
  const std::vector<float> numbers = {0, 0, 0, 1, 1, 0, 1, 1};
  const std::vector<int> labels = {0, 1, 1, 0};
  const NetScore two = Learnt("input 2\ndense 16\ntanh\ndense 2\n", numbers, labels, 1500, 0.02);
  CHECK(two.accuracy == 1);
  CHECK(two.loss < 1e-3);
  // No line has both pairs of corners on its two sides: the best is to say 1/2 everywhere.
  const NetScore one = Learnt("input 2\ndense 2\n", numbers, labels, 1500, 0.02);
  CHECK(one.loss > 0.69);  // ln 2 = 0.693
}

}  // namespace
}  // namespace sluice
