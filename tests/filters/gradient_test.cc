#include "filters/gradient.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "tests/filters/gradient_check.h"
#include "tests/kernel_check.h"
#include "tests/reference/gradient.h"

namespace sluice {
namespace {

using KernelRows = std::vector<std::vector<double>>;

KernelRows RowsOf(GradientKernel kernel, bool normalize) {
  switch (kernel) {
    case GradientKernel::kSobel:
      return normalize ? KernelRows{{-0.125, 0, 0.125}, {-0.25, 0, 0.25}, {-0.125, 0, 0.125}}
                       : KernelRows{{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}};
    case GradientKernel::kScharr:
      return normalize
                 ? KernelRows{{-0.09375, 0, 0.09375}, {-0.3125, 0, 0.3125}, {-0.09375, 0, 0.09375}}
                 : KernelRows{{-3, 0, 3}, {-10, 0, 10}, {-3, 0, 3}};
    case GradientKernel::kCentral:
      return {{0, 0, 0}, {-0.5, 0, 0.5}, {0, 0, 0}};
    case GradientKernel::kSecond:
      break;
  }
  return {{0, 0, 0}, {1, -2, 1}, {0, 0, 0}};
}

// What MakeGradient should give, sample after sample.
std::vector<double> Expected(const Frame& in, const GradientOptions& o) {
  const KernelRows kernel = RowsOf(o.kernel, o.normalize);
  const std::vector<double> dx = reference::CorrelateAll(in, o.border, kernel);
  const std::vector<double> dy =
      reference::CorrelateAll(in, o.border, reference::Transposed(kernel));
  std::vector<double> out;
  for (size_t i = 0; i < dx.size(); ++i) {
    switch (o.output) {
      case GradientOutput::kX:
        out.push_back(dx[i]);
        break;
      case GradientOutput::kY:
        out.push_back(dy[i]);
        break;
      case GradientOutput::kBoth:
        out.push_back(dx[i]);
        out.push_back(dy[i]);
        break;
      case GradientOutput::kSum:
        out.push_back(dx[i] + dy[i]);
        break;
      case GradientOutput::kMagnitude:
        out.push_back(std::hypot(dx[i], dy[i]));
        break;
      case GradientOutput::kAngle:
        out.push_back(std::atan2(dy[i], dx[i]) * 45 / std::atan(1));
        break;
    }
  }
  return out;
}

const std::vector<GradientOutput> kOutputs = {GradientOutput::kX,         GradientOutput::kY,
                                              GradientOutput::kBoth,      GradientOutput::kSum,
                                              GradientOutput::kMagnitude, GradientOutput::kAngle};
const std::vector<GradientKernel> kKernels = {GradientKernel::kSobel, GradientKernel::kScharr,
                                              GradientKernel::kCentral, GradientKernel::kSecond};

TEST_CASE("gradients equal their reference on every target, type, border, size and driver",
          "[gradient]") {
  const std::vector<Border> borders = AllBorders();
  size_t turn = 0;
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 5}) {
      for (const int width : {1, 2, 9, 16, 33}) {
        for (const GradientOutput output : kOutputs) {
          GradientOptions o;
          o.kernel = kKernels[turn % kKernels.size()];
          o.normalize = turn % 3 == 0;
          o.border = borders[turn++ % borders.size()];
          o.output = output;
          const Frame in = RandomPicture(width, 6, channels, dtype);
          CAPTURE(DTypeName(dtype), channels, width, int(o.kernel), int(output),
                  BorderName(o.border));
          const Frame got = CheckDrivers([&] { return MakeGradient(o); }, in);
          const bool degrees = output == GradientOutput::kAngle;
          CheckNumbers(got, Expected(in, o), degrees ? 2e-3 : 3e-6, degrees);
          ForEachTarget([&] { CheckSameFrame(FilterFrame(*MakeGradient(o), in).value(), got); });
        }
      }
    }
  }
}

