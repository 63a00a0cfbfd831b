#include "filters/crop.h"

#include <catch2/catch.hpp>
#include <climits>

#include "tests/kernel_check.h"
#include "tests/reference/geometry.h"

namespace sluice {
namespace {

TEST_CASE("crop cuts the rectangle out, from every driver", "[crop]") {
  for (const DType dtype : {DType::kU8, DType::kU16, DType::kF32}) {
    for (const int channels : {1, 2, 3, 5}) {
      const Frame in = RandomPicture(37, 23, channels, dtype);
      const Frame want = reference::Rearranged(
          in, 20, 9, [](int x, int y) { return std::make_pair(x + 11, y + 14); });
      CropOptions options;
      options.width = 20;
      options.height = 9;
      options.x = 11;
      options.y = 14;
      CheckSameFrame(CheckDrivers([&] { return MakeCrop(options); }, in), want);
    }
  }
}

TEST_CASE("crop without a size goes to the edge, with gravity lies where it says", "[crop]") {
  const Frame in = RandomPicture(10, 8, 1, DType::kU8);
  const auto top_left = [&](const CropOptions& options, int width, int height) {
    const Frame out = FilterFrame(*MakeCrop(options), in).value();
    CHECK(out.info().picture().width == width);
    CHECK(out.info().picture().height == height);
    return out.Row<uint8_t>(0)[0];
  };
  CHECK(top_left({0, 0, 3, 2, {}}, 7, 6) == in.Row<uint8_t>(2)[3]);
  CHECK(top_left({4, 3, 0, 0, Gravity::kCenter}, 4, 3) == in.Row<uint8_t>(2)[3]);
  CHECK(top_left({4, 3, 0, 0, Gravity::kTopLeft}, 4, 3) == in.Row<uint8_t>(0)[0]);
  CHECK(top_left({4, 3, 0, 0, Gravity::kRight}, 4, 3) == in.Row<uint8_t>(2)[6]);
  CHECK(top_left({4, 3, 0, 0, Gravity::kBottom}, 4, 3) == in.Row<uint8_t>(5)[3]);
  CHECK(top_left({4, 3, 0, 0, Gravity::kBottomRight}, 4, 3) == in.Row<uint8_t>(5)[6]);
}

TEST_CASE("crop refuses rectangles that are not inside", "[crop]") {
  const Frame in = RandomPicture(10, 8, 1, DType::kU8);
  for (const CropOptions& options :
       {CropOptions{11, 1, 0, 0, {}}, CropOptions{5, 5, 6, 0, {}}, CropOptions{5, 5, 0, 4, {}},
        CropOptions{5, 5, -1, 0, {}}, CropOptions{0, 0, 10, 0, {}},
        CropOptions{0, 0, INT_MIN, 0, {}}, CropOptions{2, 2, INT_MAX, INT_MAX, {}},
        CropOptions{20, 2, 0, 0, Gravity::kCenter}, CropOptions{20, 2, 0, 0, Gravity::kLeft}}) {
    const Result<Frame> out = FilterFrame(*MakeCrop(options), in);
    REQUIRE(!out.ok());
    CHECK(out.status().message().find("is not inside the picture of 10x8") != std::string::npos);
  }
}

}  // namespace
}  // namespace sluice
