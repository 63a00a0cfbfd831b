#include "filters/multirate.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "filters/gaussian.h"
#include "filters/gaussian_kernel.h"
#include "tests/kernel_check.h"
#include "tests/reference/gaussian.h"

namespace sluice {
namespace {

GaussianOptions Wide(double sigma_x, double sigma_y, Border border = {}) {
  GaussianOptions o;
  o.sigma_x = sigma_x;
  o.sigma_y = sigma_y;
  o.method = GaussianMethod::kMultirate;
  o.border = border;
  return o;
}

Frame Blur(const Frame& in, const GaussianOptions& options) {
  Result<Frame> out = FilterFrame(*MakeGaussian(options), in);
  REQUIRE(out.ok());
  return std::move(out).value();
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

std::vector<double> Taps(double sigma) { return GaussianTaps(sigma, GaussianRadius(sigma, 3.0)); }

// What the filter makes of an impulse at `at` in a row of f32.
std::vector<double> ImpulseResponse(double sigma, int width, int at) {
  Frame in = RandomPicture(width, 1, 1, DType::kF32);
  std::fill_n(in.Row<float>(0), width, 0.0f);
  in.Row<float>(0)[at] = 1.0f;
  const Frame out = Blur(in, Wide(sigma, 0.0));
  return {out.Row<float>(0), out.Row<float>(0) + width};
}

TEST_CASE("multirate: the effective kernels are as near the Gaussian as the design says",
          "[gaussian][multirate]") {
  for (const double sigma : {4.5, 5.0, 7.3, 10.0, 20.0, 33.0}) {
    CAPTURE(sigma);
    const auto axis = ChooseMultirateAxis(Taps(sigma), sigma);
    REQUIRE(axis);
    CHECK(axis->error * 255 < 0.5);
    CHECK(std::abs(std::accumulate(axis->coarse.begin(), axis->coarse.end(), 0.0) - 1.0) < 1e-12);
    // Row n of the filter's matrix, from one impulse response a column.
    const int middle = 8 * GaussianRadius(sigma, 3.0) / axis->factor / 2 * axis->factor;
    const int width = 2 * middle;
    std::vector<double> differences(size_t(axis->factor));
    const std::vector<double> gaussian = reference::Gaussian(sigma);
    const int radius = int(gaussian.size() / 2);
    for (int at = 0; at < width; ++at) {
      const std::vector<double> response = ImpulseResponse(sigma, width, at);
      for (int phase = 0; phase < axis->factor; ++phase) {
        const int offset = at - (middle + phase);
        const double want = std::abs(offset) <= radius ? gaussian[size_t(offset + radius)] : 0.0;
        differences[size_t(phase)] += std::abs(response[size_t(middle + phase)] - want);
      }
    }
    const double worst = *std::max_element(differences.begin(), differences.end());
    CHECK(std::abs(worst - axis->error) < 1e-5);
  }
}

// The picture that is white where the effective kernel lies above the Gaussian and black elsewhere
// gives the largest error there is.
TEST_CASE("multirate: the worst picture is off by less than half an 8-bit step",
          "[gaussian][multirate]") {
  for (const double sigma : {4.5, 5.0, 10.0, 22.0}) {
    CAPTURE(sigma);
    const auto axis = ChooseMultirateAxis(Taps(sigma), sigma);
    REQUIRE(axis);
    const int factor = axis->factor;
    const int reach = GaussianRadius(sigma, 3.0) + 6 * factor;
    const int middle = (reach / factor + 1) * factor;
    const int side = 2 * middle + 1;
    const std::vector<double> gaussian = reference::Gaussian(sigma);
    const int radius = int(gaussian.size() / 2);
    double worst = 0;
    for (int phase = 0; phase < factor; ++phase) {
      const int n = middle + phase;
      std::vector<double> effective;
      for (int at = 0; at < side; ++at) {
        effective.push_back(ImpulseResponse(sigma, side, at)[size_t(n)]);
      }
      const auto wanted = [&](int at) {
        return std::abs(at - n) <= radius ? gaussian[size_t(at - n + radius)] : 0.0;
      };
      Frame bytes = RandomPicture(side, side, 1, DType::kU8);
      Frame floats = RandomPicture(side, side, 1, DType::kF32);
      double exact = 0;
      for (int y = 0; y < side; ++y) {
        for (int x = 0; x < side; ++x) {
          const bool above = effective[size_t(y)] * effective[size_t(x)] > wanted(y) * wanted(x);
          bytes.Row<uint8_t>(y)[x] = above ? 255 : 0;
          floats.Row<float>(y)[x] = above ? 1.0f : 0.0f;
          exact += above ? wanted(y) * wanted(x) : 0.0;
        }
      }
      const double in_f32 = double(Blur(floats, Wide(sigma, sigma)).Row<float>(n)[n]);
      const double in_u8 = double(Blur(bytes, Wide(sigma, sigma)).Row<uint8_t>(n)[n]);
      CHECK(std::abs(in_f32 - exact) * 255 < 0.5);
      CHECK(std::abs(in_u8 - exact * 255) < 1.0);  // and the rounding to a whole step
      worst = std::max(worst, std::abs(in_f32 - exact) * 255);
    }
    CHECK(worst > 0.5 * axis->error * 255);  // it is a hard picture
  }
}

TEST_CASE("multirate equals its reference on every target, type, size, border and driver",
          "[gaussian][multirate]") {
  int index = 0;
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const double step = double(FullScale(dtype)) / 255.0;
    const double rounding = dtype == DType::kF32 ? 0.0 : 0.51;
    for (const int channels : {1, 2, 3, 4, 5}) {
      for (const int width : {1, 7, 64, 133}) {
        const std::vector<std::pair<double, double>> sigmas = {
            {5.0, 5.0}, {10.0, 5.0}, {0.0, 9.5}, {4.6, 1.0}, {18.5, 12.0}, {1.5, 6.0}};
        const auto [x, y] = sigmas[size_t(index) % sigmas.size()];
        const GaussianOptions o = Wide(x, y, AllBorders()[size_t(index) % 5]);
        ++index;
        INFO("sigma " << x << ", " << y << " border " << BorderName(o.border) << " " << width
                      << " wide, " << channels << " channels " << DTypeName(dtype));
        const Frame in = RandomPicture(width, 21, channels, dtype);
        const auto want = reference::GaussianValues(in, x, y, o.border);
        Frame first;
        ForEachTarget([&] {
          Frame out = CheckDrivers([&] { return MakeGaussian(o); }, in);
          // The error of a random picture is far below that of the worst one.
          CHECK(Difference(out, want) <= 0.15 * step + rounding);
          if (first.info().shape.empty()) first = out.Clone().value();
          CheckSameFrame(out, first);
        });
      }
    }
  }
}

TEST_CASE("multirate holds border rules exactly: as if the picture were extended",
          "[gaussian][multirate]") {
  const Frame in = RandomPicture(16, 16, 1, DType::kF32);
  for (const Border& border : AllBorders()) {
    INFO(BorderName(border));
    // Extended by a multiple of the factor, so that the grid stays where it was.
    constexpr int kMargin = 64;
    Frame extended = RandomPicture(16 + 2 * kMargin, 16 + 2 * kMargin, 1, DType::kF32);
    for (int y = 0; y < 16 + 2 * kMargin; ++y) {
      for (int x = 0; x < 16 + 2 * kMargin; ++x) {
        extended.Row<float>(y)[x] =
            float(reference::SampleAt<float>(in, y - kMargin, x - kMargin, 0, border));
      }
    }
    const Frame out = Blur(in, Wide(9.5, 9.5, border));
    const Frame whole = Blur(extended, Wide(9.5, 9.5, border));
    for (int y = 0; y < 16; ++y) {
      for (int x = 0; x < 16; ++x) {
        CAPTURE(y, x);
        REQUIRE(out.Row<float>(y)[x] == whole.Row<float>(y + kMargin)[x + kMargin]);
      }
    }
  }
}

TEST_CASE("multirate applies to every sigma above 4", "[gaussian][multirate]") {
  for (double sigma = 4.01; sigma < 60.0; sigma *= 1.0037) {
    CAPTURE(sigma);
    CHECK(ChooseMultirateAxis(Taps(sigma), sigma));
  }
  CHECK_FALSE(ChooseMultirateAxis(Taps(3.0), 3.0));
}

TEST_CASE("multirate is refused where it does not apply", "[gaussian][multirate]") {
  const Frame in = RandomPicture(9, 9, 1, DType::kU8);
  const auto refuses = [&](const GaussianOptions& o) {
    return FilterFrame(*MakeGaussian(o), in).status().is_usage();
  };
  CHECK(refuses(Wide(2.0, 2.0)));
  CHECK_FALSE(refuses(Wide(2.0, 8.0)));
  GaussianOptions o = Wide(8.0, 8.0);
  o.order_x = 1;
  CHECK(refuses(o));
  o = Wide(8.0, 8.0);
  o.truncate = 1.0;  // the edge of the kernel is too high to be approximated
  CHECK(refuses(o));
  o.method = GaussianMethod::kAuto;
  CHECK_FALSE(refuses(o));
}

}  // namespace
}  // namespace sluice
