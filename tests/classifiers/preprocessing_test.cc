#include "classifiers/preprocessing.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/classifiers/small_examples.h"
#include "tests/golden.h"

namespace sluice {
namespace {

// Rows along (1, 2, ...) with a little noise: one direction holds most of the variance.
Tensor Cloud(int64_t rows, int64_t columns, uint64_t seed) {
  Result<Tensor> made = Tensor::Create({rows, columns});
  REQUIRE(made.ok());
  for (int64_t r = 0; r < rows; ++r) {
    const auto bits = Philox({uint32_t(r), 0, 0, 0}, {uint32_t(seed), 1});
    const double along = double(bits[0]) / 4294967296.0 - 0.5;
    for (int64_t d = 0; d < columns; ++d) {
      const auto noise = Philox({uint32_t(r), uint32_t(d), 1, 0}, {uint32_t(seed), 1});
      AsMatrix(*made).row(r)[d] = float(3 + along * double(d + 1) * 10 +
                                        (double(noise[0]) / 4294967296.0 - 0.5) * (d + 1) * 0.1);
    }
  }
  return std::move(*made);
}

Tensor Prepared(const std::string& steps, const Tensor& x) {
  const Result<Preprocessing> learnt = Preprocessing::Learn(steps, AsMatrix(x));
  REQUIRE(learnt.ok());
  Result<Tensor> out = learnt->Apply(AsMatrix(x));
  REQUIRE(out.ok());
  return std::move(*out);
}

double Mean(const Tensor& x, int64_t d) {
  double sum = 0;
  for (int64_t r = 0; r < x.dim(0); ++r) sum += AsMatrix(x).row(r)[d];
  return sum / double(x.dim(0));
}

double Covariance(const Tensor& x, int64_t i, int64_t j) {
  double sum = 0;
  for (int64_t r = 0; r < x.dim(0); ++r) {
    sum += (AsMatrix(x).row(r)[i] - Mean(x, i)) * (AsMatrix(x).row(r)[j] - Mean(x, j));
  }
  return sum / double(x.dim(0));
}

TEST_CASE("Preprocessing equals scikit-learn's", "[preprocessing]") {
  const Examples e = GoldenExamples(200);
  for (const GoldenBlock& block : ReadGolden("preprocessing.txt")) {
    const std::string& steps = block.header.at(1);
    INFO(steps);
    const auto columns = int64_t(block.parameter(2));
    const auto learnt = std::move(Preprocessing::Learn(steps, e.matrix().Rows(0, 160))).value();
    REQUIRE(learnt.outputs() == columns);
    const Tensor got = learnt.Apply(e.matrix().Rows(160, 200)).value();
    for (int64_t d = 0; d < columns; ++d) {
      // An axis may point either way.
      const bool axis = steps.find("pca") != std::string::npos;
      const bool turned = axis && got.data()[d] * block.numbers[size_t(d)] < 0;
      for (int64_t r = 0; r < 40; ++r) {
        const double expected = block.numbers[size_t(r * columns + d)];
        // What is learnt is kept as f32, and white numbers divide by deviations down to 0.2.
        REQUIRE(double(got.data()[r * columns + d]) ==
                Approx(turned ? -expected : expected).margin(3e-6));
      }
    }
  }
}

TEST_CASE("Standardised numbers have mean 0 and deviation 1", "[preprocessing]") {
  const Tensor out = Prepared("standardize", Cloud(200, 5, 1));
  for (int64_t d = 0; d < 5; ++d) {
    CHECK(std::abs(Mean(out, d)) < 1e-5);
    CHECK(Covariance(out, d, d) == Approx(1).margin(1e-5));
  }
}

TEST_CASE("Numbers between least and greatest come to 0..1; constants stay", "[preprocessing]") {
  Tensor x = Cloud(50, 3, 2);
  for (int64_t r = 0; r < 50; ++r) AsMatrix(x).row(r)[1] = 7;
  const Tensor out = Prepared("minmax", x);
  float least = 1;
  float greatest = 0;
  for (int64_t r = 0; r < 50; ++r) {
    least = std::min(least, AsMatrix(out).row(r)[0]);
    greatest = std::max(greatest, AsMatrix(out).row(r)[0]);
    CHECK(AsMatrix(out).row(r)[1] == 0);
  }
  CHECK(least == 0);
  CHECK(greatest == Approx(1));
}

TEST_CASE("Principal axes: uncorrelated, greatest variance first", "[preprocessing]") {
  // As many rows as dimensions and fewer: by covariances and by inner products.
  for (const int64_t rows : {300, 12}) {
    CAPTURE(rows);
    const Tensor x = Cloud(rows, 20, 3);
    const Tensor out = Prepared("pca:5", x);
    REQUIRE(out.dim(1) == 5);
    for (int64_t i = 0; i < 5; ++i) {
      CHECK(std::abs(Mean(out, i)) < 1e-3);
      for (int64_t j = 0; j < i; ++j) {
        CHECK(Covariance(out, j, j) >= Covariance(out, i, i));
        // Rounding of f32 against the greatest variance.
        CHECK(std::abs(Covariance(out, i, j)) < 1e-5 * Covariance(out, 0, 0));
      }
    }
    // The cloud is a line: nearly all variance along it.
    double total = 0;
    for (int64_t d = 0; d < 20; ++d) total += Covariance(x, d, d);
    CHECK(Covariance(out, 0, 0) / total > 0.99);
    CHECK(Prepared("pca:90%", x).dim(1) == 1);
  }
}

TEST_CASE("Axes from covariances and from inner products are the same", "[preprocessing]") {
  const Tensor x = Cloud(20, 20, 4);  // by covariances
  Result<Tensor> wide = Tensor::Create({20, 21});
  REQUIRE(wide.ok());
  for (int64_t r = 0; r < 20; ++r) {  // a constant number more: by inner products
    std::copy_n(AsMatrix(x).row(r), 20, AsMatrix(*wide).row(r));
    AsMatrix(*wide).row(r)[20] = 1;
  }
  const Tensor a = Prepared("pca:3", x);
  const Tensor b = Prepared("pca:3", *wide);
  for (int64_t r = 0; r < 20; ++r) {
    for (int64_t i = 0; i < 3; ++i) {
      CHECK(AsMatrix(a).row(r)[i] == Approx(AsMatrix(b).row(r)[i]).margin(2e-3));
    }
  }
}

TEST_CASE("Whitened numbers are uncorrelated with deviation 1", "[preprocessing]") {
  for (const char* const steps : {"pca-whiten:1", "mean,pca-whiten:1"}) {
    const Tensor out = Prepared(steps, Cloud(400, 6, 5));
    REQUIRE(out.dim(1) == 1);
    CHECK(Covariance(out, 0, 0) == Approx(1).epsilon(0.01));
  }
  const Tensor zca = Prepared("zca", Cloud(400, 6, 5));
  REQUIRE(zca.dim(1) == 6);
  // Turned back: the first number still goes up with the input's.
  CHECK(Covariance(zca, 0, 0) < 1.01);
}

TEST_CASE("Unit length and roots", "[preprocessing]") {
  Result<Tensor> x = Tensor::Create({2, 2});
  REQUIRE(x.ok());
  const float values[] = {3, -4, 0, 0};
  std::copy_n(values, 4, x->data());
  const Tensor unit = Prepared("l2", *x);
  CHECK(unit.data()[0] == Approx(0.6F));
  CHECK(unit.data()[1] == Approx(-0.8F));
  CHECK(unit.data()[2] == 0);
  const Tensor root = Prepared("root", *x);
  CHECK(root.data()[0] == Approx(std::sqrt(3.0F)));
  CHECK(root.data()[1] == -2);
}

TEST_CASE("Preprocessing is learnt once and kept in the model", "[preprocessing]") {
  const Tensor x = Cloud(100, 8, 6);
  const Tensor other = Cloud(10, 8, 7);
  const Result<Preprocessing> learnt = Preprocessing::Learn("standardize,pca:3,l2", AsMatrix(x));
  REQUIRE(learnt.ok());
  ModelFile file;
  REQUIRE(learnt->Save(&file).ok());
  const Result<Preprocessing> loaded = Preprocessing::Load(file);
  REQUIRE(loaded.ok());
  CHECK(loaded->inputs() == 8);
  CHECK(loaded->outputs() == 3);
  const Result<Tensor> a = learnt->Apply(AsMatrix(other));
  const Result<Tensor> b = loaded->Apply(AsMatrix(other));
  REQUIRE((a.ok() && b.ok()));
  CHECK(std::equal(a->data(), a->data() + a->size(), b->data()));
}

TEST_CASE("What a linear model weighs can be told of the input's numbers", "[preprocessing]") {
  const Tensor x = Cloud(60, 6, 10);
  const Result<Preprocessing> learnt = Preprocessing::Learn("standardize,pca:4", AsMatrix(x));
  REQUIRE(learnt.ok());
  const Tensor prepared = Prepared("standardize,pca:4", x);
  const float weights[] = {1, -2, 0.5F, 3};
  const Result<Tensor> on_inputs = learnt->WeightsOnInputs({weights, 1, 4, 4});
  REQUIRE(on_inputs.ok());
  REQUIRE(on_inputs->dim(1) == 6);
  // Differences of weighted sums are the same before and after.
  const auto sum = [](const float* w, const float* v, int n) {
    double total = 0;
    for (int i = 0; i < n; ++i) total += double(w[i]) * v[i];
    return total;
  };
  for (int64_t r = 1; r < 60; ++r) {
    const double before = sum(on_inputs->data(), AsMatrix(x).row(r), 6) -
                          sum(on_inputs->data(), AsMatrix(x).row(0), 6);
    const double after =
        sum(weights, AsMatrix(prepared).row(r), 4) - sum(weights, AsMatrix(prepared).row(0), 4);
    CHECK(before == Approx(after).margin(1e-3));
  }
  CHECK_FALSE(Preprocessing::Learn("l2", AsMatrix(x))->WeightsOnInputs(AsMatrix(x)).ok());
}

TEST_CASE("Prepared vectors are turned back", "[preprocessing]") {
  const Tensor x = Cloud(60, 6, 11);
  for (const char* const steps : {"", "standardize", "minmax,pca", "mean,pca:6"}) {
    CAPTURE(steps);
    const Result<Preprocessing> learnt = Preprocessing::Learn(steps, AsMatrix(x));
    REQUIRE(learnt.ok());
    const Tensor prepared = Prepared(steps, x);
    const Result<Tensor> back = learnt->Restore(AsMatrix(prepared));
    REQUIRE(back.ok());
    for (int64_t i = 0; i < x.size(); ++i) {
      CHECK(back->data()[i] == Approx(x.data()[i]).margin(1e-3));
    }
  }
  for (const char* const steps : {"l2", "root", "zca", "pca-whiten"}) {
    CHECK_FALSE(Preprocessing::Learn(steps, AsMatrix(x))->Restore(AsMatrix(x)).ok());
  }
}

TEST_CASE("Preprocessing is the same for any number of threads", "[preprocessing]") {
  const Tensor x = Cloud(700, 300, 8);
  SetThreads(1);
  const Tensor one = Prepared("standardize,pca:10", x);
  SetThreads(3);
  const Tensor three = Prepared("standardize,pca:10", x);
  SetThreads(0);
  CHECK(std::equal(one.data(), one.data() + one.size(), three.data()));
}

TEST_CASE("Wrong steps and broken models are refused", "[preprocessing]") {
  for (const char* const bad :
       {"pca:0", "pca:1.5", "pca:101%", "whiten", "mean:3", "pca:", "l2:1", "mean,,l2", "pca:3x"}) {
    CAPTURE(bad);
    CHECK_FALSE(Preprocessing::Check(bad).ok());
  }
  CHECK(Preprocessing::Check("").ok());
  const Tensor x = Cloud(20, 4, 9);
  const Result<Preprocessing> learnt = Preprocessing::Learn("standardize,pca:2", AsMatrix(x));
  REQUIRE(learnt.ok());
  ModelFile file;
  REQUIRE(learnt->Save(&file).ok());
  file.Set("dimensions", "5");
  CHECK_FALSE(Preprocessing::Load(file).ok());
  file.Set("dimensions", "4");
  Result<Tensor> nan = Tensor::Create({4});
  REQUIRE(nan.ok());
  std::fill_n(nan->data(), 4, std::nanf(""));
  file.Add("preprocess.0.scale", std::move(*nan));
  CHECK_FALSE(Preprocessing::Load(file).ok());
}

}  // namespace
}  // namespace sluice
