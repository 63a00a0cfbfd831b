#include "classifiers/occlusion.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/net_classifier.h"
#include "tests/nets/layer_run.h"
#include "tests/nets/trained.h"

namespace sluice {
namespace {

Model ModelOf(const std::string& text) {
  LayerRun run(text);
  const std::vector<float> examples = NormalNumbers(20 * run.net.input().count(), 5);
  Model model;
  for (int64_t c = 0; c < run.net.output().count(); ++c) model.classes.push_back(std::to_string(c));
  const int64_t columns = run.net.input().count();
  model.preprocessing =
      Preprocessing::Learn("standardize", {examples.data(), 20, columns, columns}).value();
  model.classifier = std::make_unique<NetClassifier>(Trained(run, text));
  return model;
}

float Score(const Model& model, const std::vector<float>& x, int label) {
  const auto count = static_cast<int64_t>(x.size());
  return model.Scores({x.data(), 1, count, count}).value().data()[label];
}

TEST_CASE("patches begin at each stride and at the end", "[occlusion]") {
  CHECK(PatchStarts(10, 4, 3) == std::vector<int64_t>{0, 3, 6});
  CHECK(PatchStarts(10, 4, 4) == std::vector<int64_t>{0, 4, 6});
  CHECK(PatchStarts(3, 5, 1) == std::vector<int64_t>{0});
}

TEST_CASE("occlusion is what covered pictures give one by one", "[occlusion]") {
  const Model model = ModelOf("input 9x7x3\nconv 4 3\nrelu\nflatten\ndense 4\n");
  const std::vector<float> x = NormalNumbers(189, 3);
  const Shape shape{2, {1, 9, 7}, 3};
  for (const int label : {-1, 2}) {
    const Occlusion got = Occlude(model, shape, x.data(), label, {4, 3}).value();
    if (label >= 0) CHECK(got.label == label);
    CHECK(got.score == Score(model, x, got.label));
    if (label < 0) {
      for (int c = 0; c < 4; ++c) CHECK(Score(model, x, c) <= got.score);
    }
    std::vector<double> means(3, 0.0);
    for (size_t i = 0; i < x.size(); ++i) means[i % 3] += double(x[i]) / 63;
    std::vector<double> sums(63, 0.0);
    std::vector<double> covers(63, 0.0);
    float least = got.score;
    for (const size_t top : {0, 3, 5}) {
      for (const size_t left : {0, 3}) {
        std::vector<float> covered = x;
        for (size_t y = top; y < top + 4; ++y) {
          for (size_t at = left; at < left + 4; ++at) {
            for (size_t c = 0; c < 3; ++c) covered[(y * 7 + at) * 3 + c] = float(means[c]);
          }
        }
        const float score = Score(model, covered, got.label);
        least = std::min(least, score);
        for (size_t y = top; y < top + 4; ++y) {
          for (size_t at = left; at < left + 4; ++at) {
            sums[y * 7 + at] += double(got.score) - double(score);
            covers[y * 7 + at] += 1;
          }
        }
      }
    }
    // The means may differ by a rounding of f32.
    CHECK(got.least == Approx(least).epsilon(1e-5));
    for (size_t i = 0; i < 63; ++i) {
      CHECK(got.falls[i] == Approx(sums[i] / covers[i]).margin(1e-6));
    }
  }
}

TEST_CASE("occlusion of signals, and of places that nothing covers", "[occlusion]") {
  const Model model = ModelOf("input 12x1\nconv 4 3\nrelu\nglobalpool\ndense 2\n");
  const std::vector<float> x = NormalNumbers(12, 3);
  const Occlusion got = Occlude(model, {1, {1, 1, 12}, 1}, x.data(), 0, {1, 4}).value();
  CHECK(got.falls.size() == 12);
  CHECK(got.falls[1] == 0);
  CHECK(got.falls[4] != 0);
}

TEST_CASE("a score falls where what it comes from is covered", "[occlusion]") {
  // Class 1 is the brightness of the upper left corner alone.
  const std::string text = "input 6x6x1\nflatten\ndense 2\n";
  LayerRun run(text);
  std::fill(run.learnt.begin(), run.learnt.end(), 0.0F);
  run.learnt[36] = 4;
  Model model;
  model.classes = {"dark", "bright"};
  const std::vector<float> anything(36, 0.0F);
  model.preprocessing = Preprocessing::Learn("", {anything.data(), 1, 36, 36}).value();
  model.classifier = std::make_unique<NetClassifier>(Trained(run, text));
  std::vector<float> x(36, 0.0F);
  x[0] = 1;
  const Occlusion got = Occlude(model, {2, {1, 6, 6}, 1}, x.data(), -1, {2, 1}).value();
  CHECK(got.label == 1);
  CHECK(got.falls[0] > 0.4);  // from 1 / (1 + exp(-4)) to 1 / (1 + exp(-4 / 36))
  CHECK(got.falls[1] == Approx(got.falls[0] / 2));  // one of two patches over it has the corner
  CHECK(got.falls[2] == 0);
}

}  // namespace
}  // namespace sluice
