#include "tools/array_picture.h"

#include <catch2/catch.hpp>
#include <vector>

namespace sluice {
namespace {

std::vector<int> Pixel(const Frame& frame, int x, int y) {
  const uint8_t* const at = frame.Row<uint8_t>(y) + 3 * x;
  return {at[0], at[1], at[2]};
}

TEST_CASE("numbers are scaled around zero, from zero, and to their range", "[array-picture]") {
  std::vector<float> numbers = {-2, 0, 1};
  ScaleAroundZero(&numbers);
  CHECK(numbers == std::vector<float>{0, 0.5, 0.75});
  numbers = {0, 1, 4};
  ScaleFromZero(&numbers);
  CHECK(numbers == std::vector<float>{0, 0.25, 1});
  numbers = {-4, 0, 2};
  ScaleFromZero(&numbers);
  CHECK(numbers == std::vector<float>{0, 0.5, 0.75});
  numbers = {0.25, 0.5};
  ScaleToRange(&numbers);
  CHECK(numbers == std::vector<float>{0.25, 0.5});
  numbers = {-1, 0, 3};
  ScaleToRange(&numbers);
  CHECK(numbers == std::vector<float>{0, 0.25, 1});
  for (const auto scale : {ScaleAroundZero, ScaleFromZero, ScaleToRange}) {
    numbers = {0, 0};
    scale(&numbers);  // nothing is divided by 0
    CHECK(numbers[0] == numbers[1]);
    numbers.clear();
    scale(&numbers);
  }
}

TEST_CASE("pictures are enlarged by whole numbers", "[array-picture]") {
  const Frame colour = DrawArray({2, {1, 1, 2}, 3}, {1, 0, 0.5, 0, 1, 0}, 9).value();
  CHECK(colour.info().shape == std::vector<int64_t>{4, 8, 3});
  CHECK(Pixel(colour, 3, 3) == std::vector<int>{255, 0, 128});
  CHECK(Pixel(colour, 4, 0) == std::vector<int>{0, 255, 0});
  // Other numbers of channels give their mean; what is beyond 0 and 1 is cut.
  const Frame gray = DrawArray({2, {1, 2, 1}, 2}, {0, 1, 5, -1}, 2).value();
  CHECK(Pixel(gray, 0, 0) == std::vector<int>{128, 128, 128});
  CHECK(Pixel(gray, 0, 1) == std::vector<int>{128, 128, 128});
}

TEST_CASE("volumes are slices with a white line between them", "[array-picture]") {
  const Frame frame = DrawArray({3, {2, 1, 2}, 1}, {0, 0, 0, 1}, 1).value();
  REQUIRE(frame.info().shape == std::vector<int64_t>{1, 5, 3});
  CHECK(Pixel(frame, 1, 0) == std::vector<int>{0, 0, 0});
  CHECK(Pixel(frame, 2, 0) == std::vector<int>{255, 255, 255});
  CHECK(Pixel(frame, 3, 0) == std::vector<int>{0, 0, 0});
  CHECK(Pixel(frame, 4, 0) == std::vector<int>{255, 255, 255});
  // Many of them stand in rows: 6 in two of three.
  const Frame six = DrawArray({3, {6, 2, 2}, 1}, std::vector<float>(24, 0.0F), 1).value();
  CHECK(six.info().shape == std::vector<int64_t>{5, 8, 3});
}

TEST_CASE("vectors stand in rows", "[array-picture]") {
  std::vector<float> numbers(10, 0.0F);
  numbers[5] = 1;
  const Frame ten = DrawArray({0, {1, 1, 1}, 10}, numbers, 1).value();
  REQUIRE(ten.info().shape == std::vector<int64_t>{2, 5, 3});
  CHECK(Pixel(ten, 0, 1) == std::vector<int>{255, 255, 255});
  CHECK(DrawArray({0, {1, 1, 1}, 1}, {0}, 1).value().info().shape == std::vector<int64_t>{1, 1, 3});
}

TEST_CASE("signals are curves from left to right", "[array-picture]") {
  const Frame curve = DrawArray({1, {1, 1, 3}, 1}, {0, 0, 1}, 50).value();
  REQUIRE(curve.info().shape == std::vector<int64_t>{50, 100, 3});
  const std::vector<int> blue = {31, 119, 180};
  CHECK(Pixel(curve, 20, 48) == blue);  // at the foot, then up to the top
  CHECK(Pixel(curve, 99, 1) == blue);
  CHECK(Pixel(curve, 20, 10) == std::vector<int>{255, 255, 255});
  CHECK(DrawArray({1, {1, 1, 1}, 9}, std::vector<float>(9, 0.5F), 50).ok());  // one place
}

TEST_CASE("heat is red where it is above 0 and blue below", "[array-picture]") {
  const Frame frame = DrawHeat({2, {1, 1, 3}, 1}, {0.5, 0.5, 0.5}, {1, 0, -1}, 1).value();
  CHECK(Pixel(frame, 0, 0) == std::vector<int>{220, 20, 20});
  CHECK(Pixel(frame, 1, 0) == std::vector<int>{128, 128, 128});  // 0.15 + 0.7 * 0.5
  CHECK(Pixel(frame, 2, 0) == std::vector<int>{20, 60, 220});
}

}  // namespace
}  // namespace sluice
