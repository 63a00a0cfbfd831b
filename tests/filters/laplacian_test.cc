#include "filters/laplacian.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tests/filters/gradient_check.h"
#include "tests/kernel_check.h"
#include "tests/reference/gradient.h"

namespace sluice {
namespace {

TEST_CASE("the Laplacian equals its reference", "[laplacian]") {
  const std::vector<std::vector<double>> kernel = {{0, 1, 0}, {1, -4, 1}, {0, 1, 0}};
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const Border& border : AllBorders()) {
      const LaplacianOptions o{0.0, border};
      const Frame in = RandomPicture(21, 9, 3, dtype);
      CAPTURE(DTypeName(dtype), BorderName(border));
      CheckNumbers(CheckDrivers([&] { return MakeLaplacian(o); }, in),
                   reference::CorrelateAll(in, border, kernel), 1e-6);
    }
  }
}

TEST_CASE("the Laplacian of a Gaussian equals its reference", "[laplacian]") {
  const std::vector<Border> borders = AllBorders();
  size_t turn = 0;
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 3}) {
      for (const int width : {1, 7, 33}) {
        for (const double sigma : {0.4, 1.0, 2.3}) {
          const LaplacianOptions o{sigma, borders[turn++ % borders.size()]};
          const Frame in = RandomPicture(width, 9, channels, dtype);
          CAPTURE(DTypeName(dtype), channels, width, sigma, BorderName(o.border));
          const Frame got = CheckDrivers([&] { return MakeLaplacian(o); }, in);
          CheckNumbers(got, reference::CorrelateAll(in, o.border, reference::LogKernel(sigma)),
                       3e-6);
          ForEachTarget([&] { CheckSameFrame(FilterFrame(*MakeLaplacian(o), in).value(), got); });
        }
      }
    }
  }
  const Frame in = RandomPicture(4, 4, 1, DType::kU8);
  CHECK(FilterFrame(*MakeLaplacian({-1.0, {}}), in).status().is_usage());
  CHECK(FilterFrame(*MakeLaplacian({1e9, {}}), in).status().is_usage());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(FilterFrame(*MakeLaplacian({nan, {}}), in).status().is_usage());
}

TEST_CASE("Laplacians have the same bits from u8, u16 and f32", "[laplacian]") {
  const Frame u8 = RandomPicture(50, 20, 3, DType::kU8);
  Frame u16 = RandomPicture(50, 20, 3, DType::kU16);
  Frame f32 = RandomPicture(50, 20, 3, DType::kF32);
  for (int y = 0; y < 20; ++y) {
    for (int i = 0; i < 150; ++i) {
      u16.Row<uint16_t>(y)[i] = static_cast<uint16_t>(u8.Row<uint8_t>(y)[i] * 257);
      f32.Row<float>(y)[i] = static_cast<float>(u8.Row<uint8_t>(y)[i]) / 255.0f;
    }
  }
  for (const double sigma : {0.0, 0.8, 2.0}) {
    const LaplacianOptions o{sigma, {}};
    const Frame want = FilterFrame(*MakeLaplacian(o), u8).value();
    CheckSameFrame(FilterFrame(*MakeLaplacian(o), u16).value(), want);
    CheckSameFrame(FilterFrame(*MakeLaplacian(o), f32).value(), want);
  }
}

TEST_CASE("the Laplacian is 0 on constants and slopes, and 1 on x^2 / 2", "[laplacian]") {
  Frame ramp = Frame::Create(FrameInfo::Picture(30, 20, 1, DType::kF32)).value();
  Frame parabola = Frame::Create(FrameInfo::Picture(30, 20, 1, DType::kF32)).value();
  Frame constant = Frame::Create(FrameInfo::Picture(30, 20, 1, DType::kF32)).value();
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 30; ++x) {
      ramp.Row<float>(y)[x] = static_cast<float>(2 * x - 3 * y);
      parabola.Row<float>(y)[x] = static_cast<float>(x * x) / 2.0f;
      constant.Row<float>(y)[x] = 0.3f;
    }
  }
  const auto inside = [](double sigma, const Frame& in) {
    return FilterFrame(*MakeLaplacian({sigma, {}}), in).value().Row<float>(10)[12];
  };
  for (const double sigma : {0.0, 0.5, 1.5}) {
    CHECK(std::abs(inside(sigma, ramp)) < 1e-4f);
    CHECK(inside(sigma, parabola) == Approx(1.0).epsilon(1e-4));
  }
  const std::vector<double> zeros(20 * 30, 0.0);
  for (Border border : AllBorders()) {
    border.constant = 0.3f;
    for (const double sigma : {0.0, 0.3, 1.0, 9.0}) {
      CheckNumbers(FilterFrame(*MakeLaplacian({sigma, border}), constant).value(), zeros, 0.0);
    }
  }
}

// tests/golden/make_gradient.py
TEST_CASE("Laplacians equal those of SciPy", "[laplacian]") {
  const auto make = [](const std::string& name, Border border) -> std::unique_ptr<RowFilter> {
    if (name == "laplacian") return MakeLaplacian({0.0, border});
    if (name == "log2") return MakeLaplacian({2.0, border});
    return nullptr;
  };
  const int blocks = ForEachGolden(
      make, [](const std::string& name, const Frame& got, std::vector<double>& numbers) {
        for (double& number : numbers) number /= 255;
        // SciPy cuts the Gaussian off at 8 sigma: up to one percent of what it finds.
        CheckNumbers(got, numbers, name == "log2" ? 3e-4 : 1e-6);
      });
  CHECK(blocks == 3 * 2);
}

}  // namespace
}  // namespace sluice
