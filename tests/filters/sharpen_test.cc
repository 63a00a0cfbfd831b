#include "filters/sharpen.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "tests/kernel_check.h"
#include "tests/reference/gaussian.h"

namespace sluice {
namespace {

// The definition, from the blur in f64; values that come within rounding errors of the threshold
// would be either's to decide, so tests choose thresholds that no difference comes near.
Frame Reference(const Frame& in, const SharpenOptions& o) {
  auto values = reference::GaussianValues(in, o.sigma, o.sigma, o.border);
  const DType dtype = in.info().dtype;
  const double threshold = double(o.threshold) * double(FullScale(dtype));
  for (size_t y = 0; y < values.size(); ++y) {
    VisitDType(dtype, [&](auto zero) {
      const auto* row = in.Row<decltype(zero)>(int64_t(y));
      for (size_t i = 0; i < values[y].size(); ++i) {
        const double v = double(row[i]);
        const double difference = v - values[y][i];
        values[y][i] = std::abs(difference) < threshold ? v : v + double(o.amount) * difference;
      }
    });
  }
  return reference::FrameOfValues(in, values, false);
}

TEST_CASE("sharpen equals its reference on every target, type, size, border and driver",
          "[sharpen]") {
  int index = 0;
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    // Where a value falls next to a tie, f32 and f64 may round it to different steps.
    const double tolerance = dtype == DType::kF32 ? 2e-6 : 1.0;
    for (const int channels : {1, 3, 5}) {
      for (const int width : {1, 17, 70}) {
        SharpenOptions o;
        o.sigma = index % 2 == 0 ? 0.8 : 2.0;
        o.amount = index % 3 == 0 ? 1.5f : 0.5f;
        o.border = AllBorders()[size_t(index) % 5];
        ++index;
        INFO("sigma " << o.sigma << " border " << BorderName(o.border));
        const Frame in = RandomPicture(width, 9, channels, dtype);
        const Frame want = Reference(in, o);
        ForEachTarget([&] {
          CheckSameFrame(CheckDrivers([&] { return MakeSharpen(o); }, in), want, tolerance);
        });
      }
    }
  }
}

// A step of 0.5 and a ripple of 0.02: the threshold keeps the one and drops the other.
TEST_CASE("sharpen's threshold leaves small differences alone", "[sharpen]") {
  Frame in = RandomPicture(64, 8, 1, DType::kF32);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 64; ++x) {
      in.Row<float>(y)[x] = (x < 32 ? 0.2f : 0.7f) + (x % 2 == 0 ? 0.01f : -0.01f);
    }
  }
  SharpenOptions o;
  o.threshold = 0.05f;
  const Frame out = FilterFrame(*MakeSharpen(o), in).value();
  for (int x = 0; x < 64; ++x) {
    CAPTURE(x);
    const bool kept = out.Row<float>(4)[x] == in.Row<float>(4)[x];
    CHECK(kept == (x < 31 || x > 32));
  }
  CHECK(out.Row<float>(4)[32] > in.Row<float>(4)[32] + 0.05f);
}

TEST_CASE("sharpen by 0, or of a constant, changes nothing", "[sharpen]") {
  for (const DType dtype : {DType::kU8, DType::kU16}) {
    const Frame in = RandomPicture(40, 9, 2, dtype);
    SharpenOptions o;
    o.amount = 0.0f;
    CheckSameFrame(FilterFrame(*MakeSharpen(o), in).value(), in);
    Frame constant = in.Clone().value();
    for (int y = 0; y < 9; ++y) {
      VisitDType(dtype, [&](auto zero) {
        using T = decltype(zero);
        std::fill_n(constant.Row<T>(y), 80, FromFraction<T>(0.6f));
      });
    }
    o.amount = 2.0f;
    CheckSameFrame(FilterFrame(*MakeSharpen(o), constant).value(), constant);
  }
}

TEST_CASE("sharpen refuses numbers that make no sense and survives those in the picture",
          "[sharpen]") {
  Frame in = RandomPicture(9, 9, 1, DType::kF32);
  SharpenOptions o;
  o.amount = std::numeric_limits<float>::infinity();
  CHECK(FilterFrame(*MakeSharpen(o), in).status().is_usage());
  o = {};
  o.sigma = -1.0;
  CHECK(FilterFrame(*MakeSharpen(o), in).status().is_usage());
  in.Row<float>(4)[4] = std::numeric_limits<float>::infinity();
  const Frame out = FilterFrame(*MakeSharpen({}), in).value();
  CHECK(std::isfinite(out.Row<float>(0)[0]));
  CHECK_FALSE(std::isfinite(out.Row<float>(4)[4]));
}

}  // namespace
}  // namespace sluice
