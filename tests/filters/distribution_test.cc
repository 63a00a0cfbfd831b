#include "filters/distribution.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <limits>

#include "lib/parallel.h"
#include "tests/kernel_check.h"

namespace sluice {
namespace {

// tests/golden/make_distribution.py
TEST_CASE("statistics equal NumPy's for every type", "[distribution]") {
  std::vector<double> want;
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/golden/distribution.txt");
  for (double number = 0; file >> number;) want.push_back(number);
  REQUIRE(want.size() == 18);
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    Frame frame = Frame::Create(FrameInfo::Picture(40, 25, 1, dtype)).value();
    for (int k = 0; k < 1000; ++k) {
      VisitDType(dtype, [&](auto zero) {
        using T = decltype(zero);
        frame.Row<T>(k / 40)[k % 40] = static_cast<T>(k * k % 251);
      });
    }
    Distribution d = Distribution::Of(frame, {0, 1}).value();
    CHECK(d.count() == 1000);
    CHECK(d.min() == want[0]);
    CHECK(d.max() == want[1]);
    CHECK(d.mean() == Approx(want[2]).epsilon(1e-11));
    CHECK(d.deviation() == Approx(want[3]).epsilon(1e-11));
    const double percents[] = {0, 1, 12.5, 50, 90, 99.9, 100};
    for (size_t i = 0; i < 7; ++i) {
      CAPTURE(percents[i]);
      CHECK(d.Percentile(percents[i]) == Approx(want[4 + i]).epsilon(1e-11));
    }
    const auto histogram = d.Histogram(7, 20, 230);
    for (size_t i = 0; i < 7; ++i) CHECK(static_cast<double>(histogram[i]) == want[11 + i]);
  }
}

TEST_CASE("statistics take the channels that are asked for", "[distribution]") {
  Image<uint8_t> image = Image<uint8_t>::Create(2, 1, 3).value();
  for (int i = 0; i < 6; ++i) image.Row(0)[i] = static_cast<uint8_t>(10 * i);
  Frame frame = Frame::FromImage(std::move(image));
  CHECK(Distribution::Of(frame, {1, 2}).value().mean() == 25);
  CHECK(Distribution::Of(frame, {0, 3}).value().mean() == 25);
  CHECK(Distribution::Of(frame, {2, 3}).value().max() == 50);
  CHECK(Colours(frame.info()).end == 3);
  frame.info().alpha = true;
  CHECK(Colours(frame.info()).end == 2);
  CHECK(ChannelCount(FrameInfo::Array({7}, "n", DType::kF32)) == 1);
}

TEST_CASE("statistics leave out what is not finite", "[distribution]") {
  const float infinity = std::numeric_limits<float>::infinity();
  Frame frame = Frame::Create(FrameInfo::Picture(6, 1, 1, DType::kF32)).value();
  const float values[] = {std::nanf(""), -infinity, infinity, 2.0f, 4.0f, -3.0e38f};
  std::copy(std::begin(values), std::end(values), frame.Row<float>(0));
  Distribution d = Distribution::Of(frame, {0, 1}).value();
  CHECK(d.count() == 3);
  CHECK(d.nans() == 1);
  CHECK(d.infinities() == 2);
  CHECK(d.max() == 4);
  CHECK(d.Percentile(50) == 2);
  std::fill_n(frame.Row<float>(0), 6, infinity);
  Distribution none = Distribution::Of(frame, {0, 1}).value();
  CHECK(none.count() == 0);
  CHECK(none.Percentile(50) == 0);
}

TEST_CASE("statistics are the same for any number of threads", "[distribution]") {
  const Frame frame = RandomPicture(31, 900, 2, DType::kU16);
  SetThreads(1);
  Distribution one = Distribution::Of(frame, {0, 2}).value();
  SetThreads(3);
  Distribution three = Distribution::Of(frame, {0, 2}).value();
  SetThreads(0);
  CHECK(one.mean() == three.mean());
  CHECK(one.deviation() == three.deviation());
  CHECK(one.Percentile(33) == three.Percentile(33));
}

}  // namespace
}  // namespace sluice
