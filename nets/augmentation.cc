#include "nets/augmentation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "lib/sin_cos.h"

namespace sluice {
namespace {

// Where each place of the result comes from: to = M (place - centre) + centre + shift.
struct Map {
  double xx = 1, xy = 0, yx = 0, yy = 1;
  double dx = 0, dy = 0;
  bool identity() const { return xx == 1 && xy == 0 && yx == 0 && yy == 1 && dx == 0 && dy == 0; }
};

Map RandomMap(const Augmentation& a, const Shape& shape, Random& random) {
  Map map;
  const bool rows = shape.size[1] > 1;
  if (a.zoom > 0 || a.rotate > 0) {
    const double share = a.zoom > 0 ? random.Uniform(-1, 1) : 0;
    const double scale = share < 0 ? 1 / (1 - share * a.zoom) : 1 + share * a.zoom;
    const double angle = a.rotate > 0 && rows ? random.Uniform(-a.rotate, a.rotate) : 0;
    const SinCos turn = SinCosDegrees(angle);
    map.xx = map.yy = turn.cos / scale;
    map.yx = turn.sin / scale;
    map.xy = -map.yx;
  }
  if (a.shift > 0) {
    map.dx = std::round(random.Uniform(-a.shift, a.shift));
    map.dy = rows ? std::round(random.Uniform(-a.shift, a.shift)) : 0;
  }
  if (a.mirror && random.Chance(0.5)) {
    map.xx = -map.xx;
    map.yx = -map.yx;
  }
  return map;
}

// Bilinear, with the border's numbers going on.
void Warp(const Map& map, const Shape& shape, const float* from, float* to) {
  const int64_t height = shape.size[1];
  const int64_t width = shape.size[2];
  const int64_t channels = shape.channels;
  const double cx = double(width - 1) / 2;
  const double cy = double(height - 1) / 2;
  for (int64_t y = 0; y < height; ++y) {
    for (int64_t x = 0; x < width; ++x) {
      const double sx =
          std::clamp(map.xx * (double(x) - cx) + map.xy * (double(y) - cy) + cx + map.dx, 0.0,
                     double(width - 1));
      const double sy =
          std::clamp(map.yx * (double(x) - cx) + map.yy * (double(y) - cy) + cy + map.dy, 0.0,
                     double(height - 1));
      const auto x0 = static_cast<int64_t>(sx);
      const auto y0 = static_cast<int64_t>(sy);
      const int64_t x1 = std::min(x0 + 1, width - 1);
      const int64_t y1 = std::min(y0 + 1, height - 1);
      const auto fx = static_cast<float>(sx - double(x0));
      const auto fy = static_cast<float>(sy - double(y0));
      const float* const a = from + (y0 * width + x0) * channels;
      const float* const b = from + (y0 * width + x1) * channels;
      const float* const c = from + (y1 * width + x0) * channels;
      const float* const d = from + (y1 * width + x1) * channels;
      float* const out = to + (y * width + x) * channels;
      for (int64_t i = 0; i < channels; ++i) {
        const float top = a[i] + fx * (b[i] - a[i]);
        const float bottom = c[i] + fx * (d[i] - c[i]);
        out[i] = top + fy * (bottom - top);
      }
    }
  }
}

void Cut(int side, const Shape& shape, Random& random, float* to) {
  const auto width = static_cast<int>(shape.size[2]);
  const auto height = static_cast<int>(shape.size[1]);
  const int x = random.Integer(0, width - 1) - side / 2;
  const int y = height > 1 ? random.Integer(0, height - 1) - side / 2 : 0;
  for (int row = std::max(0, y); row < std::min(height, y + side); ++row) {
    const int begin = std::max(0, x);
    const int end = std::min(width, x + side);
    float* const start = to + (int64_t(row) * width + begin) * shape.channels;
    std::fill(start, start + std::max(0, end - begin) * shape.channels, 0.0F);
  }
}

void ChangeTones(const Augmentation& a, const Shape& shape, const float* axes, Random& random,
                 float* to) {
  const int64_t count = shape.count();
  if (a.contrast > 0 || a.brightness > 0) {
    const auto scale = static_cast<float>(1 + random.Uniform(-a.contrast, a.contrast));
    const auto offset = static_cast<float>(random.Uniform(-a.brightness, a.brightness));
    double sum = 0;
    for (int64_t i = 0; i < count; ++i) sum += double(to[i]);
    const auto mean = static_cast<float>(sum / double(count));
    for (int64_t i = 0; i < count; ++i) to[i] = mean + scale * (to[i] - mean) + offset;
  }
  if (a.colour > 0 && axes != nullptr) {
    std::vector<float> change(size_t(shape.channels), 0.0F);
    for (int64_t axis = 0; axis < shape.channels; ++axis) {
      const float amount = static_cast<float>(a.colour) * random.Normal();
      for (int64_t c = 0; c < shape.channels; ++c) {
        change[size_t(c)] += amount * axes[axis * shape.channels + c];
      }
    }
    for (int64_t i = 0; i < count; ++i) to[i] += change[size_t(i % shape.channels)];
  }
}

}  // namespace

bool Augmentation::any() const {
  return mirror || shift > 0 || zoom > 0 || rotate > 0 || brightness > 0 || contrast > 0 ||
         colour > 0 || cutout > 0 || noise > 0;
}

std::vector<float> ColourAxes(const Shape& shape, const float* examples, int64_t count) {
  const auto channels = static_cast<size_t>(shape.channels);
  const int64_t places = count * shape.places();
  std::vector<double> mean(channels, 0.0);
  std::vector<double> matrix(channels * channels, 0.0);
  for (int64_t p = 0; p < places; ++p) {
    for (size_t c = 0; c < channels; ++c) mean[c] += double(examples[size_t(p) * channels + c]);
  }
  for (double& m : mean) m /= double(places);
  for (int64_t p = 0; p < places; ++p) {
    const float* const x = examples + size_t(p) * channels;
    for (size_t i = 0; i < channels; ++i) {
      for (size_t j = 0; j <= i; ++j) {
        matrix[i * channels + j] += (double(x[i]) - mean[i]) * (double(x[j]) - mean[j]);
      }
    }
  }
  for (size_t i = 0; i < channels; ++i) {
    for (size_t j = 0; j <= i; ++j) {
      matrix[i * channels + j] /= double(places);
      matrix[j * channels + i] = matrix[i * channels + j];
    }
  }
  // Cyclic Jacobi rotations: a few sweeps for the few channels that colours have.
  std::vector<double> axes(channels * channels, 0.0);
  for (size_t i = 0; i < channels; ++i) axes[i * channels + i] = 1;
  for (int sweep = 0; sweep < 30; ++sweep) {
    for (size_t p = 0; p < channels; ++p) {
      for (size_t q = p + 1; q < channels; ++q) {
        const double off = matrix[p * channels + q];
        if (off == 0) continue;
        const double theta = (matrix[q * channels + q] - matrix[p * channels + p]) / (2 * off);
        const double t =
            (theta < 0 ? -1.0 : 1.0) / (std::abs(theta) + std::sqrt(theta * theta + 1));
        const double c = 1 / std::sqrt(t * t + 1);
        const double s = t * c;
        for (size_t k = 0; k < channels; ++k) {
          const double a = matrix[k * channels + p];
          const double b = matrix[k * channels + q];
          matrix[k * channels + p] = c * a - s * b;
          matrix[k * channels + q] = s * a + c * b;
        }
        for (size_t k = 0; k < channels; ++k) {
          const double a = matrix[p * channels + k];
          const double b = matrix[q * channels + k];
          matrix[p * channels + k] = c * a - s * b;
          matrix[q * channels + k] = s * a + c * b;
          const double u = axes[p * channels + k];
          const double v = axes[q * channels + k];
          axes[p * channels + k] = c * u - s * v;
          axes[q * channels + k] = s * u + c * v;
        }
      }
    }
  }
  std::vector<float> result(channels * channels);
  for (size_t i = 0; i < channels; ++i) {
    const double length = std::sqrt(std::max(0.0, matrix[i * channels + i]));
    for (size_t k = 0; k < channels; ++k) {
      result[i * channels + k] = static_cast<float>(length * axes[i * channels + k]);
    }
  }
  return result;
}

void Augment(const Augmentation& a, const Shape& shape, const float* colour_axes, Random& random,
             const float* from, float* to) {
  const Map map = RandomMap(a, shape, random);
  if (map.identity()) {
    std::copy_n(from, shape.count(), to);
  } else {
    Warp(map, shape, from, to);
  }
  ChangeTones(a, shape, colour_axes, random, to);
  if (a.cutout > 0) Cut(a.cutout, shape, random, to);
  if (a.noise > 0) {
    for (int64_t i = 0; i < shape.count(); ++i) {
      to[i] += static_cast<float>(a.noise) * random.Normal();
    }
  }
}

}  // namespace sluice
