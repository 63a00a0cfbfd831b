#include "classifiers/forest.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "classifiers/decision_tree.h"
#include "classifiers/feature_bins.h"
#include "lib/parallel.h"
#include "tests/classifiers/small_examples.h"
#include "tests/golden.h"
#include "tests/reference/decision_tree.h"

namespace sluice {
namespace {

std::unique_ptr<Classifier> Train(const Examples& e, const ForestOptions& o) {
  auto model = TrainForest(e, o, {});
  REQUIRE(model.ok());
  return std::move(model).value();
}

ForestOptions OneTree(int depth, int min_leaf) {
  ForestOptions o;
  o.trees = 1;
  o.bootstrap = false;
  o.features = FeatureShare::Parse("100%").value();
  o.max_depth = depth;
  o.min_leaf = min_leaf;
  return o;
}

TEST_CASE("Bins hold every value, or about equally many", "[forest]") {
  const int count = 3000;
  Tensor x = Tensor::Create({count, 4}).value();
  Random random(3);
  for (int r = 0; r < count; ++r) {
    float* row = x.data() + r * 4;
    row[0] = float(r % 256) - 100;                        // as many values as there are bins
    row[1] = random.Normal();                             // more
    row[2] = r % 3 == 0 ? -0.0f : r % 3 == 1 ? 0.0f : 5;  // two: -0 is 0
    row[3] = r % 2 == 0 ? 1 : random.Normal();            // one value that half of all have
  }
  const FeatureBins bins = FeatureBins::Create(AsMatrix(x)).value();
  CHECK(bins.Threshold(0, 0, 1) == -99.5f);
  CHECK(bins.Threshold(2, 0, 1) == 2.5f);
  for (int f = 0; f < 4; ++f) {
    std::vector<int> sizes(256);
    for (int r = 0; r < count; ++r) {
      REQUIRE(bins.Column(f)[r] == bins.Row(r)[f]);
      ++sizes[bins.Column(f)[r]];
    }
    for (int a = 0; a < count; a += 7) {
      for (int b = 0; b < count; b += 11) {
        const float low = x.data()[a * 4 + f];
        const float high = x.data()[b * 4 + f];
        if (f == 0) REQUIRE((low < high) == (bins.Column(f)[a] < bins.Column(f)[b]));
        if (low == high) REQUIRE(bins.Column(f)[a] == bins.Column(f)[b]);
        if (bins.Column(f)[a] < bins.Column(f)[b]) {
          const float t = bins.Threshold(f, bins.Column(f)[a], bins.Column(f)[b]);
          REQUIRE((low <= t && t < high));
        }
      }
    }
    if (f == 1) CHECK(*std::max_element(sizes.begin(), sizes.end()) == 12);  // 3000 / 256, up
    if (f == 3) CHECK(std::count(sizes.begin(), sizes.end(), 0) == 0);
  }
}

TEST_CASE("A threshold separates neighbouring numbers", "[forest]") {
  const float one = 1;
  const float next = std::nextafter(one, 2.0f);
  const float huge = std::numeric_limits<float>::max();
  Tensor x = Tensor::Create({2, 2}).value();
  x.data()[0] = one;
  x.data()[2] = next;
  x.data()[1] = -huge;
  x.data()[3] = huge;
  const FeatureBins bins = FeatureBins::Create(AsMatrix(x)).value();
  CHECK(bins.Threshold(0, 0, 1) == one);
  CHECK(bins.Threshold(1, 0, 1) == 0);
}

TEST_CASE("A tree is what trying every split gives", "[forest]") {
  for (int run = 0; run < 40; ++run) {
    const int count = 5 + run * 7;
    const int dimensions = 1 + run % 5;
    const int classes = 2 + run % 4;
    const Examples e = RandomExamples(count, dimensions, classes, 2 + run % 9, uint64_t(run));
    const int depth = run % 3 == 0 ? 0 : run % 6;
    const int min_leaf = 1 + run % 4;
    std::vector<uint32_t> weights;
    std::vector<reference::PlainExample> plain;
    for (int r = 0; r < count; ++r) {
      weights.push_back(uint32_t(r * 5 % 4));
      const float* row = e.matrix().row(r);
      if (weights.back() > 0) {
        plain.push_back({{row, row + dimensions}, e.labels[size_t(r)], int(weights.back())});
      }
    }
    const auto expected =
        reference::GrowPlainTree(plain, classes, depth == 0 ? 1000 : depth, min_leaf);
    TreeOptions options;
    options.max_depth = depth;
    options.min_leaf = uint32_t(min_leaf);
    Random random(0);
    const FeatureBins bins = FeatureBins::Create(e.matrix()).value();
    const DecisionTree tree = GrowTree(bins, e.labels, classes, weights, options, &random);
    INFO("run " << run);
    CHECK(int(tree.nodes.size() + 1) == 2 * expected->Leaves());
    if (depth > 0) CHECK(tree.depth <= depth);
    for (int q = 0; q < 200; ++q) {
      std::vector<float> x(static_cast<size_t>(dimensions));
      for (float& v : x) v = float(random.Uniform(-1, 12));
      const TreeNode* node = tree.nodes.data();
      while (node->feature != TreeNode::kLeaf) {
        node = &tree.nodes[size_t(node->child) + (x[size_t(node->feature)] > node->threshold)];
      }
      const std::vector<double>& shares = expected->At(x);
      for (int c = 0; c < classes; ++c) {
        const int row = node->child - classes;
        const float share =
            row < 0 ? float(node->child == c) : tree.shares[size_t(row * classes + c)];
        REQUIRE(share == float(shares[size_t(c)]));
      }
    }
  }
}

TEST_CASE("Trees equal scikit-learn's", "[forest]") {
  const Examples all = GoldenExamples(200);
  const Examples train = GoldenExamples(160);
  int trees = 0;
  for (const GoldenBlock& block : ReadGolden("trees.txt")) {
    if (block.header[0] != "tree") continue;
    ++trees;
    const auto model = Train(train, OneTree(int(block.parameter(1)), int(block.parameter(2))));
    const std::vector<float> scores = ScoresOf(*model, all.matrix().Rows(140, 200));
    REQUIRE(scores.size() == block.numbers.size());
    for (size_t i = 0; i < scores.size(); ++i) {
      REQUIRE(scores[i] == Approx(block.numbers[i]).margin(1e-6));  // f32 against 9 digits
    }
  }
  CHECK(trees >= 5);
}

TEST_CASE("A forest's bytes do not depend on threads", "[forest]") {
  const Examples e = RandomExamples(700, 20, 3, 50, 1);
  const Examples wide = RandomExamples(2000, 200, 3, 50, 1);
  ForestOptions many;
  many.trees = 12;
  std::vector<ModelFile> files;
  std::vector<std::vector<float>> scores;
  for (const int threads : {1, 2, 5}) {
    SetThreads(threads);
    files.push_back(SavedModel(*Train(e, many), e.classes));
    files.push_back(SavedModel(*Train(wide, OneTree(6, 1)), e.classes));
    scores.push_back(ScoresOf(*Train(e, many), e.matrix()));
  }
  SetThreads(0);
  for (size_t i = 2; i < files.size(); ++i) {
    for (const char* name : {"tree_roots", "node_features", "node_children"}) {
      CHECK(*files[i].Integers(name, -1).value() == *files[i % 2].Integers(name, -1).value());
    }
    const Tensor& a = *files[i].Floats("node_thresholds", {-1}).value();
    const Tensor& b = *files[i % 2].Floats("node_thresholds", {-1}).value();
    REQUIRE(a.size() == b.size());
    CHECK(std::equal(a.data(), a.data() + a.size(), b.data()));
    CHECK(files[i].metadata() == files[i % 2].metadata());
  }
  CHECK(scores[0] == scores[1]);
  CHECK(scores[0] == scores[2]);
}

TEST_CASE("A forest learns, and seeds differ", "[forest]") {
  // Random labels but for feature 3, which gives them away.
  Examples e = RandomExamples(600, 10, 3, 40, 5);
  for (int r = 0; r < 600; ++r) {
    e.labels[size_t(r)] = int(e.features.data()[r * 10 + 3]) / 14;
  }
  ForestOptions o;
  o.trees = 50;
  o.features = FeatureShare::Parse("5").value();
  const auto model = Train(e, o);
  Examples fresh = RandomExamples(300, 10, 3, 40, 6);
  const std::vector<float> scores = ScoresOf(*model, fresh.matrix());
  int right = 0;
  for (int r = 0; r < 300; ++r) {
    float sum = 0;
    for (int c = 0; c < 3; ++c) sum += scores[size_t(r * 3 + c)];
    CHECK(sum == Approx(1).epsilon(1e-5));  // 50 additions of f32
    right += BestClass(&scores[size_t(r * 3)], 3) == int(fresh.features.data()[r * 10 + 3]) / 14;
  }
  CHECK(right >= 285);
  REQUIRE(model->Describe().size() == 3);
  CHECK_THAT(model->Describe()[2],
             Catch::Matches("out-of-bag accuracy: (9.|100).* of 600 examples"));
  o.seed = 1;
  CHECK(ScoresOf(*Train(e, o), fresh.matrix()) != scores);
}

TEST_CASE("Out-of-bag accuracy is not that of examples seen", "[forest]") {
  const Examples e = RandomExamples(600, 10, 2, 40, 7);  // labels mean nothing
  const auto model = Train(e, {});
  const std::vector<float> scores = ScoresOf(*model, e.matrix());
  int right = 0;
  for (int r = 0; r < 600; ++r) {
    right += BestClass(&scores[size_t(r * 2)], 2) == e.labels[size_t(r)] ? 1 : 0;
  }
  CHECK(right > 590);
  const double accuracy = std::stod(model->Describe()[2].substr(21));
  CHECK(accuracy == Approx(50).margin(8));  // 4 standard deviations of 600 throws
}

TEST_CASE("Constant features and equal vectors of several classes make leaves", "[forest]") {
  Examples e;
  e.features = Tensor::Create({6, 2}).value();
  std::fill_n(e.features.data(), 12, 7.0f);
  e.labels = {0, 1, 1, 0, 1, 1};
  e.classes = {"a", "b"};
  const float x[] = {7, 7};
  const std::vector<float> scores = ScoresOf(*Train(e, OneTree(0, 1)), {x, 1, 2, 2});
  CHECK(scores[0] == 2.0f / 6);
  CHECK(scores[1] == 4.0f / 6);
  // A forest of them still works: all features are tried in vain.
  CHECK(ScoresOf(*Train(e, {}), {x, 1, 2, 2})[1] > 0.5f);
  // One feature that varies is found among constant ones.
  for (int r = 0; r < 6; ++r) e.features.data()[r * 2 + 1] = float(e.labels[size_t(r)]);
  ForestOptions o = OneTree(0, 1);
  o.features = FeatureShare::Parse("1").value();
  for (o.seed = 0; o.seed < 8; ++o.seed) {
    CHECK(ScoresOf(*Train(e, o), e.matrix())[0] == 1);
  }
}

TEST_CASE("XOR needs a split that gains nothing", "[forest]") {
  Examples e;
  e.features = Tensor::Create({4, 2}).value();
  std::copy_n(std::vector<float>{0, 0, 0, 1, 1, 0, 1, 1}.data(), 8, e.features.data());
  e.labels = {0, 1, 1, 0};
  e.classes = {"even", "odd"};
  CHECK(ScoresOf(*Train(e, OneTree(0, 1)), e.matrix()) ==
        std::vector<float>{1, 0, 0, 1, 0, 1, 1, 0});
}

TEST_CASE("How many features a node tries", "[forest]") {
  CHECK(FeatureShare::Parse("sqrt").value().Of(784) == 28);
  CHECK(FeatureShare::Parse("sqrt").value().Of(2) == 1);
  CHECK(FeatureShare::Parse("12").value().Of(784) == 12);
  CHECK(FeatureShare::Parse("12").value().Of(5) == 5);
  CHECK(FeatureShare::Parse("30%").value().Of(10) == 3);
  CHECK(FeatureShare::Parse("0.1%").value().Of(10) == 1);
  for (const char* text : {"", "%", "0", "-3", "1.5", "101%", "nan", "inf", "4x", "sqrt%"}) {
    INFO(text);
    CHECK_FALSE(FeatureShare::Parse(text).ok());
  }
}

TEST_CASE("A forest is kept, and hostile models are refused", "[forest]") {
  const Examples e = RandomExamples(100, 4, 3, 9, 2);
  ForestOptions o;
  o.trees = 5;
  o.max_depth = 4;
  const auto model = Train(e, o);
  const ModelFile file = SavedModel(*model, e.classes);
  const auto loaded = LoadClassifier(file);
  REQUIRE(loaded.ok());
  CHECK(ScoresOf(**loaded, e.matrix()) == ScoresOf(*model, e.matrix()));
  CHECK((*loaded)->Describe() == model->Describe());

  using Integers = std::vector<int32_t>;
  const auto refuses = [&](const char* name, const std::function<void(Integers*)>& spoil) {
    ModelFile bad = SavedModel(*model, e.classes);
    Integers values = *bad.Integers(name, -1).value();
    spoil(&values);
    bad.AddIntegers(name, values);
    const auto result = LoadClassifier(bad);
    INFO(name << " " << (result.ok() ? "was taken" : result.status().message()));
    CHECK_FALSE(result.ok());
  };
  const int32_t nodes = int32_t(file.Integers("node_children", -1).value()->size());
  refuses("node_children", [](Integers* v) { (*v)[0] = 0; });  // a cycle
  refuses("node_children", [](Integers* v) { (*v)[0] = -5; });
  refuses("node_children", [&](Integers* v) { (*v)[0] = nodes - 1; });  // its sibling is missing
  refuses("node_children", [](Integers* v) { v->pop_back(); });
  refuses("node_children", [](Integers* v) { v->back() = 1 << 30; });  // a leaf's row
  refuses("node_children", [](Integers* v) { v->back() = -1; });
  refuses("node_features", [](Integers* v) { (*v)[0] = 4; });
  refuses("node_features", [](Integers* v) { (*v)[0] = -2; });
  refuses("node_features", [](Integers* v) { v->back() = 0; });  // the last node has no children
  refuses("tree_roots", [](Integers* v) { v->clear(); });
  refuses("tree_roots", [](Integers* v) { (*v)[0] = 1; });
  refuses("tree_roots", [](Integers* v) { std::swap((*v)[1], (*v)[2]); });
  refuses("tree_roots", [&](Integers* v) { v->back() = nodes; });
  refuses("tree_roots", [&](Integers* v) { (*v)[1] = 2; });  // between a parent and its child
  for (const char* name : {"node_thresholds", "leaf_values"}) {
    ModelFile bad = SavedModel(*model, e.classes);
    const std::vector<int64_t> any = {-1, -1};
    const std::vector<int64_t> shape =
        bad.Floats(name, std::string(name) == "leaf_values" ? any : std::vector<int64_t>{-1})
            .value()
            ->shape();
    Tensor tensor = Tensor::Create(shape).value();
    std::fill_n(tensor.data(), tensor.size(), std::numeric_limits<float>::quiet_NaN());
    bad.Add(name, std::move(tensor));
    CHECK_FALSE(LoadClassifier(bad).ok());
  }
  ModelFile bad = SavedModel(*model, e.classes);
  bad.Set("tree_features", "0");
  CHECK_FALSE(LoadClassifier(bad).ok());
}

}  // namespace
}  // namespace sluice
