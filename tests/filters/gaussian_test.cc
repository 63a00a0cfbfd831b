#include "filters/gaussian.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

#include "filters/gaussian_kernel.h"
#include "filters/gaussian_u8.h"
#include "tests/kernel_check.h"
#include "tests/reference/gaussian.h"

namespace sluice {
namespace {

GaussianOptions Sigma(double sigma, Border border = {}) {
  GaussianOptions o;
  o.sigma_x = o.sigma_y = sigma;
  o.border = border;
  return o;
}

Frame Blur(const Frame& in, const GaussianOptions& options) {
  Result<Frame> out = FilterFrame(*MakeGaussian(options), in);
  REQUIRE(out.ok());
  return std::move(out).value();
}

Frame Constant(DType dtype, double fraction, int width = 37, int height = 9, int channels = 1) {
  Frame frame = RandomPicture(width, height, channels, dtype);
  for (int y = 0; y < height; ++y) {
    VisitDType(dtype, [&](auto zero) {
      using T = decltype(zero);
      std::fill_n(frame.Row<T>(y), width * channels, FromFraction<T>(float(fraction)));
    });
  }
  return frame;
}

double Difference(const Frame& got, const std::vector<std::vector<double>>& want) {
  double worst = 0;
  for (size_t y = 0; y < want.size(); ++y) {
    VisitDType(got.info().dtype, [&](auto zero) {
      const auto* row = got.Row<decltype(zero)>(int64_t(y));
      for (size_t i = 0; i < want[y].size(); ++i) {
        worst = std::max(worst, std::abs(double(row[i]) - want[y][i]));
      }
    });
  }
  return worst;
}

TEST_CASE("G1: Gaussian weights reach 3 sigma, sum to 1, none is negative", "[gaussian]") {
  for (const double sigma : {0.05, 0.3, 0.5, 1.0, 1.4, 2.0, 5.0, 10.0, 50.0}) {
    CAPTURE(sigma);
    const std::vector<double> taps = GaussianTaps(sigma, GaussianRadius(sigma, 3.0));
    CHECK(taps.size() == 2 * size_t(std::ceil(3 * sigma)) + 1);
    CHECK(std::abs(std::accumulate(taps.begin(), taps.end(), 0.0) - 1.0) <
          1e-15 * double(taps.size()));
    CHECK(*std::min_element(taps.begin(), taps.end()) >= 0.0);
    const FixedKernel fixed = FixedGaussian(taps);
    if (fixed.half.size() == 1) continue;  // the identity
    int sum = -fixed.half.back();
    for (const int weight : fixed.half) {
      CHECK(weight >= 0);
      sum += 2 * weight;
    }
    CHECK(sum == kFixedUnit);
  }
}

TEST_CASE("G4: derivative-of-Gaussian weights sum to 0 and are normalised", "[gaussian]") {
  for (const double sigma : {0.0, 0.01, 0.05, 0.5, 1.0, 3.0, 20.0}) {
    CAPTURE(sigma);
    for (const int order : {1, 2}) {
      const std::vector<double> taps = GaussianTaps(sigma, GaussianRadius(sigma, 3.0), order);
      const int radius = int(taps.size()) / 2;
      double sum = 0;
      double response = 0;  // to x or to x^2 / 2
      for (int i = -radius; i <= radius; ++i) {
        const double tap = taps[size_t(i + radius)];
        sum += tap;
        response += tap * (order == 1 ? i : 0.5 * i * i);
      }
      CHECK(std::abs(sum) < 1e-14);
      CHECK(std::abs(response - 1.0) < 1e-12);
    }
  }
  CHECK(GaussianTaps(0.01, 1, 1) == std::vector<double>{-0.5, 0.0, 0.5});
  CHECK(GaussianTaps(0.01, 1, 2) == std::vector<double>{1.0, -2.0, 1.0});
}

TEST_CASE("gaussian equals its reference on every target, type, size, border and driver",
          "[gaussian]") {
  int index = 0;
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 2, 31, 70, 131}) {
        GaussianOptions o = Sigma(0.0, AllBorders()[size_t(index) % 5]);
        o.sigma_x = std::vector<double>{1.0, 0.6, 2.0, 3.4}[size_t(index) % 4];
        o.sigma_y = std::vector<double>{1.0, 2.5, 0.4}[size_t(index) % 3];
        ++index;
        INFO("sigma " << o.sigma_x << ", " << o.sigma_y << " border " << BorderName(o.border));
        const Frame in = RandomPicture(width, 11, channels, dtype);
        const auto want = reference::GaussianValues(in, o.sigma_x, o.sigma_y, o.border);
        // One rounding to a step, and, for u8, the roundings of the products.
        const double tolerance = dtype == DType::kU8 ? 0.56 : dtype == DType::kU16 ? 0.52 : 1e-6;
        Frame first;
        ForEachTarget([&] {
          Frame out = CheckDrivers([&] { return MakeGaussian(o); }, in);
          CHECK(Difference(out, want) <= tolerance);
          if (first.info().shape.empty()) first = out.Clone().value();
          CheckSameFrame(out, first);  // the same bytes on all
        });
      }
    }
  }
}

