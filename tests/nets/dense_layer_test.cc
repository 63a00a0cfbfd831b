#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "lib/gemm.h"
#include "lib/parallel.h"
#include "nets/net_run.h"
#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

std::vector<float> Output(const Net& net, std::vector<float>& learnt, std::vector<float>& followed,
                          const std::vector<float>& input, int64_t batch, bool fuse = true) {
  NetRun run(net, learnt, followed, false, fuse);
  REQUIRE(run.Forward(input.data(), batch).ok());
  return {run.output(), run.output() + batch * net.output().count()};
}

TEST_CASE("dense layers give the bytes of a product of matrices, for any batch", "[nets]") {
  struct Case {
    int64_t inputs, outputs;
  };
  for (const Case& c : {Case{1, 1}, Case{7, 3}, Case{84, 10}, Case{400, 120}, Case{33, 1000}}) {
    const Net net = Net::Build("input " + std::to_string(c.inputs) + "\ndense " +
                               std::to_string(c.outputs) + "\n")
                        .value();
    std::vector<float> learnt = NormalNumbers(int64_t(net.learnt()));
    std::vector<float> followed;
    const float* const weights = learnt.data() + net.slots()[0].offset;
    const float* const bias = learnt.data() + net.slots()[1].offset;
    for (const int64_t batch : {1, 2, 5, 64}) {
      INFO(c.inputs << " to " << c.outputs << ", batch " << batch);
      const std::vector<float> input = NormalNumbers(batch * c.inputs, 2);
      std::vector<float> want(size_t(batch * c.outputs));
      GemmOptions options;
      options.b = Transpose::kYes;
      options.bias = bias;
      Gemm({input.data(), batch, c.inputs, c.inputs}, {weights, c.outputs, c.inputs, c.inputs},
           {want.data(), batch, c.outputs, c.outputs}, options);
      CHECK(Output(net, learnt, followed, input, batch) == want);
    }
  }
}

TEST_CASE("dense layers take on norms and activations", "[nets]") {
  const Net net =
      Net::Build("input 2x3x5\ndense 20\nbatchnorm\nrelu\nflatten\ndense 4\nswish\n").value();
  std::vector<float> learnt;
  std::vector<float> followed;
  net.Initialize(1, &learnt, &followed);
  for (float& number : followed) number += 0.25F;  // means 0.25, variances 1.25
  const std::vector<float> input = NormalNumbers(3 * net.input().count(), 3);
  const std::vector<float> fused = Output(net, learnt, followed, input, 3);
  const std::vector<float> plain = Output(net, learnt, followed, input, 3, false);
  for (size_t i = 0; i < plain.size(); ++i) {
    // f32 rounding: scales are multiplied into weights beforehand.
    CHECK(fused[i] == Approx(plain[i]).margin(1e-5));
  }
}

TEST_CASE("a wide dense layer gives the same for any number of threads", "[nets]") {
  const Net net = Net::Build("input 2048\ndense 3000\nrelu\n").value();
  std::vector<float> learnt = NormalNumbers(int64_t(net.learnt()));
  std::vector<float> followed;
  const std::vector<float> input = NormalNumbers(2048, 2);
  SetThreads(1);
  const std::vector<float> one = Output(net, learnt, followed, input, 1);
  for (const int threads : {2, 3}) {
    SetThreads(threads);
    CHECK(Output(net, learnt, followed, input, 1) == one);
  }
  SetThreads(0);
}

}  // namespace
}  // namespace sluice
