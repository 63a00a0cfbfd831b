#include "nets/net_run.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "tests/nets/layer_run.h"

namespace sluice {
namespace {

std::vector<float> Copy(const NetRun& run, size_t i, int64_t count) {
  return {run.output(i), run.output(i) + count};
}

TEST_CASE("a run gives the result of any layer as the net that ends there does", "[nets]") {
  const std::vector<std::string> lines = {
      "conv 4 3 pad 1", "batchnorm",   "first = relu", "conv 4 3 pad 1", "batchnorm",
      "add last first", "relu",        "maxpool 2",    "relu",           "conv 6 3 nobias",
      "flatten",        "dropout 0.5", "dense 5"};
  std::string text = "input 6x6x3\n";
  for (const std::string& line : lines) text += line + "\n";
  LayerRun whole(text);
  const int64_t batch = 3;
  whole.Forward(batch);
  std::string part = "input 6x6x3\n";
  std::vector<int> all;
  for (size_t i = 0; i < lines.size(); ++i) {
    part += lines[i] + "\n";
    INFO(part);
    LayerRun ends(part);
    ends.learnt = whole.learnt;  // parameters lie in the order of layers
    ends.followed = whole.followed;
    const std::vector<float> want = ends.Forward(batch, false, whole.input);
    const int node = static_cast<int>(i) + 1;
    NetRunOptions options;
    options.results = {node};
    NetRun run(whole.net, whole.learnt, whole.followed, options);
    for (int turn = 0; turn < 2; ++turn) {
      REQUIRE(run.Forward(whole.input.data(), batch).ok());
      CHECK(Copy(run, 0, int64_t(want.size())) == want);
    }
    all.push_back(node);
  }
  // All at once, each unharmed by those that work in place after it.
  NetRunOptions options;
  options.results = all;
  NetRun run(whole.net, whole.learnt, whole.followed, options);
  REQUIRE(run.Forward(whole.input.data(), batch).ok());
  for (size_t i = 0; i < all.size(); ++i) {
    options.results = {all[i]};
    options.fuse = false;
    NetRun one(whole.net, whole.learnt, whole.followed, options);
    REQUIRE(one.Forward(whole.input.data(), batch).ok());
    const int64_t count = batch * whole.net.nodes()[i + 1].shape.count();
    INFO(lines[i]);
    CHECK(Copy(run, i, count) == Copy(one, 0, count));
  }
}

TEST_CASE("the input, too, can be the result that is wanted", "[nets]") {
  LayerRun run("input 4x4x2\nconv 3 3\n");
  run.Forward(2);
  NetRunOptions options;
  options.results = {0};
  NetRun input(run.net, run.learnt, run.followed, options);
  REQUIRE(input.Forward(run.input.data(), 2).ok());
  CHECK(Copy(input, 0, 64) == run.input);
}

// Smooth layers alone, and those that work otherwise in training.
TEST_CASE("derivatives outside training against central differences", "[nets]") {
  LayerRun run(
      "input 5x5x2\nconv 4 3 pad 1\nbatchnorm\ntanh\ndropout 0.5\ndeconv 3 2 stride 2\nsigmoid\n"
      "flatten\ndense 4\n");
  const int64_t batch = 2;
  for (size_t i = 0; i < run.followed.size(); ++i) {
    run.followed[i] = 0.5F + 0.1F * static_cast<float>(i % 5);
  }
  run.Forward(batch);
  const std::vector<float> followed = run.followed;
  const std::vector<float> weights = NormalNumbers(batch * run.net.output().count(), 2);
  const auto value = [&] {
    const std::vector<float> y = run.Forward(batch, false, run.input);
    double sum = 0;
    for (size_t i = 0; i < y.size(); ++i) sum += double(y[i]) * double(weights[i]);
    return sum;
  };
  NetRunOptions options;
  options.derivatives = true;
  NetRun derivatives(run.net, run.learnt, run.followed, options);
  std::vector<float> by_input(run.input.size());
  std::vector<float> by_learnt(run.learnt.size());
  const float* const d_head = weights.data();
  REQUIRE(derivatives.Forward(run.input.data(), batch).ok());
  REQUIRE(derivatives.Backward({&d_head, 1}, by_learnt, by_input.data()).ok());
  CHECK(run.followed == followed);  // nothing was learnt from the batch
  const auto check = [&](std::vector<float>* numbers, const std::vector<float>& got) {
    double largest = 0;
    for (const float d : got) largest = std::max(largest, std::abs(double(d)));
    for (size_t i = 0; i < numbers->size(); ++i) {
      const float kept = (*numbers)[i];
      const double step = 1.0 / 64;
      (*numbers)[i] = kept + float(step);
      const double above = value();
      (*numbers)[i] = kept - float(step);
      const double below = value();
      (*numbers)[i] = kept;
      // f32 sums of about 1 differ by 1e-7, over a step of 0.03: 1e-5; the third derivative gives
      // about step^2 / 6 = 4e-5.
      CHECK(std::abs((above - below) / (2 * step) - double(got[i])) < 1e-3 * largest);
    }
  };
  check(&run.input, by_input);
  check(&run.learnt, by_learnt);

  // Those by the input alone are the same.
  std::vector<float> alone(run.input.size());
  REQUIRE(derivatives.Forward(run.input.data(), batch).ok());
  REQUIRE(derivatives.Backward({&d_head, 1}, {}, alone.data()).ok());
  CHECK(alone == by_input);
}

}  // namespace
}  // namespace sluice
