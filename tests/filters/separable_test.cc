#include "filters/separable.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "tests/kernel_check.h"
#include "tests/reference/separable.h"

namespace sluice {
namespace {

std::vector<double> Doubles(const std::vector<float>& values) {
  return {values.begin(), values.end()};
}

Frame Reference(const Frame& in, const SeparableKernel& kernel, const Border& border,
                SeparableOutput output) {
  return reference::FrameOfValues(
      in,
      reference::SeparableValues(in, Doubles(kernel.column), kernel.column_origin,
                                 Doubles(kernel.row), kernel.row_origin, border),
      output == SeparableOutput::kF32);
}

// Weights are small dyadic fractions: sums over u8 are exact in f32, so the results are too.
std::vector<SeparableKernel> Kernels() {
  SeparableKernel even;
  even.column = {0.5f, 0.25f, -0.125f, 0.375f};
  even.row = {0.75f, -0.25f};
  even.column_origin = 3;
  SeparableKernel long_column;
  long_column.column = {.125f, .25f, -.5f, .125f, .25f, .375f, -.125f, .5f, .25f, -.25f, .125f};
  long_column.row = {1.0f};
  long_column.column_origin = 2;
  return {
      CenteredKernel({1.0f}, {1.0f}), CenteredKernel({0.25f, 0.5f, 0.25f}, {-0.5f, 0.0f, 0.5f}),
      CenteredKernel({0.125f, 0.25f, 0.25f, 0.25f, 0.125f}, {0.5f, -0.25f, 0.5f, 0.125f, 0.125f}),
      even, long_column};
}

TEST_CASE("separable equals its reference on every target, type, size, border and driver",
          "[separable]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const double tolerance = dtype == DType::kU8 ? 0 : dtype == DType::kU16 ? 1 : 1e-6;
    for (const int channels : {1, 3, 5}) {
      for (const int width : {1, 2, 17, 70}) {
        for (const SeparableKernel& kernel : Kernels()) {
          // Every border with every kernel, but not with every size.
          const Border border = AllBorders()[static_cast<size_t>(width + channels) % 5];
          INFO("border " << BorderName(border) << ", " << kernel.column.size() << "x"
                         << kernel.row.size() << " kernel");
          const Frame in = RandomPicture(width, 9, channels, dtype);
          const Frame same = Reference(in, kernel, border, SeparableOutput::kSameType);
          const Frame f32 = Reference(in, kernel, border, SeparableOutput::kF32);
          ForEachTarget([&] {
            CheckSameFrame(CheckDrivers([&] { return MakeSeparable(kernel, border); }, in), same,
                           tolerance);
            auto filter = MakeSeparable(kernel, border, SeparableOutput::kF32);
            CheckSameFrame(FilterFrame(*filter, in).value(), f32, 1e-6);
          });
        }
      }
    }
  }
}

TEST_CASE("separable follows every border rule when the kernel exceeds the picture",
          "[separable]") {
  std::vector<float> ramp(15);
  for (size_t i = 0; i < ramp.size(); ++i) ramp[i] = static_cast<float>(i + 1) / 64.0f;
  const SeparableKernel kernel = CenteredKernel(ramp, ramp);
  for (const Border& border : AllBorders()) {
    for (const int side : {1, 2, 3, 5}) {
      INFO("border " << BorderName(border) << ", side " << side);
      const Frame in = RandomPicture(side, side + 1, 2, DType::kF32);
      const Frame want = Reference(in, kernel, border, SeparableOutput::kSameType);
      CheckSameFrame(CheckDrivers([&] { return MakeSeparable(kernel, border); }, in), want, 1e-5);
    }
  }
}

TEST_CASE("separable keeps NaN and infinities inside the windows that hold them", "[separable]") {
  Frame in = RandomPicture(40, 20, 1, DType::kF32);
  in.Row<float>(10)[20] = std::numeric_limits<float>::infinity();
  in.Row<float>(3)[5] = std::numeric_limits<float>::quiet_NaN();
  const SeparableKernel kernel = CenteredKernel({0.25f, 0.5f, 0.25f}, {0.25f, 0.5f, 0.25f});
  const Frame out = FilterFrame(*MakeSeparable(kernel, {}), in).value();
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 40; ++x) {
      const bool infinite = std::abs(y - 10) <= 1 && std::abs(x - 20) <= 1;
      const bool nan = std::abs(y - 3) <= 1 && std::abs(x - 5) <= 1;
      CAPTURE(y, x);
      REQUIRE(std::isinf(out.Row<float>(y)[x]) == infinite);
      REQUIRE(std::isnan(out.Row<float>(y)[x]) == nan);
    }
  }
}

TEST_CASE("separable refuses kernels that make no sense", "[separable]") {
  const Frame in = RandomPicture(3, 3, 1, DType::kU8);
  const auto refuses = [&](const SeparableKernel& kernel) {
    return !FilterFrame(*MakeSeparable(kernel, {}), in).ok();
  };
  SeparableKernel kernel;
  CHECK(refuses(kernel));
  kernel.column = kernel.row = {1.0f};
  CHECK_FALSE(refuses(kernel));
  kernel.row_origin = 1;
  CHECK(refuses(kernel));
  kernel.row_origin = 0;
  kernel.column.resize(SeparableKernel::kMaxTaps + 1);
  CHECK(refuses(kernel));
}

}  // namespace
}  // namespace sluice
