#include "filters/luminance.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "lib/scratch.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

// The luminance of every pixel of a one-row picture.
std::vector<float> Luminances(const Frame& in, bool alpha, LuminanceUnit unit) {
  const PictureInfo p = in.info().picture();
  Scratch<float> out(static_cast<size_t>(p.width));
  VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    LuminanceRow(in.Row<T>(0), p.width, p.channels, alpha, unit, out.data());
  });
  return {out.data(), out.data() + p.width};
}

double Reference(const Frame& in, int x, bool alpha) {
  const PictureInfo p = in.info().picture();
  return VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    const T* pixel = in.Row<T>(0) + ptrdiff_t{x} * p.channels;
    const int colours = alpha && p.channels > 1 ? p.channels - 1 : p.channels;
    if (colours == 3) return 0.299 * pixel[0] + 0.587 * pixel[1] + 0.114 * pixel[2];
    double sum = 0;
    for (int c = 0; c < colours; ++c) sum += static_cast<double>(pixel[c]);
    return sum / colours;
  });
}

TEST_CASE("luminance equals its reference on every target, type and number of channels",
          "[luminance]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5, 6}) {
      for (const int width : {1, 2, 15, 16, 17, 33, 67}) {
        for (const bool alpha : {false, true}) {
          const Frame in = RandomPicture(width, 1, channels, dtype);
          ForEachTarget([&] {
            const std::vector<float> got = Luminances(in, alpha, LuminanceUnit::kSample);
            for (int x = 0; x < width; ++x) {
              CAPTURE(DTypeName(dtype), channels, width, alpha, x);
              const double tolerance = 1e-6 * static_cast<double>(FullScale(dtype));
              REQUIRE(std::abs(static_cast<double>(got[size_t(x)]) - Reference(in, x, alpha)) <=
                      tolerance);
            }
          });
        }
      }
    }
  }
}

TEST_CASE("luminance in 8-bit units has the same bits from u8, u16 and f32", "[luminance]") {
  for (const int channels : {1, 2, 3, 4, 5}) {
    Frame u8 = RandomPicture(256, 1, channels, DType::kU8);
    Frame u16 = RandomPicture(256, 1, channels, DType::kU16);
    Frame f32 = RandomPicture(256, 1, channels, DType::kF32);
    for (int i = 0; i < 256 * channels; ++i) {
      // Every value stands somewhere.
      const auto v = static_cast<uint8_t>(u8.Row<uint8_t>(0)[i] + i);
      u8.Row<uint8_t>(0)[i] = v;
      u16.Row<uint16_t>(0)[i] = static_cast<uint16_t>(v * 257);
      f32.Row<float>(0)[i] = static_cast<float>(v) / 255.0f;
    }
    ForEachTarget([&] {
      const std::vector<float> want = Luminances(u8, false, LuminanceUnit::kEightBit);
      CHECK(Luminances(u16, false, LuminanceUnit::kEightBit) == want);
      CHECK(Luminances(f32, false, LuminanceUnit::kEightBit) == want);
    });
  }
}

TEST_CASE("luminance keeps gray pixels exactly", "[luminance]") {
  for (const int channels : {3, 4}) {
    Frame in = RandomPicture(65, 1, channels, DType::kF32);
    for (int x = 0; x < 65; ++x) {
      float* pixel = in.Row<float>(0) + ptrdiff_t{x} * channels;
      pixel[1] = pixel[2] = pixel[0];
    }
    ForEachTarget([&] {
      const std::vector<float> got = Luminances(in, channels == 4, LuminanceUnit::kSample);
      for (int x = 0; x < 65; ++x) CHECK(got[size_t(x)] == in.Row<float>(0)[x * channels]);
    });
  }
}

}  // namespace
}  // namespace sluice
