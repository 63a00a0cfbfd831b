// Nets applied to all windows of larger inputs, against nets applied to each.
#include "nets/slide.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "lib/parallel.h"
#include "nets/zoo.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

using Sizes = SlidingNet::Sizes;

// Both sum the same products in another order; results are about 1.
constexpr double kRounding = 2e-5;

TrainedNet Trained(const std::string& text) {
  NetRecipe recipe{text, {}};
  const Net net = recipe.Build().value();
  NetState state = NewNetState(net, 5);
  // Batch norms that do something.
  for (const ParameterSlot& slot : net.slots()) {
    const std::vector<float> numbers = NormalNumbers(slot.parameter.count(), 11);
    float* const to = (slot.learnt() ? state.learnt : state.followed).data() + slot.offset;
    if (slot.parameter.role == Role::kWeights) continue;
    for (size_t i = 0; i < numbers.size(); ++i) to[i] += 0.1F * std::abs(numbers[i]);
  }
  return TrainedNet::FromTraining(net, recipe, state).value();
}

std::vector<float> Slide(const TrainedNet& net, const Shape& input, const Sizes& stride,
                         int64_t most_bytes = int64_t{256} << 20) {
  const SlidingNet sliding = SlidingNet::Create(net).value();
  const Shape places = sliding.Places(input, stride).value();
  std::vector<float> results(size_t(places.count()), -1e9F);
  std::vector<int> times(size_t(places.places()), 0);
  const std::vector<float> numbers = NormalNumbers(input.count());
  const auto take = [&](int64_t place, const float* from) {
    ++times[size_t(place)];
    std::copy_n(from, places.channels, results.begin() + place * places.channels);
  };
  REQUIRE(sliding.Run(numbers.data(), input, stride, take, most_bytes).ok());
  CHECK(std::all_of(times.begin(), times.end(), [](int n) { return n == 1; }));
  return results;
}

// Each window cut out and given to the net.
std::vector<float> EachWindow(const TrainedNet& net, const Shape& input, const Sizes& stride) {
  const Shape& window = net.net().input();
  const std::vector<float> numbers = NormalNumbers(input.count());
  NetRun run = net.Run();
  std::vector<float> results;
  Sizes at;
  for (at[0] = 0; at[0] + window.size[0] <= input.size[0]; at[0] += stride[0]) {
    for (at[1] = 0; at[1] + window.size[1] <= input.size[1]; at[1] += stride[1]) {
      for (at[2] = 0; at[2] + window.size[2] <= input.size[2]; at[2] += stride[2]) {
        std::vector<float> cut;
        for (int64_t z = 0; z < window.size[0]; ++z) {
          for (int64_t y = 0; y < window.size[1]; ++y) {
            const int64_t place = ((at[0] + z) * input.size[1] + at[1] + y) * input.size[2] + at[2];
            const auto from = numbers.begin() + place * input.channels;
            cut.insert(cut.end(), from, from + window.size[2] * input.channels);
          }
        }
        REQUIRE(run.Forward(cut.data(), 1).ok());
        results.insert(results.end(), run.output(), run.output() + net.net().output().count());
      }
    }
  }
  return results;
}

double Worst(const std::vector<float>& a, const std::vector<float>& b) {
  REQUIRE(a.size() == b.size());
  double worst = 0;
  for (size_t i = 0; i < a.size(); ++i) worst = std::max(worst, double(std::abs(a[i] - b[i])));
  return worst;
}

constexpr const char* kFlat =
    "input 14x14x3\nconv 16 5\nrelu\nmaxpool 2\nflatten\ndense 40\nrelu\ndropout 0.5\ndense 4\n";

TEST_CASE("L17: a net with dense layers slides over larger pictures", "[slide]") {
  const TrainedNet net = Trained(kFlat);
  const SlidingNet sliding = SlidingNet::Create(net).value();
  CHECK(sliding.step() == Sizes{1, 2, 2});
  CHECK_FALSE(sliding.pads());
  for (const int64_t size : {14, 16, 28, 31}) {
    const Shape input{2, {1, size, size}, 3};
    const Shape places = sliding.Places(input, {1, 2, 2}).value();
    CHECK(places.size == Sizes{1, (size - 14) / 2 + 1, (size - 14) / 2 + 1});
    CHECK(Worst(Slide(net, input, {1, 2, 2}), EachWindow(net, input, {1, 2, 2})) < kRounding);
  }
}

TEST_CASE("any stride is that of the windows", "[slide]") {
  const TrainedNet net = Trained(kFlat);
  const Shape input{2, {1, 23, 30}, 3};
  for (const Sizes& stride : {Sizes{1, 1, 1}, Sizes{1, 3, 4}, Sizes{1, 5, 1}, Sizes{1, 40, 6}}) {
    CHECK(Worst(Slide(net, input, stride), EachWindow(net, input, stride)) < kRounding);
  }
}

