// The shape of what flows through a net.
#ifndef SLUICE_NETS_SHAPE_H_
#define SLUICE_NETS_SHAPE_H_

#include <array>
#include <cstdint>
#include <string>

#include "lib/status.h"

namespace sluice {

// One example: up to three axes in space, then channels, in memory in that order. A batch is
// examples one after the other.
struct Shape {
  int axes = 0;                             // 0: a vector, 1: a signal, 2: a picture, 3: a volume
  std::array<int64_t, 3> size = {1, 1, 1};  // depth, height, width; 1 where there is no such axis
  int64_t channels = 1;

  int64_t places() const { return size[0] * size[1] * size[2]; }
  int64_t count() const { return places() * channels; }
  bool operator==(const Shape&) const = default;
};

// "28x28x6", "400": the axes there are, then channels.
std::string ShapeText(const Shape& shape);

// The inverse of ShapeText. Fails for anything else, for sizes below 1 and for more than 2^31
// numbers.
Result<Shape> ParseShape(const std::string& text);

// The first of the places that a shape's axes have in `size`: axes are the last ones.
inline int FirstAxis(const Shape& shape) { return 3 - shape.axes; }

}  // namespace sluice

#endif  // SLUICE_NETS_SHAPE_H_
