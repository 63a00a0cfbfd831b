#include "features/textons.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <numeric>

#include "features/bank_responses.h"
#include "features/texture.h"
#include "lib/parallel.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

TextonDictionary Learn(const TextonOptions& options) {
  TextonLearner learner(options);
  for (uint64_t i = 0; i < 4; ++i) {
    const Frame picture = RandomPicture(60, 50, 1, DType::kU8, i);
    REQUIRE(learner.Add(picture, i % 2 == 0 ? "a" : "b").ok());
  }
  return std::move(learner.Learn()).value();
}

TextonOptions Small() {
  TextonOptions options;
  options.clusters = 5;
  options.pixels = 200;
  return options;
}

std::vector<float> Describe(const TextonDictionary& dictionary, const Frame& in) {
  TextonDictionary copy = TextonDictionary::FromFile(dictionary.ToFile()).value();
  const auto textons = MakeTextonHistogram(std::move(copy));
  std::vector<float> out(size_t(textons->Size(in.info().picture()).value()));
  REQUIRE(textons->Describe(in, out.data()).ok());
  return out;
}

TEST_CASE("textons: histograms count the nearest textons of scaled responses", "[textons]") {
  const TextonDictionary dictionary = Learn(Small());
  REQUIRE(dictionary.textons.dim(0) == 10);
  REQUIRE(dictionary.textons.dim(1) == 8);
  const Frame in = RandomPicture(300, 40, 1, DType::kF32, 9);
  // By definition: responses of the normalised picture, Weber's law, the nearest texton.
  Image<float> gray = GrayPicture(in).value();
  REQUIRE(NormalizeContrast(&gray).ok());
  std::vector<double> counts(10);
  BankResponses responses(MaximumResponseBank());
  REQUIRE(responses
              .ForEachTile(
                  std::as_const(gray).view(),
                  [&](const ResponseTile& tile) {
                    SetThreads(1);
                    for (int y = 0; y < tile.height; ++y) {
                      for (int x = 0; x < tile.width; ++x) {
                        double point[8];
                        double length = 0;
                        for (int r = 0; r < 8; ++r) {
                          point[r] = double(tile.Row(r, y)[x]);
                          length += point[r] * point[r];
                        }
                        length = std::sqrt(length);
                        int best = 0;
                        double least = INFINITY;
                        for (int t = 0; t < 10; ++t) {
                          double square = 0;
                          for (int r = 0; r < 8; ++r) {
                            const double f = point[r] * std::log(1 + length / 0.03) / length;
                            square += std::pow(f - double(dictionary.textons.data()[t * 8 + r]), 2);
                          }
                          if (square < least) {
                            least = square;
                            best = t;
                          }
                        }
                        counts[size_t(best)] += 1;
                      }
                    }
                  })
              .ok());
  SetThreads(0);
  const std::vector<float> got = Describe(dictionary, in);
  // A pixel between two textons may count for either, by rounding errors.
  for (size_t t = 0; t < 10; ++t) CHECK(std::abs(double(got[t]) - counts[t] / 12000) < 3.0 / 12000);
  CHECK(std::accumulate(got.begin(), got.end(), 0.0) == Approx(1));
}

TEST_CASE("textons don't depend on threads, on brightness, on contrast", "[textons]") {
  SetThreads(1);
  const TextonDictionary one = Learn(Small());
  Frame in = RandomPicture(500, 300, 1, DType::kF32, 3);
  const std::vector<float> histogram = Describe(one, in);
  SetThreads(3);
  const TextonDictionary three = Learn(Small());
  CHECK(std::memcmp(one.textons.data(), three.textons.data(), 80 * sizeof(float)) == 0);
  CHECK(Describe(three, in) == histogram);
  SetThreads(0);
  for (int y = 0; y < 300; ++y) {
    for (int x = 0; x < 500; ++x) in.Row<float>(y)[x] = 0.3f + 0.25f * in.Row<float>(y)[x];
  }
  const std::vector<float> pale = Describe(one, in);
  for (size_t t = 0; t < 10; ++t) CHECK(std::abs(pale[t] - histogram[t]) < 1e-4f);
}

TEST_CASE("texton dictionaries come back from their files", "[textons]") {
  TextonOptions options = Small();
  options.space.bank = BankKind::kGabor;
  options.space.scales = 2;
  options.space.orientations = 3;
  options.space.border = {BorderMode::kConstant, 0.25f};
  const TextonDictionary dictionary = Learn(options);
  const TextonDictionary back = TextonDictionary::FromFile(dictionary.ToFile()).value();
  CHECK(back.space.bank == BankKind::kGabor);
  CHECK(back.space.scales == 2);
  CHECK(back.space.orientations == 3);
  CHECK(back.space.border.mode == BorderMode::kConstant);
  CHECK(back.space.border.constant == 0.25f);
  REQUIRE(back.textons.shape() == dictionary.textons.shape());
  CHECK(std::memcmp(back.textons.data(), dictionary.textons.data(),
                    size_t(back.textons.size()) * sizeof(float)) == 0);
}

TEST_CASE("files that are no dictionaries are refused", "[textons]") {
  const auto broken = [](const std::function<void(ModelFile*)>& spoil) {
    ModelFile file = Learn(Small()).ToFile();
    spoil(&file);
    return TextonDictionary::FromFile(file).ok();
  };
  CHECK(broken([](ModelFile*) {}));
  CHECK_FALSE(broken([](ModelFile* f) { f->Set("kind", "knn"); }));
  CHECK_FALSE(broken([](ModelFile* f) { f->Set("bank", "none"); }));
  CHECK_FALSE(broken([](ModelFile* f) { f->Set("bank", "lm"); }));  // 48 responses, not 8
  CHECK_FALSE(broken([](ModelFile* f) { f->Set("border", "5"); }));
  CHECK_FALSE(broken([](ModelFile* f) { f->Set("scales", "1000000"); }));
  CHECK_FALSE(broken([](ModelFile* f) { f->Add("border_constant", Tensor::Create({2}).value()); }));
  CHECK_FALSE(broken([](ModelFile* f) {
    Tensor textons = Tensor::Create({1, 8}).value();
    std::fill_n(textons.data(), 8, std::numeric_limits<float>::infinity());
    f->Add("textons", std::move(textons));
  }));
  CHECK_FALSE(TextonDictionary::FromFile(ModelFile()).ok());
}

TEST_CASE("textons of constant, tiny and hopeless pictures", "[textons]") {
  const TextonDictionary dictionary = Learn(Small());
  for (const int size : {1, 20}) {
    Frame flat = Frame::Create(FrameInfo::Picture(size, size, 1, DType::kU8)).value();
    for (int y = 0; y < size; ++y) std::fill_n(flat.Row<uint8_t>(y), size, uint8_t{99});
    const std::vector<float> histogram = Describe(dictionary, flat);
    CHECK(*std::max_element(histogram.begin(), histogram.end()) == 1);
  }
  TextonLearner learner(Small());
  Frame bad = RandomPicture(9, 9, 1, DType::kF32);
  bad.Row<float>(3)[3] = std::numeric_limits<float>::quiet_NaN();
  CHECK_FALSE(learner.Add(bad, "").ok());
  CHECK_FALSE(TextonLearner(Small()).Learn().ok());
}

}  // namespace
}  // namespace sluice