TEST_CASE("nets of all kinds of layers slide as their windows", "[slide]") {
  const auto check = [](const std::string& text, const Shape& input, const Sizes& stride) {
    const TrainedNet net = Trained(text);
    CHECK_FALSE(SlidingNet::Create(net).value().pads());
    INFO(text);
    CHECK(Worst(Slide(net, input, stride), EachWindow(net, input, stride)) < kRounding);
  };
  const Shape picture{2, {1, 25, 22}, 2};
  // A mean over the window, branches, normalisation, dense layers for each place.
  check(
      "input 16x12x2\na = conv 6 3 nobias\nbatchnorm\nrelu\nb = conv 6 1 from a\nadd last a\n"
      "concat a last\nlrn 3\navgpool 3 stride 2\ndepthwise 3\nglobalpool\ndense 5\nsoftmax\n",
      picture, {1, 2, 2});
  check(
      "input 16x12x2\nconv 8 3x2 stride 2x3 dilation 2\nmaxout 2\nmaxpool global\nflatten\n"
      "batchnorm\ndense 3\n",
      picture, {1, 1, 2});
  check("input 16x12x2\nconv 8 4 groups 2\ndense 6\ntanh\nflatten\ndense 7 nobias\nelu\ndense 3\n",
        picture, {1, 3, 3});
  // Signals and volumes.
  check("input 12x2\nconv 6 3\nrelu\nmaxpool 2\nflatten\ndense 3\n", {1, {1, 1, 40}, 2}, {1, 1, 3});
  check("input 6x7x8x1\nconv 4 3\nrelu\nmaxpool 2\nflatten\ndense 5\nrelu\ndense 3\n",
        {3, {9, 10, 12}, 1}, {2, 2, 2});
}

TEST_CASE("tiles make no difference, where nets pad, too", "[slide]") {
  const std::string stage = "conv 6 3 pad 1\nrelu\nmaxpool 3 stride 2 pad 1\n";
  for (const std::string& text :
       {std::string(kFlat), "input 16x16x3\n" + stage + stage + "conv 8 3 pad same stride 2\n" +
                                "flatten\ndense 4\n"}) {
    const TrainedNet net = Trained(text);
    const Shape input{2, {1, 75, 90}, 3};
    const Sizes stride = SlidingNet::Create(net).value().step();
    const std::vector<float> whole = Slide(net, input, stride);
    // Kernels differ with the size of what they work on, and so does their rounding.
    CHECK(Worst(Slide(net, input, stride, 200000), whole) < kRounding);
    CHECK(Worst(Slide(net, input, stride, 1), whole) < kRounding);
  }
}

TEST_CASE("windows of nets that pad see their surroundings", "[slide]") {
  const TrainedNet net = Trained("input 8x8x1\nconv 4 3 pad 1\nrelu\nflatten\ndense 3\n");
  CHECK(SlidingNet::Create(net).value().pads());
  // The picture's border is that of its one window.
  CHECK(Worst(Slide(net, {2, {1, 8, 8}, 1}, {1, 1, 1}),
              EachWindow(net, {2, {1, 8, 8}, 1}, {1, 1, 1})) < kRounding);
  const Shape input{2, {1, 12, 12}, 1};
  CHECK(Worst(Slide(net, input, {1, 1, 1}), EachWindow(net, input, {1, 1, 1})) > 0.01);
  // A pool that the window's border cuts counts as well.
  CHECK(SlidingNet::Create(Trained("input 8x8x1\nmaxpool 3 ceil\nflatten\ndense 3\n"))
            .value()
            .pads());
}

TEST_CASE("nets of the zoo slide but those with squeeze and excitation", "[slide]") {
  for (const std::string name : {"lenet5", "alexnet", "vgg16", "googlenet", "resnet18",
                                 "mobilenet-v2", "cifar", "ecg1d", "volume3d"}) {
    INFO(name);
    const Net net = Net::Build(LoadNetText(name).value()).value();
    Shape input = net.input();
    for (size_t axis = size_t(FirstAxis(input)); axis < 3; ++axis) input.size[axis] += 64;
    const Net wide = Net::Build(SlidingText(net, input).value()).value();
    CHECK(wide.parameter_count() == net.parameter_count());
    CHECK(wide.output().size[2] > 1);
    CHECK(wide.output().channels == net.output().channels);
  }
  const Net net = Net::Build(LoadNetText("efficientnet-b0").value()).value();
  CHECK(SlidingText(net, net.input()).status().message().find("has the same places") !=
        std::string::npos);
}

TEST_CASE("sliding is the same for any number of threads", "[slide]") {
  const TrainedNet net = Trained(kFlat);
  const Shape input{2, {1, 60, 70}, 3};
  const int before = Threads();
  SetThreads(1);
  const std::vector<float> one = Slide(net, input, {1, 2, 2});
  for (const int threads : {2, 4}) {
    SetThreads(threads);
    CHECK(Slide(net, input, {1, 2, 2}) == one);
  }
  SetThreads(before);
}

TEST_CASE("what does not slide is said", "[slide]") {
  const auto failure = [](const std::string& text) {
    return SlidingNet::Create(Trained(text)).status().message();
  };
  CHECK(failure("input 9\ndense 3\n") ==
        "expected a net of signals, pictures or volumes, got one of vectors");
  CHECK(failure("input 8x8x1\nconv 4 3\nflatten\nbatchnorm\ndense 3\n") ==
        "batchnorm1: a net slides if a dense layer follows flatten, got batchnorm");
  CHECK(failure("input 8x8x1\nconv 4 3\nupsample nearest 2\nflatten\ndense 3\n") ==
        "upsample1: nets with upsample layers do not slide");
  CHECK(failure("input 8x8x1\nconv 4 3\nflatten\n") ==
        "flatten1: a net does not slide if it ends with it");
  CHECK(failure("input 8x8x1\nconv 4 3\n") ==
        "expected a net with one place as its result, got 6x6x4");
  const TrainedNet net = Trained(kFlat);
  const SlidingNet sliding = SlidingNet::Create(net).value();
  CHECK(sliding.Places({2, {1, 13, 30}, 3}, {1, 1, 1}).status().message() ==
        "expected an input no smaller than the net's, 14x14x3, with as many channels, got "
        "13x30x3");
  CHECK_FALSE(sliding.Places({2, {1, 20, 30}, 1}, {1, 1, 1}).ok());
}

}  // namespace
}  // namespace sluice
