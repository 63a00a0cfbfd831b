// Where a smaller rectangle lies in a larger one.
#ifndef SLUICE_FILTERS_GRAVITY_H_
#define SLUICE_FILTERS_GRAVITY_H_

#include <cstdint>

namespace sluice {

// In reading order.
enum class Gravity : uint8_t {
  kTopLeft,
  kTop,
  kTopRight,
  kLeft,
  kCenter,
  kRight,
  kBottomLeft,
  kBottom,
  kBottomRight,
};

struct Offset {
  int x = 0;
  int y = 0;
};

// The position of the rectangle when `spare_width` x `spare_height` pixels are left over; an odd
// pixel goes to the right and the bottom.
constexpr Offset Place(Gravity gravity, int spare_width, int spare_height) {
  const int column = static_cast<int>(gravity) % 3;
  const int row = static_cast<int>(gravity) / 3;
  return {column == 2 ? spare_width : column * (spare_width / 2),
          row == 2 ? spare_height : row * (spare_height / 2)};
}

}  // namespace sluice

#endif  // SLUICE_FILTERS_GRAVITY_H_
