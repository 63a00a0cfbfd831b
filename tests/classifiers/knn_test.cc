#include "classifiers/knn.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/golden.h"

namespace sluice {
namespace {

Tensor MakeTensor(int64_t rows, int64_t columns, const std::vector<float>& numbers) {
  Tensor tensor = Tensor::Create({rows, columns}).value();
  std::copy(numbers.begin(), numbers.end(), tensor.data());
  return tensor;
}

// Points on a line, one feature each.
Examples OnALine(const std::vector<float>& places, std::vector<int> labels, int classes) {
  Examples examples;
  examples.features = MakeTensor(int64_t(places.size()), 1, places);
  examples.labels = std::move(labels);
  for (int c = 0; c < classes; ++c) examples.classes.push_back(std::to_string(c));
  return examples;
}

std::unique_ptr<Classifier> Train(const Examples& examples, const KnnOptions& options) {
  auto trained = TrainKnn(examples, options, {});
  INFO(trained.status().message());
  REQUIRE(trained.ok());
  return std::move(trained).value();
}

std::vector<float> ScoresOf(const Classifier& classifier, const Tensor& x) {
  std::vector<float> scores(size_t(x.dim(0) * classifier.classes()));
  const int64_t classes = classifier.classes();
  REQUIRE(classifier.Scores(AsMatrix(x), {scores.data(), x.dim(0), classes, classes}).ok());
  return scores;
}

// The examples and queries of tests/golden/make_knn.py.
Tensor GoldenFeatures(int first, int count) {
  std::vector<float> numbers;
  for (int i = first; i < first + count; ++i) {
    for (int j = 0; j < 11; ++j) {
      const double n = (7 * i * i + 13 * j + 5 * i * j) % 101 + double(i % 100) / 128;
      numbers.push_back(static_cast<float>(n / 128));
    }
  }
  return MakeTensor(count, 11, numbers);
}

TEST_CASE("knn equals scikit-learn", "[knn]") {
  Examples examples;
  examples.features = GoldenFeatures(0, 90);
  for (int i = 0; i < 90; ++i) examples.labels.push_back((i * i + i / 3) % 4);
  examples.classes = {"0", "1", "2", "3"};
  const Tensor queries = GoldenFeatures(200, 20);
  for (const GoldenBlock& block : ReadGolden("knn.txt")) {
    KnnOptions options;
    options.k = 7;
    for (size_t i = 0; i < DistanceNames().size(); ++i) {
      if (DistanceNames()[i] == block.header.at(1)) options.distance = Distance(i);
    }
    if (block.header.size() > 2 && block.header[2] == "distance") {
      options.weights = KnnWeights::kDistance;
    }
    INFO(block.header[0] << " " << block.header[1]);
    const std::unique_ptr<Classifier> knn = Train(examples, options);
    std::vector<int32_t> indices(20 * 7);
    std::vector<float> distances(20 * 7);
    REQUIRE(dynamic_cast<const Knn&>(*knn)
                .Neighbours(AsMatrix(queries), 7, indices.data(), distances.data())
                .ok());
    const std::vector<float> scores = ScoresOf(*knn, queries);
    for (size_t i = 0; i < block.numbers.size(); ++i) {
      INFO("number " << i);
      if (block.header[0] == "indices") REQUIRE(indices[i] == block.numbers[i]);
      // f32 against f64, whose 1 - cos of a multiple comes out as 2e-8.
      if (block.header[0] == "distances") {
        REQUIRE(distances[i] == Approx(block.numbers[i]).epsilon(1e-5).margin(1e-7));
      }
      if (block.header[0] == "votes") {
        REQUIRE(scores[i] == Approx(block.numbers[i]).epsilon(1e-5).margin(1e-7));
      }
    }
  }
}

TEST_CASE("knn: the nearest neighbour decides between equal votes", "[knn]") {
  const Examples examples = OnALine({0, 1, 2, 3, 10}, {2, 1, 1, 2, 0}, 3);
  const std::unique_ptr<Classifier> knn = Train(examples, {.k = 4});
  const std::vector<float> scores = ScoresOf(*knn, MakeTensor(2, 1, {-1, 1.9f}));
  CHECK(BestClass(scores.data(), 3) == 2);
  CHECK(BestClass(scores.data() + 3, 3) == 1);
  CHECK(scores[0] == 0.0f);
  CHECK(scores[1] == 0.5f);
  CHECK(scores[2] == std::nextafter(0.5f, 1.0f));
}

TEST_CASE("knn: votes by distance", "[knn]") {
  const Examples examples = OnALine({1, 3, -3, 20, 30}, {0, 1, 1, 2, 2}, 3);
  KnnOptions options{.k = 3, .weights = KnnWeights::kDistance};
  const std::unique_ptr<Classifier> knn = Train(examples, options);
  // At 0: distances 1, 3, 3, so 1 against 2/3. At 20: a copy, the others don't count.
  const std::vector<float> scores = ScoresOf(*knn, MakeTensor(2, 1, {0, 20}));
  CHECK(scores[0] == Approx(0.6));
  CHECK(scores[1] == Approx(0.4));
  CHECK(std::vector<float>(scores.begin() + 3, scores.end()) == std::vector<float>{0, 0, 1});
}

TEST_CASE("knn: what can't be learnt from", "[knn]") {
  Examples examples = OnALine({1, 2, -3}, {0, 1, 1}, 2);
  CHECK(TrainKnn(examples, {.k = 4}, {}).status().message() ==
        "expected at least k = 4 examples, got 3");
  CHECK(TrainKnn(examples, {.k = 1, .distance = Distance::kChi2}, {}).status().message() ==
        "the chi2 distance expects features of at least 0, got -3.000000 (number 1 of vector 3)");
  examples = OnALine({1, 2, 3}, {0, 1, 1}, 2);
  const auto knn = Train(examples, {.k = 1, .distance = Distance::kChi2});
  std::vector<float> scores(2);
  const Tensor negative = MakeTensor(1, 1, {-1});
  CHECK_FALSE(knn->Scores(AsMatrix(negative), {scores.data(), 1, 2, 2}).ok());
  CHECK_FALSE(TrainKnn(OnALine({1, 2, 3}, {1, 1, 1}, 2), {.k = 1}, {}).ok());
}

TEST_CASE("knn: a saved model gives the same scores", "[knn]") {
  Examples examples;
  examples.features = GoldenFeatures(0, 40);
  for (int i = 0; i < 40; ++i) examples.labels.push_back(i % 3);
  examples.classes = {"a", "b", "c"};
  const Tensor queries = GoldenFeatures(100, 30);
  for (size_t distance = 0; distance < DistanceNames().size(); ++distance) {
    KnnOptions options;
    options.distance = Distance(distance);
    options.weights = KnnWeights::kDistance;
    const std::unique_ptr<Classifier> knn = Train(examples, options);
    ModelFile file;
    REQUIRE(knn->Save(&file).ok());
    file.Set("kind", knn->kind());
    file.SetNames("classes", examples.classes);
    auto loaded = LoadClassifier(file);
    INFO(loaded.status().message());
    REQUIRE(loaded.ok());
    CHECK((*loaded)->dimensions() == 11);
    CHECK((*loaded)->Describe() == knn->Describe());
    CHECK(ScoresOf(**loaded, queries) == ScoresOf(*knn, queries));
  }
}

TEST_CASE("knn: hostile models are refused", "[knn]") {
  const auto model = [] {
    ModelFile file;
    file.Add("examples", MakeTensor(3, 2, {1, 2, 3, 4, 5, 6}));
    file.AddIntegers("labels", {0, 1, 1});
    file.Set("k", "2");
    file.Set("distance", "l2");
    file.Set("weights", "uniform");
    return file;
  };
  REQUIRE(LoadKnn(model(), 2).ok());
  const auto refused = [](const ModelFile& file, int classes = 2) {
    const auto loaded = LoadKnn(file, classes);
    REQUIRE_FALSE(loaded.ok());
    return loaded.status().message();
  };
  CHECK(refused(model(), 1) == "expected labels below 1, got 1 for example 2");
  ModelFile file = model();
  file.AddIntegers("labels", {0, -1, 1});
  CHECK(refused(file) == "expected labels below 2, got -1 for example 2");
  file = model();
  file.AddIntegers("labels", {0, 1});
  refused(file);
  file = model();
  file.AddIntegers("labels", {0, 1, 1, 1});
  refused(file);
  for (const char* k : {"0", "4", "-1", "x", "99999999999999999999"}) {
    file = model();
    file.Set("k", k);
    refused(file);
  }
  file = model();
  file.Set("distance", "l3");
  CHECK(refused(file) == "expected a distance (l1, l2, cosine, chi2), got l3");
  file = model();
  file.Set("weights", "");
  refused(file);
  for (const float bad : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    file = model();
    file.Add("examples", MakeTensor(3, 2, {1, 2, 3, bad, 5, 6}));
    refused(file);
  }
  file = model();
  file.Set("distance", "chi2");
  file.Add("examples", MakeTensor(3, 2, {1, 2, 3, -4, 5, 6}));
  refused(file);
  file = model();
  file.Add("examples", Tensor::Create({3}).value());
  refused(file);
  refused(ModelFile());
}

}  // namespace
}  // namespace sluice
