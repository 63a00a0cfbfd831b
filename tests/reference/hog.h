// Histograms of oriented gradients, pixel by pixel and block by block, in f64.
#ifndef SLUICE_TESTS_REFERENCE_HOG_H_
#define SLUICE_TESTS_REFERENCE_HOG_H_

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "features/hog.h"
#include "lib/image.h"

namespace sluice {

// `picture` has colour channels only, as fractions of full scale; no resizing.
inline std::vector<double> ReferenceHog(ImageView<const float> picture, const HogOptions& options) {
  const int width = picture.width();
  const int height = picture.height();
  const int channels = picture.channels();
  const auto sample = [&](int x, int y, int c) {
    const float value = picture.Row(y)[x * channels + c];
    return options.square_root ? std::sqrt(std::max(value, 0.0f)) : value;
  };
  // 0 across an edge, as the two neighbours are the same pixel.
  const auto mirrored = [](int i, int n) { return n == 1 ? 0 : i < 0 ? 1 : i >= n ? n - 2 : i; };
  const int cells_x = width / options.cell;
  const int cells_y = height / options.cell;
  const int side = options.block * options.cell;
  // What blocks don't cover is half before them.
  const auto before = [&](int side_pixels, int cells) {
    const int steps = (cells - options.block) / options.stride;
    return (side_pixels - side - steps * options.stride * options.cell) / 2;
  };
  std::vector<double> all;
  for (int by = 0; by + options.block <= cells_y; by += options.stride) {
    for (int bx = 0; bx + options.block <= cells_x; bx += options.stride) {
      std::vector<double> block(size_t(options.block * options.block * options.bins));
      for (int j = 0; j < side; ++j) {
        for (int i = 0; i < side; ++i) {
          const int x = before(width, cells_x) + bx * options.cell + i;
          const int y = before(height, cells_y) + by * options.cell + j;
          float dx = 0;
          float dy = 0;
          for (int c = 0; c < channels; ++c) {
            const float cx =
                sample(mirrored(x + 1, width), y, c) - sample(mirrored(x - 1, width), y, c);
            const float cy =
                sample(x, mirrored(y + 1, height), c) - sample(x, mirrored(y - 1, height), c);
            if (cx * cx + cy * cy > dx * dx + dy * dy) {
              dx = cx;
              dy = cy;
            }
          }
          double angle = std::atan2(double(dy), double(dx)) * 180 / std::numbers::pi;
          const double range = options.signed_angles ? 360 : 180;
          if (angle < 0) angle += range;
          const double position = angle / range * options.bins - 0.5;
          const double u = i + 0.5 - 0.5 * side;
          const double v = j + 0.5 - 0.5 * side;
          const double sigma = options.sigma * side;
          const double window = sigma > 0 ? std::exp(-(u * u + v * v) / (2 * sigma * sigma)) : 1.0;
          const double vote = window * std::hypot(double(dx), double(dy));
          for (int cy = 0; cy < options.block; ++cy) {
            for (int cx = 0; cx < options.block; ++cx) {
              const double near_x = 1 - std::abs((i + 0.5) / options.cell - (cx + 0.5));
              const double near_y = 1 - std::abs((j + 0.5) / options.cell - (cy + 0.5));
              if (near_x <= 0 || near_y <= 0) continue;
              const int lower = static_cast<int>(std::floor(position));
              for (int k = lower; k <= lower + 1; ++k) {
                const int bin = (k + options.bins) % options.bins;
                block[size_t((cy * options.block + cx) * options.bins + bin)] +=
                    vote * near_x * near_y * (1 - std::abs(position - k));
              }
            }
          }
        }
      }
      const auto scale = [&](double more) {
        double squares = 0;
        for (const double n : block) squares += n * n;
        for (double& n : block) n /= std::sqrt(squares) + more;
      };
      scale(0.1 / 255 * double(block.size()));
      if (options.clip > 0) {
        for (double& n : block) n = std::min(n, options.clip);
        scale(1e-3);
      }
      all.insert(all.end(), block.begin(), block.end());
    }
  }
  return all;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_REFERENCE_HOG_H_
