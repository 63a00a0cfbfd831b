#include "filters/rotate.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>

#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/reference/geometry.h"

namespace sluice {
namespace {

Frame Rotated(const Frame& in, double degrees, bool expand = false, Border border = {}) {
  return MakeRotate({degrees, expand, border})->Apply(in.Clone().value()).value();
}

TEST_CASE("quarter turns move every pixel and change none", "[rotate]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const auto& [width, height] : {std::pair{1, 1}, std::pair{7, 3}, std::pair{70, 33}}) {
        const int w = width;
        const int h = height;
        const Frame in = RandomPicture(w, h, channels, dtype);
        CheckSameFrame(Rotated(in, 0), in);
        CheckSameFrame(Rotated(in, 90), reference::Rearranged(in, h, w, [&](int x, int y) {
                         return std::make_pair(y, h - 1 - x);
                       }));
        CheckSameFrame(Rotated(in, -180), reference::Rearranged(in, w, h, [&](int x, int y) {
                         return std::make_pair(w - 1 - x, h - 1 - y);
                       }));
        CheckSameFrame(Rotated(in, 270), Rotated(in, -450));
        CheckSameFrame(Rotated(Rotated(in, 270), 90), in);
      }
    }
  }
}

// tests/golden/make_rotate.py
TEST_CASE("other angles interpolate as SciPy does", "[rotate]") {
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/golden/rotate_30.txt");
  REQUIRE(file.good());
  Frame in = Frame::Create(FrameInfo::Picture(7, 5, 1, DType::kF32)).value();
  Frame want = in.Clone().value();
  for (Frame* frame : {&in, &want}) {
    for (int y = 0; y < 5; ++y) {
      for (int x = 0; x < 7; ++x) file >> frame->Row<float>(y)[x];
    }
  }
  REQUIRE(file.good());
  CheckSameFrame(Rotated(in, 30, false, {BorderMode::kConstant, 0.0f}), want, 1e-6);
}

TEST_CASE("a turned constant stays constant, an expanded one has the border at its corners",
          "[rotate]") {
  Frame in = Frame::Create(FrameInfo::Picture(30, 20, 3, DType::kU8)).value();
  for (int y = 0; y < 20; ++y) std::fill_n(in.Row<uint8_t>(y), 90, uint8_t{77});
  CheckSameFrame(Rotated(in, 33.3, false, {BorderMode::kClamp, 0}), in);

  const Frame expanded = Rotated(in, 45, true, {BorderMode::kConstant, 1.0f});
  const PictureInfo picture = expanded.info().picture();
  CHECK(picture.width == 36);  // ceil(50 / sqrt(2))
  CHECK(picture.height == 36);
  CHECK(expanded.Row<uint8_t>(0)[0] == 255);
  CHECK(expanded.Row<uint8_t>(18)[18 * 3] == 77);
}

TEST_CASE("turning is the same for any number of threads, and takes NaN", "[rotate]") {
  Frame in = RandomPicture(61, 47, 2, DType::kF32);
  in.Row<float>(20)[30] = std::numeric_limits<float>::quiet_NaN();
  SetThreads(1);
  const Frame one = Rotated(in, 12.5, true);
  SetThreads(3);
  CheckSameFrame(Rotated(in, 12.5, true), one);
  SetThreads(0);
}

TEST_CASE("rotate refuses angles that are not finite and what is no picture", "[rotate]") {
  const Frame in = RandomPicture(4, 4, 1, DType::kU8);
  for (const double degrees : {std::nan(""), HUGE_VAL}) {
    CHECK(MakeRotate({degrees, false, {}})->Apply(in.Clone().value()).status().is_usage());
  }
  Frame vector = Frame::Create(FrameInfo::Array({4}, "n", DType::kF32)).value();
  CHECK(MakeRotate({90, false, {}})->Apply(std::move(vector)).status().is_usage());
}

}  // namespace
}  // namespace sluice
