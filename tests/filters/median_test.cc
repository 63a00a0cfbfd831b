#include "filters/median.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/golden.h"
#include "tests/kernel_check.h"
#include "tests/reference/rank.h"

namespace sluice {
namespace {

struct Window {
  int width;
  int height;
  double percent = 50;
};

Frame Filtered(const Frame& in, const PercentileOptions& options) {
  auto filter = MakePercentile(options);
  return FilterFrame(*filter, in).value();
}

void CheckWindow(const Frame& in, const Window& w, const Border& border, bool all_drivers) {
  INFO(w.width << "x" << w.height << " window, " << w.percent << " percent, border "
               << BorderName(border));
  const Frame want = reference::Percentile(in, w.width, w.height, w.percent, border);
  const PercentileOptions options{w.width, w.height, w.percent, border};
  ForEachTarget([&] {
    if (all_drivers) {
      CheckSameFrame(CheckDrivers([&] { return MakePercentile(options); }, in), want);
    } else {
      CheckSameFrame(Filtered(in, options), want);
    }
  });
}

constexpr DType kAllTypes[] = {DType::kU8, DType::kU16, DType::kF32};

TEST_CASE("median equals its reference on every target, type, size and border", "[median]") {
  // Networks of every size; planes and sweeps for even, long and large windows and other ranks.
  const std::vector<Window> windows = {
      {3, 3}, {5, 5}, {7, 7},     {9, 9},    {11, 11},    {13, 13},     {1, 1},       {2, 2},
      {1, 6}, {7, 3}, {4, 1, 30}, {3, 3, 0}, {5, 5, 100}, {3, 5, 99.9}, {25, 25, 40}, {30, 1, 75}};
  size_t turn = 0;
  for (const DType dtype : kAllTypes) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 2, 3, 16, 33, 67}) {
        const Frame in = RandomPicture(width, 1 + width % 5, channels, dtype);
        // Every window with every border, but not in every size.
        for (int i = 0; i < 3; ++i, ++turn) {
          CheckWindow(in, windows[turn % windows.size()], AllBorders()[turn % 5], false);
        }
      }
    }
  }
}

TEST_CASE("median is the same from every driver", "[median]") {
  for (const DType dtype : kAllTypes) {
    const Frame in = RandomPicture(37, 11, 3, dtype);
    for (const Window& window : {Window{3, 3}, Window{5, 5}, Window{6, 13}}) {
      for (const Border& border : AllBorders()) CheckWindow(in, window, border, true);
    }
  }
}

TEST_CASE("median crosses the boundaries of chunks, tiles and bands", "[median]") {
  for (const DType dtype : kAllTypes) {
    CheckWindow(RandomPicture(541, 3, 1, dtype), {5, 5}, {BorderMode::kMirror, 0}, false);
    CheckWindow(RandomPicture(99, 131, 3, dtype), {7, 4}, {BorderMode::kClamp, 0}, false);
    CheckWindow(RandomPicture(300, 5, 2, dtype), {9, 9}, {BorderMode::kWrap, 0}, false);
  }
}

TEST_CASE("median of u8 counts windows of more than 255 and 65535 samples", "[median]") {
  const Frame in = RandomPicture(70, 9, 2, DType::kU8);
  for (const double percent : {0.0, 30.0, 99.0}) {
    CheckWindow(in, {33, 29, percent}, {BorderMode::kReflect, 0}, false);
    CheckWindow(RandomPicture(3, 2, 1, DType::kU8), {300, 301, percent}, {BorderMode::kWrap, 0},
                false);
  }
}

TEST_CASE("median keeps a constant picture and removes an impulse", "[median]") {
  for (const DType dtype : kAllTypes) {
    for (const int side : {3, 5, 7, 10, 15}) {
      Frame constant = RandomPicture(40, 30, 1, dtype);
      VisitDType(dtype, [&](auto zero) {
        using T = decltype(zero);
        for (int y = 0; y < 30; ++y) std::fill_n(constant.Row<T>(y), 40, T(1));
      });
      Frame impulse = constant.Clone().value();
      VisitDType(dtype, [&](auto zero) {
        using T = decltype(zero);
        impulse.Row<T>(12)[17] = T(100);
      });
      const PercentileOptions options{side, side, 50, {}};
      CheckSameFrame(Filtered(constant, options), constant);
      CheckSameFrame(Filtered(impulse, options), constant);
    }
  }
}

TEST_CASE("median commutes with increasing functions", "[median]") {
  // f(v) = 257 v takes u8 to u16; every method must agree, also across sample types.
  const Frame u8 = RandomPicture(90, 40, 1, DType::kU8);
  const auto as_u16 = [](const Frame& from) {
    Frame to = RandomPicture(90, 40, 1, DType::kU16);
    for (int y = 0; y < 40; ++y) {
      for (int x = 0; x < 90; ++x) {
        to.Row<uint16_t>(y)[x] = static_cast<uint16_t>(from.Row<uint8_t>(y)[x] * 257);
      }
    }
    return to;
  };
  for (const int side : {3, 5, 7, 9, 11, 12, 21}) {
    const PercentileOptions options{side, side, 50, {}};
    CheckSameFrame(Filtered(as_u16(u8), options), as_u16(Filtered(u8, options)));
  }
}

TEST_CASE("median sorts f32 NaN above infinity and -0 with 0", "[median]") {
  Frame in = RandomPicture(20, 12, 1, DType::kF32);
  const float inf = std::numeric_limits<float>::infinity();
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float specials[] = {nan, -nan, inf, -inf, 0.0f, -0.0f, 3e38f, -3e38f, 1e-45f};
  for (int y = 0; y < 12; ++y) {
    for (int x = y % 3; x < 20; x += 3) in.Row<float>(y)[x] = specials[(x + 2 * y) % 9];
  }
  for (const Window& window : {Window{3, 3}, Window{5, 5}, Window{4, 6}, Window{3, 3, 100}}) {
    CheckWindow(in, window, {BorderMode::kClamp, 0}, false);
  }
}

// tests/golden/make_median.py
TEST_CASE("median and percentiles are SciPy's", "[median]") {
  const std::vector<GoldenBlock> blocks = ReadGolden("median.txt");
  const Frame in = GoldenPicture(blocks[0], 11, 7, DType::kU16);
  int cases = 0;
  for (size_t i = 1; i < blocks.size(); ++i) {
    const Frame want = GoldenPicture(blocks[i], 11, 7, DType::kU16);
    const int width = int(blocks[i].parameter(1));
    const int height = int(blocks[i].parameter(2));
    const double percent = blocks[i].parameter(3);
    CAPTURE(blocks[i].header);
    for (const Border& border : AllBorders()) {
      if (BorderName(border) != blocks[i].header[4]) continue;
      CheckSameFrame(Filtered(in, {width, height, percent, border}), want);
      ++cases;
    }
  }
  CHECK(cases == 9);
}

TEST_CASE("median refuses windows and percentages that make no sense", "[median]") {
  const PictureInfo picture{8, 8, 1, DType::kU8};
  const auto error = [&](const PercentileOptions& options) {
    return MakePercentile(options)->Prepare(picture).status();
  };
  CHECK(error({0, 3, 50, {}}).is_usage());
  CHECK(error({3, -1, 50, {}}).is_usage());
  CHECK(error({3, 3, 100.5, {}}).is_usage());
  CHECK(error({3, 3, std::nan(""), {}}).is_usage());
  CHECK(error({1 << 20, 1 << 20, 50, {}}).message().find("above the limit") != std::string::npos);
  CHECK(error({2047, 2047, 50, {}}).ok());
}

}  // namespace
}  // namespace sluice
