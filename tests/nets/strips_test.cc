#include "nets/strips.h"

#include <array>
#include <catch2/catch.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "lib/parallel.h"
#include "nets/net_run.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

struct Kernel {
  int64_t size, stride, pad, out;  // out 0: depthwise
};

// The stages of `kernels` for a picture; their weights are in `numbers`.
std::vector<StripStage> Stages(std::array<int64_t, 3> size, int64_t channels,
                               const std::vector<Kernel>& kernels,
                               std::vector<std::vector<float>>* numbers) {
  std::vector<StripStage> stages;
  for (const Kernel& k : kernels) {
    StripStage stage;
    ConvShape& s = stage.shape;
    s.input = size;
    s.in_channels = channels;
    s.out_channels = k.out == 0 ? channels : k.out;
    s.groups = k.out == 0 ? channels : 1;
    for (size_t axis = 1; axis < 3; ++axis) {
      s.kernel[axis] = k.size;
      s.stride[axis] = k.stride;
      s.pad_before[axis] = s.pad_after[axis] = k.pad;
      size[axis] = s.output(int(axis));
    }
    channels = s.out_channels;
    numbers->push_back(NormalNumbers(s.weight_count(), numbers->size() + 5));
    stages.push_back(stage);
  }
  for (size_t i = 0; i < stages.size(); ++i) {
    stages[i].weights = (*numbers)[i].data();
    stages[i].fusion.activation = i % 2 == 0 ? ConvActivation::kRelu : ConvActivation::kSwish;
    stages[i].fusion.shift.assign(size_t(stages[i].shape.out_channels), 0.25F);
  }
  return stages;
}

// One convolution after the other.
std::vector<float> InTurn(const std::vector<StripStage>& stages, std::vector<float> values,
                          int64_t batch) {
  for (const StripStage& stage : stages) {
    ConvShape shape = stage.shape;
    shape.batch = batch;
    std::vector<float> next(size_t(shape.output_size()));
    ConvEpilogue epilogue;
    epilogue.bias = stage.fusion.shift.data();
    epilogue.activation = stage.fusion.activation;
    Convolution::Create(shape, stage.weights)
        .value()
        .Forward(values.data(), next.data(), batch, epilogue);
    values = std::move(next);
  }
  return values;
}

TEST_CASE("strips give the bytes of one convolution after the other", "[nets]") {
  struct Case {
    const char* name;
    std::array<int64_t, 3> size;
    int64_t channels;
    std::vector<Kernel> kernels;
  };
  const Case cases[] = {
      {"expand, depthwise, project", {1, 40, 33}, 8, {{1, 1, 0, 48}, {3, 1, 1, 0}, {1, 1, 0, 12}}},
      {"first layers", {1, 65, 64}, 3, {{3, 2, 1, 16}, {3, 1, 1, 0}, {1, 1, 0, 40}, {3, 2, 1, 0}}},
      {"5x5 depthwise with a stride", {1, 50, 30}, 24, {{1, 1, 0, 32}, {5, 2, 2, 0}}},
      {"stride beyond the kernel", {1, 37, 20}, 16, {{3, 1, 1, 0}, {1, 3, 0, 20}, {3, 1, 0, 0}}},
      {"more padding than rows of a strip", {1, 9, 24}, 16, {{1, 1, 0, 16}, {7, 1, 3, 0}}},
      {"a single row", {1, 1, 24}, 16, {{1, 1, 0, 16}, {3, 1, 1, 0}}},
  };
  for (const Case& c : cases) {
    std::vector<std::vector<float>> numbers;
    const std::vector<StripStage> stages = Stages(c.size, c.channels, c.kernels, &numbers);
    const std::shared_ptr<const Strips> strips = Strips::Create(stages).value();
    for (const int64_t batch : {1, 3, 4}) {
      const std::vector<float> input = NormalNumbers(batch * stages[0].shape.input_size());
      const std::vector<float> want = InTurn(stages, input, batch);
      for (const int threads : {1, 2, 3}) {
        INFO(c.name << ", batch " << batch << ", threads " << threads);
        SetThreads(threads);
        std::vector<float> got(want.size());
        std::vector<float> scratch(strips->scratch());
        strips->Forward(input.data(), batch, got.data(), scratch.data());
        CHECK(got == want);
      }
    }
    SetThreads(0);
  }
}

TEST_CASE("nets run large depthwise blocks in strips", "[nets]") {
  const std::string text =
      "input 64x64x8\n"
      "in = relu\n"         // 1
      "conv 64 1 nobias\n"  // 2: norm 3, activation 4
      "batchnorm\n"
      "relu6\n"
      "depthwise 3 stride 2 pad 1\n"  // 5: activation 6
      "swish\n"
      "new = conv 8 1\n"             // 7: 64 KiB of results, small enough to stay
      "conv 8 1 stride 2 from in\n"  // 8
      "add last new\n";
  const Net net = Net::Build(text).value();
  std::vector<int> uses(net.nodes().size(), 0);
  for (const Node& node : net.nodes()) {
    for (const int input : node.inputs) ++uses[size_t(input)];
  }
  ++uses[size_t(net.heads()[0].node)];
  const std::vector<FusedChain> chains = FindChains(net, uses);
  REQUIRE(chains[2].next.size() == 1);
  CHECK(chains[2].next[0].first == 5);
  CHECK(chains[2].end() == 6);
  CHECK(chains[7].next.empty());

  LayerRun run(text);
  std::vector<float> one = run.Forward(2);
  NetRun plain(run.net, run.learnt, run.followed, false, false);
  REQUIRE(plain.Forward(run.input.data(), 2).ok());
  for (size_t i = 0; i < one.size(); ++i) {
    // f32 rounding: scales are multiplied into weights beforehand.
    REQUIRE(one[i] == Approx(plain.output()[i]).margin(1e-4));
  }
}

}  // namespace
}  // namespace sluice
