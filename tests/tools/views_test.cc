#include "tools/views.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>
#include <vector>

#include "lib/image.h"

namespace sluice {
namespace {

// Sample x + 10 y.
Frame Picture(int width, int height) {
  Image<uint8_t> image = Image<uint8_t>::Create(width, height, 1).value();
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) image.Row(y)[x] = static_cast<uint8_t>(x + 10 * y);
  }
  return Frame::FromImage(std::move(image));
}

// The upper left and the lower right sample of each view.
std::vector<std::string> Corners(Frame picture, Views views, SizeOption crop = {}) {
  std::vector<std::string> corners;
  const std::vector<Frame> list = ViewsOf(std::move(picture), views, crop).value();
  REQUIRE(int(list.size()) == CountOf(views));
  for (const Frame& view : list) {
    const PictureInfo info = view.info().picture();
    corners.push_back(std::to_string(view.Row<uint8_t>(0)[0]) + "-" +
                      std::to_string(view.Row<uint8_t>(info.height - 1)[info.width - 1]));
  }
  return corners;
}

TEST_CASE("views of a picture", "[views]") {
  CHECK(Corners(Picture(8, 4), Views::kWhole) == std::vector<std::string>{"0-37"});
  CHECK(Corners(Picture(8, 4), Views::kMirror) == std::vector<std::string>{"0-37", "7-30"});
  CHECK(Corners(Picture(8, 4), Views::kFiveCrops, {4, 2}) ==
        std::vector<std::string>{"0-13", "4-17", "20-33", "24-37", "12-25"});
  CHECK(Corners(Picture(8, 4), Views::kTenCrops, {4, 2}) ==
        std::vector<std::string>{"0-13", "4-17", "20-33", "24-37", "12-25",  //
                                 "3-10", "7-14", "23-30", "27-34", "15-22"});
  // Seven eighths: 7 of 8, and 3.5 of 4 rounded up.
  CHECK(Corners(Picture(8, 4), Views::kFiveCrops) ==
        std::vector<std::string>{"0-36", "1-37", "0-36", "1-37", "0-36"});
}

TEST_CASE("crops larger than the picture are refused", "[views]") {
  const auto views = ViewsOf(Picture(8, 4), Views::kFiveCrops, {8, 5});
  CHECK(views.status().message() ==
        "expected a picture no smaller than its crops, 8x5, got a 8x4 gray u8 picture");
}

}  // namespace
}  // namespace sluice
