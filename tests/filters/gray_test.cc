#include "filters/gray.h"

#include <catch2/catch.hpp>
#include <limits>

#include "filters/luminance.h"
#include "lib/scratch.h"
#include "tests/kernel_check.h"
#include "tests/reference/gray.h"

namespace sluice {
namespace {

std::vector<int64_t> Weights(GrayWeights weights, int colours) {
  if (colours != 3 || weights == GrayWeights::kAverage) {
    return std::vector<int64_t>(static_cast<size_t>(colours), 1);
  }
  if (weights == GrayWeights::k601) return {299, 587, 114};
  return {2126, 7152, 722};
}

TEST_CASE("gray equals its reference on every target, type, size and driver", "[gray]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 2, 7, 16, 33, 130}) {
        for (const GrayWeights weights :
             {GrayWeights::k601, GrayWeights::k709, GrayWeights::kAverage}) {
          for (const bool alpha : {false, true}) {
            Frame in = RandomPicture(width, 3, channels, dtype);
            in.info().alpha = alpha;
            const int colours = channels - (alpha && channels > 1);
            const Frame want = reference::Gray(in, Weights(weights, colours));
            const auto make = [&] { return MakeGray(weights); };
            ForEachTarget([&] {
              CheckSameFrame(FilterFrame(*make(), in).value(), want,
                             dtype == DType::kF32 ? 2e-7 : 0);
            });
            if (width == 33) CheckDrivers(make, in);
          }
        }
      }
    }
  }
}

// Every sum of three weighted bytes that lies half way between two results, and its neighbours.
TEST_CASE("gray rounds ties to even exactly", "[gray]") {
  for (const DType dtype : {DType::kU8, DType::kU16}) {
    const int most = dtype == DType::kU8 ? 255 : 65535;
    Frame in = Frame::Create(FrameInfo::Picture(256, 256, 3, dtype)).value();
    for (int g = 0; g < 256; ++g) {
      for (int r = 0; r < 256; ++r) {
        // The blue that makes 299 r + 587 g + 114 b end in 500, if there is one, else any.
        int blue = most;
        for (int b = 0; b < 256; ++b) {
          if ((299 * r + 587 * (most - g) + 114 * b) % 1000 == 500) blue = b;
        }
        VisitDType(dtype, [&](auto zero) {
          using T = decltype(zero);
          T* pixel = in.Row<T>(g) + r * 3;
          pixel[0] = static_cast<T>(r);
          pixel[1] = static_cast<T>(most - g);
          pixel[2] = static_cast<T>(blue);
        });
      }
    }
    ForEachTarget([&] {
      CheckSameFrame(FilterFrame(*MakeGray(GrayWeights::k601), in).value(),
                     reference::Gray(in, {299, 587, 114}));
    });
  }
}

TEST_CASE("gray of an f32 picture is the luminance that edges are found in", "[gray]") {
  const Frame in = RandomPicture(50, 1, 3, DType::kF32);
  const Frame out = FilterFrame(*MakeGray(GrayWeights::k601), in).value();
  Scratch<float> luminance(50);
  LuminanceRow(in.Row<float>(0), 50, 3, false, LuminanceUnit::kSample, luminance.data());
  for (int x = 0; x < 50; ++x) CHECK(out.Row<float>(0)[x] == luminance.data()[x]);
}

TEST_CASE("gray of gray colours is unchanged, of any weights", "[gray]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const Frame gray = RandomPicture(300, 2, 1, dtype);
    Frame in = Frame::Create(FrameInfo::Picture(300, 2, 3, dtype)).value();
    for (int y = 0; y < 2; ++y) {
      VisitDType(dtype, [&](auto zero) {
        using T = decltype(zero);
        for (int i = 0; i < 900; ++i) in.Row<T>(y)[i] = gray.Row<T>(y)[i / 3];
      });
    }
    for (const GrayWeights weights :
         {GrayWeights::k601, GrayWeights::k709, GrayWeights::kAverage}) {
      CheckSameFrame(FilterFrame(*MakeGray(weights), in).value(), gray);
    }
  }
}

TEST_CASE("gray takes NaN and infinity", "[gray]") {
  Frame in = RandomPicture(9, 1, 3, DType::kF32);
  in.Row<float>(0)[4] = std::numeric_limits<float>::quiet_NaN();
  in.Row<float>(0)[6] = std::numeric_limits<float>::infinity();
  const Frame out = FilterFrame(*MakeGray(GrayWeights::k601), in).value();
  CHECK(std::isnan(out.Row<float>(0)[1]));
  CHECK(!std::isfinite(out.Row<float>(0)[2]));
  CHECK(std::isfinite(out.Row<float>(0)[3]));
}

}  // namespace
}  // namespace sluice
