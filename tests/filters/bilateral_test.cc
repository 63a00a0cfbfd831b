#include "filters/bilateral.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>

#include "tests/kernel_check.h"
#include "tests/reference/bilateral.h"

namespace sluice {
namespace {

constexpr DType kAllTypes[] = {DType::kU8, DType::kU16, DType::kF32};

Frame Filtered(const Frame& in, const BilateralOptions& options) {
  auto filter = MakeBilateral(options);
  return FilterFrame(*filter, in).value();
}

// Weights are good to 3e-6, so a mean of samples of [0, 1] is good to 6e-6: one step of u16, and
// one of u8 only where the mean lies next to the middle of two.
double Tolerance(DType dtype) { return dtype == DType::kF32 ? 1e-5 : 1; }

TEST_CASE("bilateral equals its reference on every target, type, size and border", "[bilateral]") {
  size_t turn = 0;
  for (const DType dtype : kAllTypes) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const bool alpha : {false, true}) {
        if (alpha && channels == 1) continue;
        for (const int width : {1, 2, 15, 33}) {
          Frame in = RandomPicture(width, 1 + width % 6, channels, dtype);
          in.info().alpha = alpha;
          const int radius = std::vector<int>{1, 2, 4, 0, 7}[turn % 5];
          const BilateralOptions options{1.5f, 0.3f, radius, AllBorders()[(turn / 2) % 5]};
          ++turn;
          INFO("radius " << radius << ", border " << BorderName(options.border));
          const Frame want = reference::Bilateral(in, options, radius);
          ForEachTarget([&] { CheckSameFrame(Filtered(in, options), want, Tolerance(dtype)); });
        }
      }
    }
  }
}

TEST_CASE("bilateral gives the same bytes from every driver and SIMD target", "[bilateral]") {
  for (const DType dtype : kAllTypes) {
    for (const int channels : {1, 3, 5}) {
      const Frame in = RandomPicture(29, 13, channels, dtype);
      for (const Border& border : AllBorders()) {
        const BilateralOptions options{1.2f, 0.2f, {}, border};
        const Frame want = Filtered(in, options);
        CheckSameFrame(CheckDrivers([&] { return MakeBilateral(options); }, in), want);
        ForEachTarget([&] { CheckSameFrame(Filtered(in, options), want); });
      }
    }
  }
}

TEST_CASE("bilateral keeps a constant picture and a clean edge", "[bilateral]") {
  for (const DType dtype : kAllTypes) {
    Frame constant = RandomPicture(40, 20, 3, dtype);
    Frame edge = constant.Clone().value();
    VisitDType(dtype, [&](auto zero) {
      using T = decltype(zero);
      for (int y = 0; y < 20; ++y) {
        std::fill_n(constant.Row<T>(y), 120, FromFraction<T>(0.3f));
        std::fill_n(edge.Row<T>(y), 60, FromFraction<T>(0.1f));
        std::fill_n(edge.Row<T>(y) + 60, 60, FromFraction<T>(0.9f));
      }
    });
    CheckSameFrame(Filtered(constant, {2, 0.1f, {}, {}}), constant);
    CheckSameFrame(Filtered(edge, {2, 0.05f, {}, {}}), edge);
  }
}

TEST_CASE("bilateral with a huge range sigma is a Gaussian, with a tiny one the identity",
          "[bilateral]") {
  const Frame in = RandomPicture(31, 17, 1, DType::kF32);
  const BilateralOptions wide{1.0f, 1000.0f, 3, {}};
  CheckSameFrame(Filtered(in, wide), reference::Bilateral(in, wide, 3), 1e-5);
  CheckSameFrame(Filtered(in, {1.0f, 1e-6f, 3, {}}), in);
  CheckSameFrame(Filtered(in, {1.0f, 1e-30f, 3, {}}), in);
  CheckSameFrame(Filtered(in, {1e-6f, 0.1f, {}, {}}), in);
}

TEST_CASE("a gray picture and its RGB copy give the same bilateral", "[bilateral]") {
  const Frame gray = RandomPicture(37, 11, 1, DType::kF32);
  Frame rgb = RandomPicture(37, 11, 3, DType::kF32);
  for (int y = 0; y < 11; ++y) {
    for (int i = 0; i < 111; ++i) rgb.Row<float>(y)[i] = gray.Row<float>(y)[i / 3];
  }
  const BilateralOptions options{2, 0.1f, {}, {}};
  const Frame one = Filtered(gray, options);
  const Frame three = Filtered(rgb, options);
  for (int y = 0; y < 11; ++y) {
    for (int i = 0; i < 111; ++i) {
      const float want = one.Row<float>(y)[i / 3];
      CHECK(three.Row<float>(y)[i] == Approx(want).margin(1e-6));
    }
  }
}

TEST_CASE("bilateral keeps samples that are not finite to themselves", "[bilateral]") {
  Frame in = RandomPicture(30, 9, 1, DType::kF32);
  Frame without = in.Clone().value();
  const float inf = std::numeric_limits<float>::infinity();
  const float specials[] = {std::nanf(""), inf, -inf, 3e38f, -3e38f};
  for (int i = 0; i < 5; ++i) {
    in.Row<float>(4)[3 + 5 * i] = specials[i];
    without.Row<float>(4)[3 + 5 * i] = 1e6f;  // just as far from all others
  }
  const BilateralOptions options{1, 0.1f, {}, {}};
  ForEachTarget([&] {
    Frame out = Filtered(in, options);
    const Frame want = Filtered(without, options);
    for (int i = 0; i < 5; ++i) {
      float& sample = out.Row<float>(4)[3 + 5 * i];
      CHECK((sample == specials[i] || (std::isnan(sample) && i == 0)));
      sample = 1e6f;
    }
    CheckSameFrame(out, want, 1e-6);
  });
}

// tests/golden/make_bilateral.py
TEST_CASE("bilateral is OpenCV's within one step", "[bilateral]") {
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/golden/bilateral.txt");
  for (const int channels : {1, 3}) {
    Frame in = Frame::Create(FrameInfo::Picture(16, 12, channels, DType::kU8)).value();
    Frame want = in.Clone().value();
    for (Frame* frame : {&in, &want}) {
      for (int y = 0; y < 12; ++y) {
        for (int i = 0; i < 16 * channels; ++i) {
          int value = 0;
          file >> value;
          frame->Row<uint8_t>(y)[i] = static_cast<uint8_t>(value);
        }
      }
    }
    REQUIRE(file.good());
    CheckSameFrame(Filtered(in, {2.5f, 0.15f, 4, {BorderMode::kClamp, 0}}), want, 1);
  }
}

TEST_CASE("bilateral refuses sigmas and radii that make no sense", "[bilateral]") {
  const PictureInfo picture{8, 8, 1, DType::kU8};
  const auto error = [&](float space, float range, std::optional<int> radius) {
    return MakeBilateral({space, range, radius, {}})->Prepare(picture).status();
  };
  CHECK(error(0, 0.1f, {}).is_usage());
  CHECK(error(std::nanf(""), 0.1f, {}).is_usage());
  CHECK(error(std::numeric_limits<float>::infinity(), 0.1f, 3).is_usage());
  CHECK(error(2, -1, {}).is_usage());
  CHECK(error(2, std::nanf(""), {}).is_usage());
  CHECK(error(2, 0.1f, -1).is_usage());
  CHECK(error(1000, 0.1f, {}).is_usage());
  CHECK(error(1000, 0.1f, 20).ok());
}

}  // namespace
}  // namespace sluice
