#include "filters/threshold.h"

#include <catch2/catch.hpp>

#include "tests/kernel_check.h"
#include "tests/reference/threshold.h"

namespace sluice {
namespace {

TEST_CASE("threshold equals its reference on every target, type, size and driver", "[threshold]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 5}) {
      for (const int width : {1, 2, 7, 16, 33, 65}) {
        for (const bool invert : {false, true}) {
          const Frame in = RandomPicture(width, 5, channels, dtype);
          const Frame want = reference::Threshold(in, 0.375f, invert);
          ForEachTarget([&] {
            const auto make = [&] { return MakeThreshold({0.375f, invert}); };
            CheckSameFrame(CheckDrivers(make, in), want);
          });
        }
      }
    }
  }
}

}  // namespace
}  // namespace sluice
