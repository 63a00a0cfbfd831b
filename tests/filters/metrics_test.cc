#include "filters/metrics.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>

#include "filters/noise.h"
#include "lib/parallel.h"
#include "tests/kernel_check.h"
#include "tests/reference/ssim.h"

namespace sluice {
namespace {

const float kNan = std::numeric_limits<float>::quiet_NaN();
const float kInfinity = std::numeric_limits<float>::infinity();

Frame Row(const std::vector<float>& values) {
  Frame frame =
      Frame::Create(FrameInfo::Picture(static_cast<int>(values.size()), 1, 1, DType::kF32)).value();
  std::copy(values.begin(), values.end(), frame.Row<float>(0));
  return frame;
}

// tests/golden/make_metrics.py
TEST_CASE("errors and SSIM equal those of NumPy and SciPy", "[metrics]") {
  std::vector<double> want;
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/golden/metrics.txt");
  for (double number = 0; file >> number;) want.push_back(number);
  REQUIRE(want.size() == 7);
  Frame a = Frame::Create(FrameInfo::Picture(40, 30, 3, DType::kU8)).value();
  Frame b = a.Clone().value();
  for (int y = 0; y < 30; ++y) {
    for (int i = 0; i < 120; ++i) {
      const int x = i / 3;
      const int c = i % 3;
      const int v = (x * x + 3 * y + 40 * c) % 256;
      a.Row<uint8_t>(y)[i] = static_cast<uint8_t>(v);
      b.Row<uint8_t>(y)[i] =
          static_cast<uint8_t>(std::clamp(v + (x * 7 + y * 5 + c * 3) % 31 - 15, 0, 255));
    }
  }
  ForEachTarget([&] {
    const Metrics metrics = Compare(a, b).value();
    CHECK(metrics.samples == 3600);
    CHECK(static_cast<double>(metrics.differing) == want[0]);
    CHECK(metrics.max_error == Approx(want[1]).epsilon(1e-10));
    CHECK(metrics.mean_error == Approx(want[2]).epsilon(1e-10));
    CHECK(metrics.mse == Approx(want[3]).epsilon(1e-10));
    CHECK(metrics.rmse == Approx(want[4]).epsilon(1e-10));
    CHECK(metrics.psnr == Approx(want[5]).epsilon(1e-10));
    CHECK(Ssim(a, b).value() == Approx(want[6]).margin(1e-6));
  });
}

TEST_CASE("SSIM equals its reference for every size, type and number of channels", "[metrics]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 5}) {
      for (const auto& [width, height] :
           {std::pair{11, 11}, std::pair{12, 30}, std::pair{45, 13}}) {
        const Frame a = RandomPicture(width, height, channels, dtype, 1);
        const Frame b = FilterFrame(*MakeNoise({{{NoiseKind::kGaussian, 0.1f}}, 1}), a).value();
        const double want = reference::Ssim(a, b);
        double first = 0;
        ForEachTarget([&] {
          const double got = Ssim(a, b).value();
          CHECK(got == Approx(want).margin(2e-6));
          if (first == 0) first = got;
          CHECK(got == first);
        });
      }
    }
  }
}

TEST_CASE("SSIM is exact where it must be, across tiles and bands", "[metrics]") {
  const Frame a = RandomPicture(1300, 150, 1, DType::kU8, 1);
  const Frame b = RandomPicture(1300, 150, 1, DType::kU8, 2);
  CHECK(Ssim(a, a).value() == 1.0);
  CHECK(Ssim(a, b).value() == Ssim(b, a).value());
  SetThreads(1);
  const double one = Ssim(a, b).value();
  SetThreads(3);
  CHECK(Ssim(a, b).value() == one);
  SetThreads(0);
  CHECK(std::abs(one) < 0.05);
  CHECK(one == Approx(reference::Ssim(a, b)).margin(2e-6));
  CHECK(std::isnan(Ssim(Row({1, 2}), Row({1, 2})).value()));
}

TEST_CASE("equal frames have no error and an infinite PSNR", "[metrics]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    const Frame a = RandomPicture(33, 7, 3, dtype);
    const Metrics metrics = Compare(a, a).value();
    CHECK(metrics.differing == 0);
    CHECK(metrics.max_error == 0);
    CHECK(metrics.psnr == HUGE_VAL);
  }
}

TEST_CASE("the tolerance is inclusive", "[metrics]") {
  Frame a = Frame::Create(FrameInfo::Picture(3, 1, 1, DType::kU8)).value();
  Frame b = a.Clone().value();
  const uint8_t left[] = {10, 10, 10};
  const uint8_t right[] = {10, 11, 13};
  std::copy(std::begin(left), std::end(left), a.Row<uint8_t>(0));
  std::copy(std::begin(right), std::end(right), b.Row<uint8_t>(0));
  CHECK(Compare(a, b).value().differing == 2);
  CHECK(Compare(a, b, 1.0 / 255).value().differing == 1);
  CHECK(Compare(a, b, 3.0 / 255).value().differing == 0);
  CHECK(Compare(a, b).value().max_error == Approx(3.0 / 255));
  const Frame picture = DifferencePicture(a, b, 0).value();
  CHECK(picture.Row<uint8_t>(0)[0] == 0);
  CHECK(picture.Row<uint8_t>(0)[1] == 127);
  CHECK(picture.Row<uint8_t>(0)[2] == 255);
  CHECK(DifferencePicture(a, b, 1.0 / 255).value().Row<uint8_t>(0)[1] == 0);
}

TEST_CASE("sample types are compared as intensities", "[metrics]") {
  const Frame a = RandomPicture(20, 4, 1, DType::kU8);
  Frame b = Frame::Create(FrameInfo::Picture(20, 4, 1, DType::kU16)).value();
  for (int y = 0; y < 4; ++y) {
    for (int x = 0; x < 20; ++x) {
      b.Row<uint16_t>(y)[x] = static_cast<uint16_t>(257 * a.Row<uint8_t>(y)[x]);
    }
  }
  CHECK(Compare(a, b).value().max_error == 0);
  b.Row<uint16_t>(2)[3] ^= 1;
  CHECK(Compare(a, b).value().max_error == Approx(1.0 / 65535).epsilon(1e-2));
}

TEST_CASE("NaN equals NaN, and is infinitely far from numbers", "[metrics]") {
  ForEachTarget([&] {
    CHECK(Compare(Row({kNan, kInfinity, 1}), Row({kNan, kInfinity, 1})).value().max_error == 0);
    CHECK(Compare(Row({kNan, 1}), Row({1, 1})).value().max_error == HUGE_VAL);
    CHECK(Compare(Row({1, 1}), Row({1, kNan}), 1e30).value().differing == 1);
    CHECK(Compare(Row({-kInfinity}), Row({kInfinity})).value().mse == HUGE_VAL);
  });
  const Frame picture = DifferencePicture(Row({kNan, 1, 2}), Row({1, 1, 2.5f}), 0).value();
  CHECK(picture.Row<uint8_t>(0)[0] == 255);
  CHECK(picture.Row<uint8_t>(0)[1] == 0);
  CHECK(picture.Row<uint8_t>(0)[2] == 64);
}

TEST_CASE("frames of other shapes are not compared", "[metrics]") {
  const Frame a = RandomPicture(20, 12, 1, DType::kU8);
  const Frame b = RandomPicture(20, 13, 1, DType::kU8);
  CHECK(Compare(a, b).status().is_usage());
  CHECK(Ssim(a, b).status().is_usage());
  CHECK(DifferencePicture(a, b, 0).status().is_usage());
}

}  // namespace
}  // namespace sluice
