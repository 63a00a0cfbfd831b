// SIFT's descriptor, pixel by pixel in f64.
#ifndef SLUICE_TESTS_REFERENCE_SIFT_H_
#define SLUICE_TESTS_REFERENCE_SIFT_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "lib/image.h"

namespace sluice {

// Of the plane's pixel coordinates (x, y), for a keypoint of that scale and angle (degrees,
// clockwise from the right).
inline std::vector<double> ReferenceSift(const ImageView<const float>& plane, double x, double y,
                                         double scale, double angle) {
  constexpr double kPi = std::numbers::pi;
  const double cell = 3 * scale;
  const double turn = angle * kPi / 180;
  std::vector<double> out(128);
  for (int py = 1; py + 1 < plane.height(); ++py) {
    for (int px = 1; px + 1 < plane.width(); ++px) {
      const double dx = double(plane.Row(py)[px + 1]) - double(plane.Row(py)[px - 1]);
      const double dy = double(plane.Row(py + 1)[px]) - double(plane.Row(py - 1)[px]);
      const double right = ((px - x) * std::cos(turn) + (py - y) * std::sin(turn)) / cell;
      const double down = ((py - y) * std::cos(turn) - (px - x) * std::sin(turn)) / cell;
      const double vote =
          std::hypot(dx, dy) * std::exp(-(right * right + down * down) / (2 * 2 * 2));
      double bin = (turn - std::atan2(dy, dx)) / (kPi / 4);
      bin -= 8 * std::floor(bin / 8);
      for (int r = 0; r < 4; ++r) {
        for (int c = 0; c < 4; ++c) {
          const double near = std::max(0.0, 1 - std::abs(down + 1.5 - r)) *
                              std::max(0.0, 1 - std::abs(right + 1.5 - c));
          for (int b = 0; b < 8; ++b) {
            const double off = std::abs(bin - b);
            out[size_t(r * 4 + c) * 8 + size_t(b)] +=
                vote * near * std::max(0.0, 1 - std::min(off, 8 - off));
          }
        }
      }
    }
  }
  for (const double clip : {0.2, 1.0}) {
    double squares = 0;
    for (const double v : out) squares += v * v;
    for (double& v : out) v = std::min(v / std::sqrt(squares), clip);
  }
  return out;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_REFERENCE_SIFT_H_