TEST_CASE("gradients have the same bits from u8, u16 and f32", "[gradient]") {
  const Frame u8 = RandomPicture(50, 20, 3, DType::kU8);
  Frame u16 = RandomPicture(50, 20, 3, DType::kU16);
  Frame f32 = RandomPicture(50, 20, 3, DType::kF32);
  for (int y = 0; y < 20; ++y) {
    for (int i = 0; i < 150; ++i) {
      u16.Row<uint16_t>(y)[i] = static_cast<uint16_t>(u8.Row<uint8_t>(y)[i] * 257);
      f32.Row<float>(y)[i] = static_cast<float>(u8.Row<uint8_t>(y)[i]) / 255.0f;
    }
  }
  for (const GradientKernel kernel : kKernels) {
    for (const GradientOutput output : kOutputs) {
      GradientOptions o;
      o.kernel = kernel;
      o.output = output;
      const Frame want = FilterFrame(*MakeGradient(o), u8).value();
      CheckSameFrame(FilterFrame(*MakeGradient(o), u16).value(), want);
      CheckSameFrame(FilterFrame(*MakeGradient(o), f32).value(), want);
    }
  }
}

TEST_CASE("derivatives of a ramp and a parabola, and their signs", "[gradient]") {
  Frame ramp = Frame::Create(FrameInfo::Picture(30, 20, 1, DType::kF32)).value();
  Frame parabola = Frame::Create(FrameInfo::Picture(30, 20, 1, DType::kF32)).value();
  for (int y = 0; y < 20; ++y) {
    for (int x = 0; x < 30; ++x) {
      ramp.Row<float>(y)[x] = static_cast<float>(2 * x - 3 * y);
      parabola.Row<float>(y)[x] = static_cast<float>(x * x) / 2.0f;
    }
  }
  const auto inside = [](RowFilter& filter, const Frame& in) {
    return FilterFrame(filter, in).value().Row<float>(10)[12];
  };
  for (const GradientKernel kernel :
       {GradientKernel::kSobel, GradientKernel::kScharr, GradientKernel::kCentral}) {
    const auto make = [&](GradientOutput output) {
      return MakeGradient({kernel, output, true, {}});
    };
    // Growing to the right is positive, growing upwards negative.
    CHECK(inside(*make(GradientOutput::kX), ramp) == 2.0f);
    CHECK(inside(*make(GradientOutput::kY), ramp) == -3.0f);
    CHECK(inside(*make(GradientOutput::kMagnitude), ramp) == std::sqrt(13.0f));
    CHECK(inside(*make(GradientOutput::kAngle), ramp) == Approx(-56.309932).epsilon(1e-6));
  }
  const auto second = [](GradientOutput output) {
    return MakeGradient({GradientKernel::kSecond, output, false, {}});
  };
  CHECK(inside(*second(GradientOutput::kX), parabola) == 1.0f);
  CHECK(inside(*second(GradientOutput::kY), parabola) == 0.0f);
  CHECK(inside(*second(GradientOutput::kX), ramp) == 0.0f);
}

TEST_CASE("the eight main directions have exact angles", "[gradient]") {
  struct Case {
    int dx, dy;
    float degrees;
  };
  for (const Case& c : std::vector<Case>{{1, 0, 0},
                                         {1, 1, 45},
                                         {0, 1, 90},
                                         {-1, 1, 135},
                                         {-1, 0, 180},
                                         {-1, -1, -135},
                                         {0, -1, -90},
                                         {1, -1, -45},
                                         {0, 0, 0}}) {
    Frame in = Frame::Create(FrameInfo::Picture(9, 9, 1, DType::kU8)).value();
    for (int y = 0; y < 9; ++y) {
      for (int x = 0; x < 9; ++x) {
        in.Row<uint8_t>(y)[x] = static_cast<uint8_t>(100 + 5 * (c.dx * x + c.dy * y));
      }
    }
    CAPTURE(c.dx, c.dy);
    GradientOptions o;
    o.output = GradientOutput::kAngle;
    CHECK(FilterFrame(*MakeGradient(o), in).value().Row<float>(4)[4] == c.degrees);
  }
}