TEST_CASE("gaussian is right when its kernel exceeds the picture", "[gaussian]") {
  for (const Border& border : AllBorders()) {
    for (const DType dtype : {DType::kU8, DType::kF32}) {
      for (const int side : {1, 2, 5}) {
        for (const double sigma : {3.0, 12.0}) {
          INFO(BorderName(border) << " " << DTypeName(dtype) << " side " << side << " sigma "
                                  << sigma);
          GaussianOptions o = Sigma(sigma, border);
          o.method = GaussianMethod::kFir;
          const Frame in = RandomPicture(side, side + 1, 1, dtype);
          const Frame out = CheckDrivers([&] { return MakeGaussian(o); }, in);
          CHECK(Difference(out, reference::GaussianValues(in, sigma, sigma, border)) <=
                (dtype == DType::kU8 ? 0.56 : 1e-6));
        }
      }
    }
  }
}

TEST_CASE("gaussian in u8 is off the exact rounded sum by at most 1 step, and rarely",
          "[gaussian]") {
  for (const double sigma : {0.5, 1.0, 2.0, 3.5, 10.0}) {
    CAPTURE(sigma);
    GaussianOptions o = Sigma(sigma);
    o.method = GaussianMethod::kFir;
    const Frame in = RandomPicture(200, 100, 1, DType::kU8);
    const Frame out = Blur(in, o);
    const Frame exact =
        reference::FrameOfValues(in, reference::GaussianValues(in, sigma, sigma, {}), false);
    CheckSameFrame(out, exact, 1.0);
    int different = 0;
    for (int y = 0; y < 100; ++y) {
      for (int x = 0; x < 200; ++x) {
        different += out.Row<uint8_t>(y)[x] != exact.Row<uint8_t>(y)[x] ? 1 : 0;
      }
    }
    CHECK(different < 200 * 100 * 3 / 100);
  }
}

TEST_CASE("constant pictures stay constant for every sigma and sample type", "[gaussian]") {
  for (const double sigma : {0.05, 0.1, 0.3, 0.5, 0.8, 1.0, 1.7, 2.6, 4.4, 7.0, 13.0, 50.0}) {
    for (const double fraction : {0.0, 1.0 / 255, 0.2, 127.0 / 255, 0.5, 0.501, 0.99, 1.0}) {
      CAPTURE(sigma, fraction);
      for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
        const Frame in = Constant(dtype, fraction);
        CheckSameFrame(Blur(in, Sigma(sigma)), in, dtype == DType::kF32 ? 1e-6 : 0);
      }
    }
  }
}

TEST_CASE("u16 above 32768 is blurred like the rest (opencv#20121)", "[gaussian]") {
  Frame in = RandomPicture(64, 16, 1, DType::kU16);
  for (int y = 0; y < 16; ++y) {
    for (int x = 0; x < 64; ++x) in.Row<uint16_t>(y)[x] |= 0x8000;
  }
  const Frame out = Blur(in, Sigma(1.0));
  CHECK(Difference(out, reference::GaussianValues(in, 1.0, 1.0, {})) <= 0.52);
}

TEST_CASE("tiny and zero sigmas leave the picture as it is", "[gaussian]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const Frame in = RandomPicture(33, 7, 3, dtype);
    for (const double sigma : {0.0, 1e-300, 0.05}) CheckSameFrame(Blur(in, Sigma(sigma)), in);
  }
}

