#include "lib/sin_cos.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

namespace sluice {
namespace {

TEST_CASE("sine and cosine agree with the C library", "[sin_cos]") {
  for (int i = -8000; i <= 8000; ++i) {
    const double degrees = i * 0.173;
    const double radians = std::fmod(degrees, 360.0) * 3.14159265358979323846 / 180.0;
    const SinCos got = SinCosDegrees(degrees);
    REQUIRE(got.sin == Approx(std::sin(radians)).margin(1e-15));
    REQUIRE(got.cos == Approx(std::cos(radians)).margin(1e-15));
  }
}

TEST_CASE("sine and cosine are exact at quarter turns", "[sin_cos]") {
  for (const double turns : {-4.0, 0.0, 4.0, 400.0}) {
    CHECK(SinCosDegrees(turns * 90).sin == 0.0);
    CHECK(SinCosDegrees(turns * 90).cos == 1.0);
    CHECK(SinCosDegrees(turns * 90 + 90).sin == 1.0);
    CHECK(SinCosDegrees(turns * 90 + 90).cos == 0.0);
    CHECK(SinCosDegrees(turns * 90 - 90).sin == -1.0);
    CHECK(SinCosDegrees(turns * 90 + 180).cos == -1.0);
  }
  CHECK(SinCosDegrees(std::numeric_limits<double>::infinity()).cos == 1.0);
}

}  // namespace
}  // namespace sluice
