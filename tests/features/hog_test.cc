#include "features/hog.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "filters/depth.h"
#include "lib/parallel.h"
#include "tests/golden.h"
#include "tests/kernel_check.h"
#include "tests/reference/hog.h"

namespace sluice {
namespace {

std::vector<float> Describe(const HogOptions& options, const Frame& in) {
  const auto hog = MakeHog(options);
  std::vector<float> out(size_t(hog->Size(in.info().picture()).value()));
  REQUIRE(hog->Describe(in, out.data()).ok());
  return out;
}

HogOptions Options(int cell, int block, int stride, int bins, bool signed_angles) {
  HogOptions options;
  options.cell = cell;
  options.block = block;
  options.stride = stride;
  options.bins = bins;
  options.signed_angles = signed_angles;
  return options;
}

TEST_CASE("histograms of oriented gradients are those of a plain loop", "[hog]") {
  std::vector<HogOptions> variants = {Options(8, 2, 1, 9, false), Options(1, 1, 1, 1, false),
                                      Options(4, 3, 2, 18, true), Options(5, 1, 3, 7, true),
                                      Options(3, 4, 5, 2, false)};
  variants[1].clip = 0;
  variants[2].sigma = 0;
  variants[3].square_root = true;
  for (const HogOptions& options : variants) {
    for (const int channels : {1, 3}) {
      for (const auto& [width, height] : {std::pair{45, 33}, {16, 16}, {130, 12}}) {
        if (std::min(width, height) < options.cell * options.block) continue;
        const Frame in = RandomPicture(width, height, channels, DType::kF32);
        const std::vector<double> want = ReferenceHog(in.view<float>(), options);
        ForEachTarget([&] {
          const std::vector<float> got = Describe(options, in);
          REQUIRE(got.size() == want.size());
          // Sums in f32 of up to 256 votes, angles to 2e-5 degrees.
          for (size_t i = 0; i < got.size(); ++i) CHECK(std::abs(double(got[i]) - want[i]) < 2e-5);
        });
      }
    }
  }
}

TEST_CASE("histograms of oriented gradients are those of OpenCV", "[hog]") {
  const std::vector<GoldenBlock> golden = ReadGolden("hog.txt");
  const Frame in = GoldenPicture(golden[0], 24, 20, DType::kU8);
  for (size_t b = 1; b < golden.size(); ++b) {
    HogOptions options =
        Options(static_cast<int>(golden[b].parameter(1)), 2, 1,
                static_cast<int>(golden[b].parameter(2)), golden[b].parameter(3) != 0);
    options.sigma = 0;
    const std::vector<float> got = Describe(options, in);
    REQUIRE(got.size() == golden[b].numbers.size());
    for (size_t i = 0; i < got.size(); ++i) {
      // OpenCV's angles are right to 0.01 degrees or so: 0.001 of a bin of 10 degrees.
      CHECK(std::abs(double(got[i]) - golden[b].numbers[i]) < 5e-4);
    }
  }
}

TEST_CASE("u8, u16 and f32 versions have the same histograms, alpha plays no part", "[hog]") {
  const Frame in = RandomPicture(40, 30, 3, DType::kU8);
  const std::vector<float> want = Describe({}, in);
  for (const DType dtype : {DType::kU16, DType::kF32}) {
    CHECK(Describe({}, FilterFrame(*MakeDepth(dtype), in).value()) == want);
  }
  FrameInfo info = FrameInfo::Picture(40, 30, 4, DType::kU8, true);
  Frame with_alpha = Frame::Create(info).value();
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 40; ++x) {
      uint8_t* const pixel = with_alpha.Row<uint8_t>(y) + 4 * x;
      std::copy_n(in.Row<uint8_t>(y) + 3 * x, 3, pixel);
      pixel[3] = static_cast<uint8_t>(x * 37 + y * 91);
    }
  }
  CHECK(Describe({}, with_alpha) == want);
}

TEST_CASE("a constant picture has no gradients", "[hog]") {
  Frame in = Frame::Create(FrameInfo::Picture(20, 17, 3, DType::kU8)).value();
  for (int y = 0; y < 17; ++y) std::fill_n(in.Row<uint8_t>(y), 60, uint8_t{200});
  CHECK(Describe({}, in) == std::vector<float>(36, 0.0f));
}

TEST_CASE("histograms of a single pixel and of too small pictures", "[hog]") {
  const Frame pixel = RandomPicture(1, 1, 1, DType::kU8);
  CHECK(Describe(Options(1, 1, 1, 9, false), pixel) == std::vector<float>(9, 0.0f));
  const auto size = MakeHog({})->Size(FrameInfo::Picture(15, 40, 1, DType::kU8).picture());
  REQUIRE_FALSE(size.ok());
  CHECK(size.status().message() ==
        "expects a picture of at least 16x16 pixels, a block of 2x2 cells of 8x8; got 15x40");
  HogOptions larger;
  larger.width = larger.height = 32;
  CHECK(Describe(larger, pixel) == std::vector<float>(9 * 36, 0.0f));
}

TEST_CASE("histograms don't depend on threads", "[hog]") {
  const Frame in = RandomPicture(200, 500, 1, DType::kU8);
  SetThreads(1);
  const std::vector<float> one = Describe({}, in);
  SetThreads(3);
  CHECK(Describe({}, in) == one);
  SetThreads(0);
}

TEST_CASE("histograms of samples that are not finite are refused", "[hog]") {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    for (const int channel : {0, 1, 2}) {
      Frame in = RandomPicture(32, 32, 3, DType::kF32);
      in.Row<float>(4)[3 * 5 + channel] = bad;
      std::vector<float> out(size_t(MakeHog({})->Size(in.info().picture()).value()));
      ForEachTarget([&] { CHECK_FALSE(MakeHog({})->Describe(in, out.data()).ok()); });
    }
  }
}

TEST_CASE("histograms keep name and label", "[hog]") {
  Frame in = RandomPicture(16, 16, 1, DType::kU8);
  in.info().attributes.Set("name", "a");
  in.info().attributes.Set("label", "b");
  const Frame out = MakeDescriptorFilter(MakeHog({}))->Apply(std::move(in)).value();
  CHECK(out.info().axes == "n");
  CHECK(out.info().shape == std::vector<int64_t>{36});
  CHECK(*out.info().attributes.Find("name") == "a");
  CHECK(*out.info().attributes.Find("label") == "b");
}

}  // namespace
}  // namespace sluice