TEST_CASE("an impulse gives a symmetric response", "[gaussian]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    Frame in = Constant(dtype, 0.0, 41, 41);
    VisitDType(dtype, [&](auto zero) {
      using T = decltype(zero);
      in.Row<T>(20)[20] = T(FullScale(dtype));
      const Frame out = Blur(in, Sigma(2.5));
      for (int y = 0; y < 41; ++y) {
        for (int x = 0; x < 41; ++x) {
          REQUIRE(out.Row<T>(y)[x] == out.Row<T>(40 - y)[x]);
          REQUIRE(out.Row<T>(y)[x] == out.Row<T>(y)[40 - x]);
        }
      }
      CHECK(out.Row<T>(20)[20] > 0);
    });
  }
}

TEST_CASE("G2: twice sigma is once sigma * sqrt 2", "[gaussian]") {
  const Frame in = RandomPicture(80, 60, 1, DType::kF32);
  GaussianOptions o = Sigma(2.0, {BorderMode::kReflect, 0});
  o.truncate = 6.0;
  const Frame twice = Blur(Blur(in, o), o);
  o.sigma_x = o.sigma_y = 2.0 * std::sqrt(2.0);
  CheckSameFrame(twice, Blur(in, o), 1e-5);
}

TEST_CASE("G3: a 2-D Gaussian is the product of two 1-D ones", "[gaussian]") {
  const Frame in = RandomPicture(50, 40, 2, DType::kF32);
  GaussianOptions x = Sigma(0.0);
  x.sigma_x = 1.5;
  GaussianOptions y = Sigma(0.0);
  y.sigma_y = 3.0;
  GaussianOptions both = x;
  both.sigma_y = 3.0;
  CheckSameFrame(Blur(Blur(in, y), x), Blur(in, both), 1e-6);
}

TEST_CASE("derivatives: a ramp gives its slope, a parabola its curvature, a constant 0",
          "[gaussian]") {
  Frame in = RandomPicture(60, 50, 1, DType::kF32);
  for (int y = 0; y < 50; ++y) {
    for (int x = 0; x < 60; ++x) in.Row<float>(y)[x] = 0.01f * float(x) + 0.0005f * float(y * y);
  }
  const auto middle = [&](int order_x, int order_y) {
    GaussianOptions o = Sigma(2.0);
    o.order_x = order_x;
    o.order_y = order_y;
    return Blur(in, o).Row<float>(25)[30];
  };
  CHECK(std::abs(middle(1, 0) - 0.01f) < 1e-6f);
  CHECK(std::abs(middle(0, 1) - 0.025f) < 1e-6f);
  CHECK(std::abs(middle(0, 2) - 0.001f) < 1e-6f);
  CHECK(std::abs(middle(2, 0)) < 1e-6f);
  CHECK(std::abs(middle(1, 1)) < 1e-6f);

  GaussianOptions o = Sigma(1.4);
  o.order_x = 1;
  const Frame slope = Blur(Constant(DType::kU8, 0.7), o);
  CHECK(slope.info().dtype == DType::kF32);
  CheckSameFrame(slope, Constant(DType::kF32, 0.0), 1e-7);
}

TEST_CASE("gaussian refuses numbers that make no sense", "[gaussian]") {
  const Frame in = RandomPicture(3, 3, 1, DType::kU8);
  const auto refuses = [&](const GaussianOptions& o) {
    return FilterFrame(*MakeGaussian(o), in).status().is_usage();
  };
  CHECK(refuses(Sigma(std::numeric_limits<double>::quiet_NaN())));
  CHECK(refuses(Sigma(std::numeric_limits<double>::infinity())));
  CHECK(refuses(Sigma(-1.0)));
  CHECK(refuses(Sigma(1e9)));
  GaussianOptions o = Sigma(1.0);
  o.truncate = 0.0;
  CHECK(refuses(o));
  o = Sigma(1.0);
  o.order_y = 3;
  CHECK(refuses(o));
}

TEST_CASE("NaN and infinities stay inside the windows that hold them", "[gaussian]") {
  Frame in = RandomPicture(50, 30, 1, DType::kF32);
  in.Row<float>(15)[25] = std::numeric_limits<float>::infinity();
  const Frame out = Blur(in, Sigma(1.0));
  for (int y = 0; y < 30; ++y) {
    for (int x = 0; x < 50; ++x) {
      CAPTURE(y, x);
      REQUIRE(std::isfinite(out.Row<float>(y)[x]) ==
              (std::abs(y - 15) > 3 || std::abs(x - 25) > 3));
    }
  }
}

}  // namespace
}  // namespace sluice
