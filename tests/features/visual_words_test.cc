#include "features/visual_words.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "filters/depth.h"
#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/reference/hog.h"

namespace sluice {
namespace {

std::vector<float> Descriptors(const DenseSiftOptions& options, const Frame& in) {
  const DenseSift sift(options);
  const DenseSift::Places places = sift.PlacesIn(in.info().picture()).value();
  std::vector<float> out(size_t(places.count()) * DenseSift::kNumbers);
  REQUIRE(sift.Compute(in, out.data()).ok());
  return out;
}

VisualWords Learn(const VisualWordsOptions& options) {
  VisualWordsLearner learner(options);
  for (uint64_t seed = 0; seed < 6; ++seed) {
    REQUIRE(learner.Add(RandomPicture(40, 30, 3, DType::kU8, seed)).ok());
  }
  return learner.Learn().value();
}

VisualWordsOptions FewWords() {
  VisualWordsOptions options;
  options.words = 7;
  options.samples = 50;  // of 6 * 28 descriptors
  return options;
}

std::vector<float> Describe(const Descriptor& descriptor, const Frame& in) {
  std::vector<float> out(size_t(descriptor.Size(in.info().picture()).value()));
  REQUIRE(descriptor.Describe(in, out.data()).ok());
  return out;
}

TEST_CASE("dense SIFT is gradients in 4x4 cells of 8 directions", "[bow]") {
  const Frame in = RandomPicture(33, 29, 3, DType::kF32);
  DenseSiftOptions options;
  options.cell = options.step = 5;
  options.smooth = 0;
  HogOptions hog;
  hog.cell = 5;
  hog.block = 4;
  hog.bins = 8;
  hog.signed_angles = true;
  const std::vector<double> want = ReferenceHog(in.view<float>(), hog);
  const std::vector<float> got = Descriptors(options, in);
  REQUIRE(got.size() == want.size());
  // As for HOG: sums in f32 of up to 400 votes.
  for (size_t i = 0; i < got.size(); ++i) CHECK(std::abs(double(got[i]) - want[i]) < 2e-5);
}

TEST_CASE("descriptors don't depend on their neighbours", "[bow]") {
  const Frame in = RandomPicture(32, 24, 1, DType::kU8);
  DenseSiftOptions options;
  const std::vector<float> coarse = Descriptors(options, in);  // 5x3 places
  options.step = 1;
  const std::vector<float> fine = Descriptors(options, in);  // 17x9
  REQUIRE(coarse.size() == 5 * 3 * 128);
  REQUIRE(fine.size() == 17 * 9 * 128);
  for (size_t y = 0; y < 3; ++y) {
    for (size_t x = 0; x < 5; ++x) {
      const auto begin = fine.begin() + ptrdiff_t(((4 * y) * 17 + 4 * x) * 128);
      CHECK(std::equal(begin, begin + 128, coarse.begin() + ptrdiff_t((y * 5 + x) * 128)));
    }
  }
}

TEST_CASE("a bag has the share of each nearest word", "[bow]") {
  const VisualWords words = Learn(FewWords());
  REQUIRE(words.words.shape() == std::vector<int64_t>{7, 128});
  const Frame in = RandomPicture(50, 45, 3, DType::kU8, 99);
  const std::vector<float> descriptors = Descriptors({}, in);
  const size_t columns = (50 - 16) / 4 + 1;
  const size_t rows = (45 - 16) / 4 + 1;
  REQUIRE(descriptors.size() == columns * rows * 128);
  std::vector<double> want(4 * 7);
  for (size_t i = 0; i < columns * rows; ++i) {
    size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (size_t w = 0; w < 7; ++w) {
      double squares = 0;
      for (size_t k = 0; k < 128; ++k) {
        const double off =
            double(descriptors[i * 128 + k]) - double(words.words.data()[w * 128 + k]);
        squares += off * off;
      }
      if (squares < least) {
        least = squares;
        best = w;
      }
    }
    const size_t part = (i / columns >= (rows + 1) / 2 ? 2 : 0) +    // of 8 rows, 4 are above
                        (i % columns >= (columns + 1) / 2 ? 1 : 0);  // of 9 columns, 5 are left
    want[part * 7 + best] += 1.0 / double(columns * rows);
  }
  BagOptions options;
  options.grid = 2;
  const std::vector<float> got =
      Describe(*MakeBagOfWords(VisualWords::FromFile(words.ToFile().value()).value(), options), in);
  REQUIRE(got.size() == want.size());
  for (size_t i = 0; i < got.size(); ++i) CHECK(got[i] == Approx(want[i]).margin(1e-7));
  options.root = true;
  const std::vector<float> roots =
      Describe(*MakeBagOfWords(VisualWords::FromFile(words.ToFile().value()).value(), options), in);
  for (size_t i = 0; i < got.size(); ++i) {
    CHECK(roots[i] == Approx(std::sqrt(want[i])).margin(1e-6));
  }
}

TEST_CASE("words and bags don't depend on threads and sample types", "[bow]") {
  SetThreads(1);
  const VisualWords one = Learn(FewWords());
  SetThreads(3);
  const VisualWords three = Learn(FewWords());
  CHECK(std::equal(one.words.data(), one.words.data() + one.words.size(), three.words.data()));
  SetThreads(0);
  const auto bag = MakeBagOfWords(VisualWords::FromFile(one.ToFile().value()).value(), {});
  const Frame in = RandomPicture(40, 300, 3, DType::kU8, 5);
  const std::vector<float> want = Describe(*bag, in);
  for (const DType dtype : {DType::kU16, DType::kF32}) {
    CHECK(Describe(*bag, FilterFrame(*MakeDepth(dtype), in).value()) == want);
  }
}

TEST_CASE("bags of constant pictures; what can't be described is refused", "[bow]") {
  const auto bag = MakeBagOfWords(Learn(FewWords()), {});
  Frame in = Frame::Create(FrameInfo::Picture(20, 17, 1, DType::kF32)).value();
  for (int y = 0; y < 17; ++y) std::fill_n(in.Row<float>(y), 20, 0.5f);
  std::vector<float> got = Describe(*bag, in);
  CHECK(std::count(got.begin(), got.end(), 1.0f) == 1);
  in.Row<float>(3)[4] = std::numeric_limits<float>::quiet_NaN();
  CHECK_FALSE(bag->Describe(in, got.data()).ok());
  CHECK_FALSE(bag->Size(RandomPicture(1, 1, 1, DType::kU8).info().picture()).ok());
  CHECK_FALSE(VisualWordsLearner(FewWords()).Learn().ok());
  CHECK_FALSE(VisualWordsLearner(FewWords()).Add(RandomPicture(9, 90, 1, DType::kU8)).ok());
}

TEST_CASE("bags of keypoints", "[bow]") {
  VisualWordsOptions options = FewWords();
  options.points.points = WordPoints::kSift;
  options.points.contrast = 0.03f;
  options.points.dense.width = 80;
  options.points.dense.height = 60;
  const ModelFile file = Learn(options).ToFile().value();
  const VisualWords words = VisualWords::FromFile(file).value();
  CHECK(words.points.points == WordPoints::kSift);
  CHECK(words.points.contrast == 0.03f);
  CHECK(words.points.dense.width == 80);

  // Of the picture at the size that the dictionary says.
  Frame in = FilterFrame(*MakeDepth(DType::kF32), RandomPicture(50, 45, 3, DType::kU8, 9)).value();
  REQUIRE(ResizeTo(80, 60, &in).ok());
  SiftOptions sift_options;
  sift_options.contrast = 0.03f;
  const SiftPicture sift = Sift(sift_options).Detect(in).value();
  REQUIRE(sift.keypoints().size() > 5);
  std::vector<double> want(4);
  for (const SiftKeypoint& k : sift.keypoints()) {
    want[(k.y >= 29.5 ? 2 : 0) + (k.x >= 39.5 ? 1 : 0)] += 1 / double(sift.keypoints().size());
  }
  BagOptions bag;
  bag.grid = 2;
  const std::vector<float> got = Describe(*MakeBagOfWords(VisualWords::FromFile(file).value(), bag),
                                          RandomPicture(50, 45, 3, DType::kU8, 9));
  REQUIRE(got.size() == 4 * 7);
  for (size_t part = 0; part < 4; ++part) {
    double sum = 0;
    for (size_t w = 0; w < 7; ++w) sum += double(got[part * 7 + w]);
    CHECK(sum == Approx(want[part]).margin(1e-6));
  }

  const auto zeros = MakeBagOfWords(VisualWords::FromFile(file).value(), {});
  CHECK(Describe(*zeros, Frame::Create(FrameInfo::Picture(1, 1, 1, DType::kU8)).value()) ==
        std::vector<float>(7));
  for (const float contrast : {-1.0f, std::numeric_limits<float>::quiet_NaN(), 1e7f}) {
    ModelFile bad;
    REQUIRE(bad.Embed("", file).ok());
    Tensor tensor = Tensor::Create({1}).value();
    tensor.data()[0] = contrast;
    bad.Add("contrast", std::move(tensor));
    CHECK_FALSE(VisualWords::FromFile(bad).ok());
  }
  ModelFile bad;
  REQUIRE(bad.Embed("", file).ok());
  bad.Set("points", "corners");
  CHECK_FALSE(VisualWords::FromFile(bad).ok());
}

TEST_CASE("hostile dictionaries of words are refused", "[bow]") {
  const ModelFile good = Learn(FewWords()).ToFile().value();
  REQUIRE(VisualWords::FromFile(good).ok());
  CHECK_FALSE(VisualWords::FromFile(ModelFile()).ok());
  for (const auto& [key, value] : {std::pair{"kind", "textons"},
                                   {"cell", "0"},
                                   {"step", "-1"},
                                   {"step", "x"},
                                   {"width", "7"},
                                   {"height", "99999999999"}}) {
    ModelFile bad;
    REQUIRE(bad.Embed("", good).ok());
    bad.Set(key, value);
    CHECK_FALSE(VisualWords::FromFile(bad).ok());
  }
  const auto with = [&](const char* name, std::vector<int64_t> shape, float value) {
    ModelFile bad;
    REQUIRE(bad.Embed("", good).ok());
    Tensor tensor = Tensor::Create(std::move(shape)).value();
    std::fill_n(tensor.data(), tensor.size(), value);
    bad.Add(name, std::move(tensor));
    return VisualWords::FromFile(bad).ok();
  };
  CHECK(with("words", {2, 128}, 0.5f));
  CHECK_FALSE(with("words", {2, 127}, 0.5f));
  CHECK_FALSE(with("words", {2, 128}, std::numeric_limits<float>::quiet_NaN()));
  CHECK_FALSE(with("smooth", {1}, -1.0f));
  CHECK_FALSE(with("smooth", {1}, std::numeric_limits<float>::quiet_NaN()));
}

}  // namespace
}  // namespace sluice
