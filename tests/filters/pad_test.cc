#include "filters/pad.h"

#include <catch2/catch.hpp>
#include <climits>

#include "tests/kernel_check.h"
#include "tests/reference/geometry.h"

namespace sluice {
namespace {

TEST_CASE("pad puts the border rule's pixels around, from every driver", "[pad]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const Border& border : AllBorders()) {
      INFO(BorderName(border));
      for (const auto& [width, height] : {std::pair{1, 1}, std::pair{5, 3}, std::pair{40, 9}}) {
        const Frame in = RandomPicture(width, height, 3, dtype);
        PadOptions options;
        options.left = 3;
        options.right = 70;
        options.top = 12;
        options.bottom = 4;
        options.border = border;
        const Frame want = reference::Rearranged(
            in, width + 73, height + 16,
            [&, width = width, height = height](int x, int y) {
              return std::make_pair(BorderIndex(x - 3, width, border.mode),
                                    BorderIndex(y - 12, height, border.mode));
            },
            border.constant);
        CheckSameFrame(CheckDrivers([&] { return MakePad(options); }, in), want);
      }
    }
  }
}

TEST_CASE("pad to a size puts the picture where gravity says", "[pad]") {
  const Frame in = RandomPicture(5, 4, 1, DType::kU8);
  PadOptions options;
  options.width = 10;
  options.height = 9;
  const auto check = [&](Gravity gravity, int left, int top) {
    options.gravity = gravity;
    const Frame want = reference::Rearranged(in, 10, 9, [&](int x, int y) {
      return std::make_pair(BorderIndex(x - left, 5, BorderMode::kConstant),
                            BorderIndex(y - top, 4, BorderMode::kConstant));
    });
    CheckSameFrame(FilterFrame(*MakePad(options), in).value(), want);
  };
  check(Gravity::kCenter, 2, 2);
  check(Gravity::kTopLeft, 0, 0);
  check(Gravity::kBottomRight, 5, 5);
  check(Gravity::kLeft, 0, 2);
}

TEST_CASE("pad refuses what is no padding", "[pad]") {
  const Frame in = RandomPicture(5, 4, 1, DType::kU8);
  PadOptions negative;
  negative.top = -1;
  CHECK(FilterFrame(*MakePad(negative), in).status().is_usage());
  PadOptions small;
  small.width = 4;
  CHECK(!FilterFrame(*MakePad(small), in).ok());
  PadOptions huge;
  huge.left = huge.right = huge.top = INT_MAX;
  CHECK(!FilterFrame(*MakePad(huge), in).ok());
}

}  // namespace
}  // namespace sluice
