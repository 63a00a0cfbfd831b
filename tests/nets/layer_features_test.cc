#include "nets/layer_features.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "tests/nets/layer_run.h"
#include "tests/nets/trained.h"

namespace sluice {
namespace {

constexpr const char* kNet =
    "input 8x8x2\nconv 6 3\nbatchnorm\nrelu\nmaxpool 2\nflatten\ndense 7\nrelu\ndropout 0.5\n"
    "dense 3\n";

TEST_CASE("the penultimate layer is what the last one with parameters reads", "[nets]") {
  const auto name = [](const std::string& text) {
    const Net net = Net::Build(text).value();
    return net.nodes()[size_t(PenultimateLayer(net))].name;
  };
  CHECK(name(kNet) == "dropout1");
  CHECK(name("input 4x4x1\nconv 3 3\nglobalpool\n") == "input");
  CHECK(name("input 4x4x1\nconv 3 3\nrelu\nconv 2 1\nglobalpool\n") == "relu1");
  CHECK(name("input 4x4x1\nrelu\nglobalpool\n") == "globalpool1");
}

TEST_CASE("features of a layer are its results, or their means over places", "[nets]") {
  LayerRun run(kNet);
  const TrainedNet trained = Trained(run, kNet);
  const int64_t count = 150;  // more than run together
  run.Forward(count);
  const int node = NodeCalled(trained.net(), "relu1");
  LayerFeatures flat(trained, node, true);
  LayerFeatures means(trained, node, false);
  REQUIRE(flat.size() == 6 * 6 * 6);
  REQUIRE(means.size() == 6);
  std::vector<float> all(size_t(count * flat.size()));
  std::vector<float> averaged(size_t(count * means.size()));
  REQUIRE(flat.Describe(run.input.data(), count, all.data()).ok());
  REQUIRE(means.Describe(run.input.data(), count, averaged.data()).ok());

  // The net that ends there, example by example.
  LayerRun ends("input 8x8x2\nconv 6 3\nbatchnorm\nrelu\n");
  for (int64_t i = 0; i < count; ++i) {
    const auto first = run.input.begin() + i * 128;
    const std::vector<float> want = ends.Forward(1, false, {first, first + 128});
    REQUIRE(std::vector<float>(all.begin() + i * 216, all.begin() + (i + 1) * 216) == want);
    for (size_t c = 0; c < 6; ++c) {
      double sum = 0;
      for (size_t place = 0; place < 36; ++place) sum += double(want[place * 6 + c]);
      REQUIRE(averaged[size_t(i) * 6 + c] == static_cast<float>(sum / 36));
    }
  }
}

TEST_CASE("features of a layer are the same for any number of threads", "[nets]") {
  LayerRun run(kNet);
  const TrainedNet trained = Trained(run, kNet);
  run.Forward(100);
  const auto describe = [&] {
    LayerFeatures features(trained, PenultimateLayer(trained.net()), false);
    std::vector<float> out(700);
    REQUIRE(features.Describe(run.input.data(), 100, out.data()).ok());
    return out;
  };
  SetThreads(1);
  const std::vector<float> one = describe();
  for (const int threads : {2, 5}) {
    SetThreads(threads);
    CHECK(describe() == one);
  }
  SetThreads(0);
}

}  // namespace
}  // namespace sluice
