#include "classifiers/kernel_svm.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "classifiers/kernel_svm_model.h"
#include "classifiers/linear.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"
#include "tests/reference/kernel_svm.h"

namespace sluice {
namespace {

using reference::DualProblem;

// The formula of tests/golden/make_kernel_svm.py.
Examples GoldenExamples(int first, int count) {
  Examples e;
  e.features = Tensor::Create({count, 5}).value();
  for (int i = 0; i < count; ++i) {
    const int r = first + i;
    e.labels.push_back(r % 4);
    for (int k = 0; k < 5; ++k) {
      const double value = (r * (7 + 3 * k) + k * k) % 101 / 101.0 + (k == r % 4 ? 0.4 : 0);
      e.features.data()[i * 5 + k] = static_cast<float>(value);
    }
  }
  e.classes = {"0", "1", "2", "3"};
  return e;
}

// Overlapping clouds with `classes` centres in [0, 1]^dimensions.
Examples Clouds(int count, int dimensions, int classes, float spread, uint64_t seed = 0) {
  Random random(seed, 1);
  std::vector<float> centres(size_t(classes * dimensions));
  for (float& c : centres) c = static_cast<float>(random.Uniform());
  Examples e;
  e.features = Tensor::Create({count, dimensions}).value();
  for (int r = 0; r < count; ++r) {
    e.labels.push_back(r * 7 % classes);
    for (int k = 0; k < dimensions; ++k) {
      const float centre = centres[size_t(e.labels.back() * dimensions + k)];
      e.features.data()[r * dimensions + k] = std::max(0.0f, centre + spread * random.Normal());
    }
  }
  for (int c = 0; c < classes; ++c) e.classes.push_back("class " + std::to_string(c));
  return e;
}

std::unique_ptr<Classifier> Train(const Examples& e, const KernelSvmOptions& o) {
  auto trained = TrainKernelSvm(e, o, {});
  INFO(trained.status().message());
  REQUIRE(trained.ok());
  return std::move(trained).value();
}

const KernelSvm& AsSvm(const std::unique_ptr<Classifier>& model) {
  return static_cast<const KernelSvm&>(*model);
}

std::vector<int> Predict(const Classifier& model, const Examples& e) {
  std::vector<float> scores(size_t(e.count() * model.classes()));
  const Matrix out{scores.data(), e.count(), model.classes(), model.classes()};
  REQUIRE(model.Scores(e.matrix(), out).ok());
  std::vector<int> answers;
  for (int64_t r = 0; r < e.count(); ++r) answers.push_back(BestClass(out.row(r), model.classes()));
  return answers;
}

double Accuracy(const Classifier& model, const Examples& e) {
  const std::vector<int> answers = Predict(model, e);
  int right = 0;
  for (size_t r = 0; r < answers.size(); ++r) right += answers[r] == e.labels[r];
  return right / double(answers.size());
}

std::string Bytes(const Classifier& model) {
  ModelFile file;
  file.Set("kind", model.kind());
  REQUIRE(model.Save(&file).ok());
  const auto path =
      (std::filesystem::temp_directory_path() / ("kernel_svm_" + std::to_string(getpid())))
          .string();
  REQUIRE(file.Save(path).ok());
  std::ifstream in(path, std::ios::binary);
  std::string bytes(std::istreambuf_iterator<char>(in), {});
  std::filesystem::remove(path);
  return bytes;
}

std::string NoteOf(const Classifier& model, const std::string& key) {
  for (const auto& [name, value] : static_cast<const KernelSvm&>(model).parts().notes) {
    if (name == key) return value;
  }
  return "";
}

// The dual problem of classes a and b, and the alphas that the model has for it: support vectors
// are found again among the examples by their numbers.
struct PairSolution {
  DualProblem problem;
  std::vector<double> alpha;
};
PairSolution SolutionOf(const KernelSvm& model, const Examples& e, int a, int b, double c) {
  PairSolution s;
  s.problem.c = c;
  std::vector<const float*> rows;
  const KernelSvmParts& p = model.parts();
  const auto n = size_t(e.dimensions());
  std::vector<bool> taken(size_t(p.vectors.dim(0)), false);
  for (int64_t r = 0; r < e.count(); ++r) {
    const int label = e.labels[size_t(r)];
    if (label != a && label != b) continue;
    rows.push_back(e.matrix().row(r));
    s.problem.y.push_back(label == a ? 1 : -1);
    int64_t first = 0;
    for (int k = 0; k < label; ++k) first += p.counts[size_t(k)];
    double alpha = 0;
    for (int64_t v = first; v < first + p.counts[size_t(label)]; ++v) {
      if (taken[size_t(v)] ||
          std::memcmp(AsMatrix(p.vectors).row(v), rows.back(), n * sizeof(float)) != 0) {
        continue;
      }
      taken[size_t(v)] = true;
      alpha = double(AsMatrix(p.coefficients).row(v)[label == a ? b - 1 : a]) * s.problem.y.back();
      break;
    }
    s.alpha.push_back(alpha);
  }
  for (const float* x : rows) {
    s.problem.k.emplace_back();
    for (const float* z : rows) s.problem.k.back().push_back(reference::Kernel(p.kernel, x, z, n));
  }
  return s;
}

KernelKind KindNamed(const std::string& name) {
  for (size_t i = 0; i < KernelNames().size(); ++i) {
    if (KernelNames()[i] == name) return KernelKind(i);
  }
  FAIL("no kernel " << name);
  return KernelKind::kLinear;
}

TEST_CASE("decisions and votes equal those of scikit-learn", "[kernel_svm]") {
  const Examples train = GoldenExamples(0, 120);
  const Examples test = GoldenExamples(120, 40);
  const std::vector<GoldenBlock> blocks = ReadGolden("kernel_svm.txt");
  ForEachTarget([&] {
    for (const GoldenBlock& block : blocks) {
      INFO(block.header[0] << " c=" << block.header[1]);
      KernelSvmOptions o;
      o.kernel = KindNamed(block.header[0]);
      o.c = block.parameter(1);
      o.gamma = block.parameter(2);
      o.coef0 = block.parameter(3);
      o.degree = int(block.parameter(4));
      o.tolerance = 1e-5;
      const auto model = Train(train, o);
      const KernelSvm& svm = AsSvm(model);
      const double* expected = block.numbers.data();
      // Kernel values are f32: 1e-6 of a sum of up to hundreds of alphas of c.
      CHECK(std::stod(NoteOf(*model, "objective")) == Approx(*expected++).epsilon(1e-5));
      // Vectors whose alpha is nearly 0 come and go with the tolerance.
      for (int c = 0; c < 4; ++c) {
        CHECK(svm.parts().counts[size_t(c)] == Approx(*expected++).margin(1));
      }
      for (const float bias : svm.parts().bias) CHECK(bias == Approx(*expected++).margin(1e-3));
      std::vector<float> decisions(40 * 6);
      REQUIRE(svm.Decisions(test.matrix(), {decisions.data(), 40, 6, 6}).ok());
      const std::vector<int> answers = Predict(*model, test);
      for (size_t r = 0; r < 40; ++r) {
        INFO("example " << r);
        for (size_t p = 0; p < 6; ++p)
          CHECK(decisions[r * 6 + p] == Approx(*expected++).margin(2e-3));
        CHECK(answers[r] == *expected++);
      }
    }
  });
}

TEST_CASE("values of kernels in blocks", "[kernel_svm]") {
  const Examples e = Clouds(70, 19, 2, 0.3f);
  const ConstMatrix x = e.matrix();
  for (const KernelKind kind :
       {KernelKind::kLinear, KernelKind::kRbf, KernelKind::kPoly, KernelKind::kChi2}) {
    const KernelFunction kernel = {kind, 0.7, 0.5, 4};
    INFO(KernelNames()[size_t(kind)]);
    ForEachTarget([&] {
      const KernelRows rows =
          KernelRows::Create(x, {}, kernel, KernelRows::Centre(x, kernel)).value();
      std::vector<float> all(70 * 70);
      SymmetricKernel(kernel, rows.operand(), {all.data(), 70, 70, 70});
      std::vector<float> part(5 * 9);
      KernelBlock(kernel, rows.operand().Rows(60, 65), rows.operand().Rows(3, 12),
                  {part.data(), 5, 9, 9});
      int different = 0;
      for (size_t i = 0; i < 70; ++i) {
        for (size_t j = 0; j < 70; ++j) {
          // Sums of 19 numbers of up to 4 in f32, to the fourth power.
          const double expected =
              reference::Kernel(kernel, x.row(int64_t(i)), x.row(int64_t(j)), 19);
          CHECK(all[i * 70 + j] == Approx(expected).epsilon(1e-5).margin(1e-6));
          different += all[i * 70 + j] != all[j * 70 + i];
          if (i >= 60 && i < 65 && j >= 3 && j < 12) {
            different += all[i * 70 + j] != part[(i - 60) * 9 + j - 3];
          }
        }
      }
      CHECK(different == 0);
    });
  }
}

TEST_CASE("solutions fulfil the optimality conditions", "[kernel_svm]") {
  const Examples e = Clouds(240, 6, 3, 0.25f);
  for (const KernelKind kind :
       {KernelKind::kLinear, KernelKind::kRbf, KernelKind::kPoly, KernelKind::kChi2}) {
    for (const double c : {0.1, 1.0, 50.0}) {
      for (const bool shrinking : {true, false}) {
        KernelSvmOptions o;
        o.kernel = kind;
        o.c = c;
        o.coef0 = 1;
        o.shrinking = shrinking;
        const auto model = Train(e, o);
        double objective = 0;
        for (int a = 0; a < 3; ++a) {
          for (int b = a + 1; b < 3; ++b) {
            INFO(KernelNames()[size_t(kind)] << " c=" << c << " pair " << a << b);
            const PairSolution s = SolutionOf(AsSvm(model), e, a, b, c);
            double sum = 0;
            for (size_t i = 0; i < s.alpha.size(); ++i) {
              CHECK(s.alpha[i] >= 0);
              CHECK(s.alpha[i] <= c * (1 + 1e-6));
              sum += s.alpha[i] * s.problem.y[i];
            }
            CHECK(std::abs(sum) < 1e-5 * c * double(s.alpha.size()));
            // The tolerance, and kernel values in f32, each up to 1e-6 of the greatest wrong.
            double greatest = 0;
            double alphas = 0;
            for (size_t i = 0; i < s.alpha.size(); ++i) {
              greatest = std::max(greatest, s.problem.k[i][i]);
              alphas += s.alpha[i];
            }
            CHECK(s.problem.Violation(s.alpha) < o.tolerance + 1e-6 * greatest * alphas);
            objective += s.problem.Objective(s.alpha);
          }
        }
        CHECK(std::stod(NoteOf(*model, "objective")) == Approx(objective).epsilon(1e-4));
      }
    }
  }
}

TEST_CASE("no small problem has a better solution on a fine grid", "[kernel_svm]") {
  // Two examples a class: with sum y a = 0 three alphas are free.
  Examples e;
  e.features = Tensor::Create({4, 2}).value();
  const float points[] = {0, 0, 1, 0.2f, 0.3f, 0.1f, 1, 1};
  std::copy(std::begin(points), std::end(points), e.features.data());
  e.labels = {0, 0, 1, 1};
  e.classes = {"a", "b"};
  KernelSvmOptions o;
  o.gamma = 1.5;
  o.c = 2;
  const auto model = Train(e, o);
  const PairSolution s = SolutionOf(AsSvm(model), e, 0, 1, o.c);
  const double objective = s.problem.Objective(s.alpha);
  double best = 0;
  constexpr int kSteps = 40;
  for (int i = 0; i <= kSteps; ++i) {
    for (int j = 0; j <= kSteps; ++j) {
      for (int k = 0; k <= kSteps; ++k) {
        const double step = o.c / kSteps;
        const double last = i * step + j * step - k * step;
        if (last < 0 || last > o.c) continue;
        best = std::min(best, s.problem.Objective({i * step, j * step, k * step, last}));
      }
    }
  }
  CHECK(objective <= best + 1e-4);
  // On the grid's points next to the solution the objective is at most this much higher.
  CHECK(objective >= best - 0.02);
}

TEST_CASE("L18: XOR needs a kernel", "[kernel_svm]") {
  Examples e;
  e.features = Tensor::Create({4, 2}).value();
  const float corners[] = {0, 0, 0, 1, 1, 0, 1, 1};
  std::copy(std::begin(corners), std::end(corners), e.features.data());
  e.labels = {0, 1, 1, 0};
  e.classes = {"even", "odd"};
  KernelSvmOptions o;
  o.c = 100;
  CHECK(Accuracy(*Train(e, o), e) == 1.0);
  o.kernel = KernelKind::kPoly;
  o.degree = 2;
  o.coef0 = 1;
  CHECK(Accuracy(*Train(e, o), e) == 1.0);
  o.kernel = KernelKind::kLinear;
  CHECK(Accuracy(*Train(e, o), e) <= 0.75);
}

TEST_CASE("a circle within a circle", "[kernel_svm]") {
  Examples e;
  e.features = Tensor::Create({200, 2}).value();
  for (int r = 0; r < 200; ++r) {
    const double angle = r * 2 * std::numbers::pi / 200;
    const double radius = r % 2 == 0 ? 1 : 2;
    e.features.data()[2 * r] = static_cast<float>(radius * std::cos(angle));
    e.features.data()[2 * r + 1] = static_cast<float>(radius * std::sin(angle));
    e.labels.push_back(r % 2);
  }
  e.classes = {"inner", "outer"};
  KernelSvmOptions o;
  CHECK(Accuracy(*Train(e, o), e) == 1.0);
  o.kernel = KernelKind::kLinear;
  CHECK(Accuracy(*Train(e, o), e) < 0.8);
}

TEST_CASE("neither threads nor the cache change the model", "[kernel_svm]") {
  const Examples e = Clouds(700, 33, 5, 0.4f);
  for (const KernelKind kind : {KernelKind::kRbf, KernelKind::kPoly, KernelKind::kChi2}) {
    KernelSvmOptions o;
    o.kernel = kind;
    o.c = 10;
    SetThreads(1);
    const std::string expected = Bytes(*Train(e, o));
    SetThreads(3);
    CHECK(Bytes(*Train(e, o)) == expected);
    o.cache_mebibytes = 1;  // all rows of a pair, but not of all examples
    CHECK(Bytes(*Train(e, o)) == expected);
    SetThreads(1);
    CHECK(Bytes(*Train(e, o)) == expected);
    SetThreads(0);
  }
}

TEST_CASE("rows that don't fit are computed again", "[kernel_svm]") {
  // 1500 rows of 6 KB, of which 170 fit.
  const Examples e = Clouds(1500, 8, 2, 0.5f);
  KernelSvmOptions o;
  o.c = 5;
  const std::string expected = Bytes(*Train(e, o));
  o.cache_mebibytes = 1;
  CHECK(Bytes(*Train(e, o)) == expected);
}

TEST_CASE("shrinking leads to the same minimum", "[kernel_svm]") {
  const Examples e = Clouds(2500, 10, 2, 0.5f);
  KernelSvmOptions o;
  o.c = 20;
  o.gamma = 2;
  const auto with = Train(e, o);
  o.shrinking = false;
  const auto without = Train(e, o);
  // The objective is within tolerance * sum alpha of the minimum.
  CHECK(std::stod(NoteOf(*with, "objective")) ==
        Approx(std::stod(NoteOf(*without, "objective"))).epsilon(1e-3));
}

TEST_CASE("equal examples with contradicting labels", "[kernel_svm]") {
  Examples e = Clouds(60, 3, 2, 0.1f);
  for (int r = 0; r < 60; ++r) {  // the last thirty repeat the first, with the other label
    if (r >= 30) {
      std::copy_n(e.matrix().row(r - 30), 3, AsMatrix(e.features).row(r));
      e.labels[size_t(r)] = 1 - e.labels[size_t(r - 30)];
    }
  }
  for (const KernelKind kind : {KernelKind::kRbf, KernelKind::kLinear, KernelKind::kPoly}) {
    KernelSvmOptions o;
    o.kernel = kind;
    const auto model = Train(e, o);
    CHECK(Accuracy(*model, e) == 0.5);  // whatever it says of a point is right for one of the two
  }
}

TEST_CASE("a class without examples is never the answer", "[kernel_svm]") {
  Examples e = Clouds(90, 4, 3, 0.1f);
  e.classes.insert(e.classes.begin() + 1, "absent");
  for (int& label : e.labels) label += label >= 1;
  const auto model = Train(e, {});
  CHECK(AsSvm(model).parts().counts[1] == 0);
  const std::vector<int> answers = Predict(*model, e);
  CHECK(std::count(answers.begin(), answers.end(), 1) == 0);
  CHECK(Accuracy(*model, e) > 0.9);
}

TEST_CASE("features far from 0 keep their differences", "[kernel_svm]") {
  Examples e = Clouds(200, 10, 2, 0.3f);
  const auto near = Train(e, {});
  for (int64_t i = 0; i < e.features.size(); ++i) {
    // To a multiple of 2^-12, which 1024 more leaves as it is.
    e.features.data()[i] = std::round(e.features.data()[i] * 4096) / 4096;
  }
  const std::string rounded = NoteOf(*Train(e, {}), "objective");
  for (int64_t i = 0; i < e.features.size(); ++i) e.features.data()[i] += 1024;
  CHECK(std::stod(NoteOf(*Train(e, {}), "objective")) == Approx(std::stod(rounded)).epsilon(1e-4));
}

TEST_CASE("scores of a row depend on that row alone", "[kernel_svm]") {
  const Examples e = Clouds(500, 20, 4, 0.3f);
  const auto model = Train(e, {});
  std::vector<float> all(500 * 4);
  REQUIRE(model->Scores(e.matrix(), {all.data(), 500, 4, 4}).ok());
  for (const int64_t r : {int64_t{0}, int64_t{13}, int64_t{499}}) {
    float one[4];
    REQUIRE(model->Scores(e.matrix().Rows(r, r + 1), {one, 1, 4, 4}).ok());
    CHECK(std::equal(one, one + 4, &all[size_t(r * 4)]));
  }
}

TEST_CASE("gamma fits the data unless it is given", "[kernel_svm]") {
  Examples e;
  e.features = Tensor::Create({2, 2}).value();
  const float numbers[] = {1, 3, 5, 7};  // variance 5
  std::copy(std::begin(numbers), std::end(numbers), e.features.data());
  e.labels = {0, 1};
  e.classes = {"a", "b"};
  CHECK(AsSvm(Train(e, {})).parts().kernel.gamma == Approx(1.0 / (2 * 5)));
  KernelSvmOptions o;
  o.kernel = KernelKind::kChi2;  // 16 / 6 + 16 / 10
  CHECK(AsSvm(Train(e, o)).parts().kernel.gamma == Approx(1 / (16 / 6.0 + 16 / 10.0)));
}

TEST_CASE("what can't be learnt is refused", "[kernel_svm]") {
  Examples e = Clouds(20, 2, 2, 0.2f);
  KernelSvmOptions o;
  o.tolerance = 0;
  CHECK(TrainKernelSvm(e, o, {}).status().is_usage());
  o = {};
  o.c = std::numeric_limits<double>::infinity();
  CHECK(TrainKernelSvm(e, o, {}).status().is_usage());
  o = {};
  Examples names = Clouds(2001, 1, 2001, 0.2f);
  CHECK(TrainKernelSvm(names, {}, {}).status().message() ==
        "expected at most 2000 classes for a machine of each pair, got 2001");
  o.kernel = KernelKind::kChi2;
  e.features.data()[5] = -1;
  CHECK(TrainKernelSvm(e, o, {}).status().message() ==
        "the chi2 kernel expects features of at least 0, got -1 (row 3, number 2)");
  o.kernel = KernelKind::kPoly;
  e.features.data()[5] = 1e30f;
  CHECK_FALSE(TrainKernelSvm(e, o, {}).ok());
  o.kernel = KernelKind::kRbf;
  CHECK_FALSE(TrainKernelSvm(e, o, {}).ok());
}

TEST_CASE("models are read back, or refused", "[kernel_svm]") {
  const Examples e = Clouds(90, 4, 3, 0.2f);
  const auto model = Train(e, {});
  ModelFile file;
  REQUIRE(model->Save(&file).ok());
  const auto read = LoadKernelSvm(file, 3);
  REQUIRE(read.ok());
  CHECK(Bytes(**read) == Bytes(*model));
  CHECK(Predict(**read, e) == Predict(*model, e));
  CHECK((*read)->Describe() == model->Describe());

  CHECK_FALSE(LoadKernelSvm(file, 2).ok());
  CHECK_FALSE(LoadKernelSvm(file, 4).ok());
  CHECK_FALSE(LoadKernelSvm(file, 1).ok());
  const auto refused = [&](const auto& change) {
    ModelFile bad;
    REQUIRE(model->Save(&bad).ok());
    change(&bad);
    return !LoadKernelSvm(bad, 3).ok();
  };
  for (const char* value : {"0", "-1", "nan", "inf", "x"}) {
    CHECK(refused([&](ModelFile* f) { f->Set("gamma", value); }));
  }
  CHECK(refused([](ModelFile* f) { f->Set("kernel", "sigmoid"); }));
  CHECK(refused([](ModelFile* f) { f->Set("coef0", "-1"); }));
  for (const char* value : {"0", "1000000000", "2.5"}) {
    CHECK(refused([&](ModelFile* f) { f->Set("degree", value); }));
  }
  const std::vector<int32_t>& counts = AsSvm(model).parts().counts;
  CHECK(refused([&](ModelFile* f) { f->AddIntegers("counts", {counts[0], counts[1]}); }));
  CHECK(refused([&](ModelFile* f) {
    f->AddIntegers("counts", {counts[0] + 1, counts[1], counts[2]});
  }));
  CHECK(refused([&](ModelFile* f) {
    f->AddIntegers("counts", {-1, counts[0] + counts[1] + 1, counts[2]});
  }));
  CHECK(refused([&](ModelFile* f) {
    f->AddIntegers("counts", {std::numeric_limits<int32_t>::max(),
                              std::numeric_limits<int32_t>::max(), counts[2]});
  }));
  for (const char* name : {"vectors", "coefficients", "bias"}) {
    CHECK(refused([&](ModelFile* f) { f->Add(name, Tensor::Create({3, 3}).value()); }));
    CHECK(refused([&](ModelFile* f) {
      const Tensor* old =
          f->Floats(name, name == std::string("bias") ? std::vector<int64_t>{-1}
                                                      : std::vector<int64_t>{-1, -1})
              .value();
      Tensor bad = Tensor::Create(old->shape()).value();
      std::copy_n(old->data(), old->size(), bad.data());
      bad.data()[1] = std::numeric_limits<float>::quiet_NaN();
      f->Add(name, std::move(bad));
    }));
  }
  CHECK(refused([](ModelFile* f) {
    f->Set("kernel", "chi2");  // with vectors that may be negative
    Tensor vectors = Tensor::Create(f->Floats("vectors", {-1, -1}).value()->shape()).value();
    std::fill_n(vectors.data(), vectors.size(), -1.0f);
    f->Add("vectors", std::move(vectors));
  }));
}

TEST_CASE("features out of range give votes all the same", "[kernel_svm]") {
  const auto model = Train(Clouds(90, 4, 3, 0.2f), {});
  const float x[] = {3e38f, -3e38f, 1e30f, 0};
  float scores[3];
  REQUIRE(model->Scores({x, 1, 4, 4}, {scores, 1, 3, 3}).ok());
  for (const float score : scores) CHECK(std::isfinite(score));
}

}  // namespace
}  // namespace sluice
