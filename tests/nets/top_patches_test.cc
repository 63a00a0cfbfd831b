#include "nets/top_patches.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "tests/nets/layer_run.h"
#include "tests/nets/trained.h"

namespace sluice {
namespace {

constexpr const char* kNet =
    "input 11x13x2\nconv 5 3 pad 1\nrelu\nmaxpool 2\nconv 4 3 pad 1\nflatten\ndense 3\n";

struct Found {
  float activation = 0;
  int64_t example = 0;
  int64_t y = 0;
  int64_t x = 0;
};

// All examples sorted by their greatest activation: those of a channel of the net that ends there.
std::vector<Found> Sorted(const std::vector<float>& results, int64_t count, int64_t height,
                          int64_t width, int64_t channels, int64_t unit) {
  std::vector<Found> all;
  for (int64_t i = 0; i < count; ++i) {
    Found best{-1e30F, i, 0, 0};
    for (int64_t y = 0; y < height; ++y) {
      for (int64_t x = 0; x < width; ++x) {
        const float a = results[size_t(((i * height + y) * width + x) * channels + unit)];
        if (a > best.activation) best = {a, i, y, x};
      }
    }
    all.push_back(best);
  }
  std::stable_sort(all.begin(), all.end(),
                   [](const Found& a, const Found& b) { return a.activation > b.activation; });
  return all;
}

TEST_CASE("the patches that excite a unit most are those of a plain search", "[nets]") {
  LayerRun run(kNet);
  const TrainedNet trained = Trained(run, kNet);
  const int64_t count = 40;
  run.Forward(count);
  const std::vector<float> shown = NormalNumbers(count * run.net.input().count(), 9);
  TopPatches top(trained, NodeCalled(trained.net(), "conv2"), {3, 1}, 6);
  const int64_t each = run.net.input().count();
  REQUIRE(top.Add(run.input.data(), shown.data(), 17).ok());  // in two pieces
  REQUIRE(top.Add(&run.input[size_t(17 * each)], &shown[size_t(17 * each)], count - 17).ok());

  LayerRun ends("input 11x13x2\nconv 5 3 pad 1\nrelu\nmaxpool 2\nconv 4 3 pad 1\n");
  ends.learnt = run.learnt;  // parameters lie in the order of layers
  const std::vector<float> results = ends.Forward(count, false, run.input);
  for (size_t u = 0; u < 2; ++u) {
    const std::vector<Found> want = Sorted(results, count, 5, 6, 4, top.units()[u]);
    REQUIRE(top.of(u).size() == 6);
    for (size_t k = 0; k < 6; ++k) {
      const Patch& patch = top.of(u)[k];
      CHECK(patch.activation == want[k].activation);
      CHECK(patch.example == want[k].example);
      REQUIRE(patch.place == std::array<int64_t, 3>{0, want[k].y, want[k].x});
      // conv2 sees 8 places in steps of 2 from -3 on: 3 + 1 of the pooling + 2 * 2, padded by
      // 1 + 2 * 1.
      CHECK(patch.window.size == std::array<int64_t, 3>{1, 8, 8});
      CHECK(patch.window.first == std::array<int64_t, 3>{0, want[k].y * 2 - 3, want[k].x * 2 - 3});
      size_t at = 0;
      for (int64_t y = patch.window.first[1]; y < patch.window.first[1] + 8; ++y) {
        for (int64_t x = patch.window.first[2]; x < patch.window.first[2] + 8; ++x) {
          for (int64_t c = 0; c < 2; ++c, ++at) {
            const bool inside = y >= 0 && y < 11 && x >= 0 && x < 13;
            const int64_t i = patch.example * each + (y * 13 + x) * 2 + c;
            CHECK(patch.numbers[at] == (inside ? shown[size_t(i)] : 0));
          }
        }
      }
    }
  }
}

// The window has all that the unit sees: the rest of the example does not matter to it.
TEST_CASE("nothing outside of a patch excites its unit", "[nets]") {
  LayerRun run(kNet);
  const TrainedNet trained = Trained(run, kNet);
  run.Forward(5);
  const int node = NodeCalled(trained.net(), "conv2");
  TopPatches top(trained, node, {0}, 5);
  REQUIRE(top.Add(run.input.data(), run.input.data(), 5).ok());
  NetRunOptions options;
  options.results = {node};
  NetRun again = trained.Run(options);
  for (const Patch& patch : top.of(0)) {
    std::vector<float> other = NormalNumbers(run.net.input().count(), 77);
    for (int64_t y = 0; y < 8; ++y) {
      for (int64_t x = 0; x < 8; ++x) {
        const int64_t row = patch.window.first[1] + y;
        const int64_t column = patch.window.first[2] + x;
        if (row < 0 || row >= 11 || column < 0 || column >= 13) continue;
        for (int64_t c = 0; c < 2; ++c) {
          other[size_t((row * 13 + column) * 2 + c)] = patch.numbers[size_t((y * 8 + x) * 2 + c)];
        }
      }
    }
    REQUIRE(again.Forward(other.data(), 1).ok());
    CHECK(again.output()[(patch.place[1] * 6 + patch.place[2]) * 4] ==
          Approx(patch.activation).epsilon(1e-5));
  }
}

TEST_CASE("layers that see all have the whole example as their patch", "[nets]") {
  LayerRun run(kNet);
  const TrainedNet trained = Trained(run, kNet);
  run.Forward(3);
  TopPatches top(trained, NodeCalled(trained.net(), "dense1"), {2}, 2);
  REQUIRE(top.Add(run.input.data(), run.input.data(), 3).ok());
  REQUIRE(top.of(0).size() == 2);
  const Patch& patch = top.of(0)[0];
  CHECK(patch.window.size == std::array<int64_t, 3>{1, 11, 13});
  const auto first = run.input.begin() + patch.example * run.net.input().count();
  CHECK(patch.numbers == std::vector<float>(first, first + run.net.input().count()));
  // A field as large as the input counts as the whole, wherever padding puts it.
  const Shape input{2, {1, 5, 9}, 1};
  ReceptiveField field;
  field.size = {1, 7, 7};
  field.stride = {1, 2, 2};
  field.offset = {0, -3, -3};
  const PatchWindow window = WindowOfPlace(input, field, {0, 1, 2});
  CHECK(window.first == std::array<int64_t, 3>{0, 0, 1});
  CHECK(window.size == std::array<int64_t, 3>{1, 5, 7});
}

TEST_CASE("of equally exciting examples the first ones are kept", "[nets]") {
  const std::string text = "input 3x1\nconv 1 1 nobias\n";
  LayerRun run(text);
  const TrainedNet trained = Trained(run, text);
  const std::vector<float> same(12, 1.0F);
  TopPatches top(trained, 1, {0}, 2);
  REQUIRE(top.Add(same.data(), same.data(), 4).ok());
  CHECK(top.of(0)[0].example == 0);
  CHECK(top.of(0)[1].example == 1);
  CHECK(top.of(0)[0].place == std::array<int64_t, 3>{0, 0, 0});
}

}  // namespace
}  // namespace sluice