TEST_CASE("a constant picture has no derivatives", "[gradient]") {
  Frame in = Frame::Create(FrameInfo::Picture(21, 15, 2, DType::kF32)).value();
  for (int y = 0; y < 15; ++y) std::fill_n(in.Row<float>(y), 42, 0.3f);
  const std::vector<double> zeros(15 * 42, 0.0);
  for (Border border : AllBorders()) {
    border.constant = 0.3f;
    for (const GradientKernel kernel : kKernels) {
      CheckNumbers(
          FilterFrame(*MakeGradient({kernel, GradientOutput::kMagnitude, false, border}), in)
              .value(),
          zeros, 0.0);
    }
  }
}

TEST_CASE("NaN and infinite numbers stay within the windows that hold them", "[gradient]") {
  Frame in = RandomPicture(20, 20, 1, DType::kF32);
  in.Row<float>(5)[5] = std::numeric_limits<float>::quiet_NaN();
  in.Row<float>(14)[14] = std::numeric_limits<float>::infinity();
  for (const GradientOutput output : kOutputs) {
    GradientOptions o;
    o.output = output;
    const Frame got = FilterFrame(*MakeGradient(o), in).value();
    const int pixel = output == GradientOutput::kBoth ? 2 : 1;
    CAPTURE(int(output));
    CHECK(std::isfinite(got.Row<float>(5)[7 * pixel]));
    CHECK(std::isfinite(got.Row<float>(16)[14 * pixel]));
    CHECK_FALSE(std::isfinite(got.Row<float>(4)[6 * pixel]));
    ForEachTarget([&] { CheckSameFrame(FilterFrame(*MakeGradient(o), in).value(), got); });
  }
}

// tests/golden/make_gradient.py
TEST_CASE("derivatives equal those of OpenCV and SciPy", "[gradient]") {
  const auto gradient = [](GradientKernel kernel, GradientOutput output) {
    GradientOptions o;
    o.kernel = kernel;
    o.output = output;
    return o;
  };
  const std::map<std::string, GradientOptions> filters = {
      {"sobel-x", gradient(GradientKernel::kSobel, GradientOutput::kX)},
      {"sobel-y", gradient(GradientKernel::kSobel, GradientOutput::kY)},
      {"sobel-magnitude", gradient(GradientKernel::kSobel, GradientOutput::kMagnitude)},
      {"sobel-angle", gradient(GradientKernel::kSobel, GradientOutput::kAngle)},
      {"scharr-x", gradient(GradientKernel::kScharr, GradientOutput::kX)},
      {"scharr-y", gradient(GradientKernel::kScharr, GradientOutput::kY)},
      {"derivative-x-1", gradient(GradientKernel::kCentral, GradientOutput::kX)},
      {"derivative-y-1", gradient(GradientKernel::kCentral, GradientOutput::kY)},
      {"derivative-x-2", gradient(GradientKernel::kSecond, GradientOutput::kX)},
      {"derivative-y-2", gradient(GradientKernel::kSecond, GradientOutput::kY)},
  };
  const auto make = [&](const std::string& name, Border border) -> std::unique_ptr<RowFilter> {
    const auto found = filters.find(name);
    if (found == filters.end()) return nullptr;
    GradientOptions o = found->second;
    o.border = border;
    return MakeGradient(o);
  };
  const int blocks = ForEachGolden(
      make, [](const std::string& name, const Frame& got, std::vector<double>& numbers) {
        const bool degrees = name == "sobel-angle";
        if (!degrees) {
          for (double& number : numbers) number /= 255;
        }
        CheckNumbers(got, numbers, degrees ? 1e-4 : 1e-6, degrees);
      });
  CHECK(blocks == 3 * 10);
}

}  // namespace
}  // namespace sluice
