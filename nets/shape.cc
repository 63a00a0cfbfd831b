#include "nets/shape.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <vector>

namespace sluice {
namespace {

constexpr int64_t kMostNumbers = int64_t{1} << 31;

}  // namespace

std::string ShapeText(const Shape& shape) {
  std::string text;
  for (int axis = FirstAxis(shape); axis < 3; ++axis) {
    text += std::to_string(shape.size[size_t(axis)]) + "x";
  }
  return text + std::to_string(shape.channels);
}

Result<Shape> ParseShape(const std::string& text) {
  const Status wrong = Status::Usage("expected a shape such as 28x28x1, got " + text);
  std::vector<int64_t> numbers;
  int64_t count = 1;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find('x', begin), text.size());
    int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data() + begin, text.data() + end, number);
    if (error != std::errc() || rest != text.data() + end || number < 1 ||
        number > kMostNumbers / count) {
      return wrong;
    }
    count *= number;
    numbers.push_back(number);
    begin = end + 1;
  }
  if (numbers.size() > 4) return wrong;
  Shape shape;
  shape.axes = static_cast<int>(numbers.size()) - 1;
  shape.channels = numbers.back();
  for (int axis = 0; axis < shape.axes; ++axis) {
    shape.size[size_t(FirstAxis(shape) + axis)] = numbers[size_t(axis)];
  }
  return shape;
}

}  // namespace sluice
