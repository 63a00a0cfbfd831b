#ifndef SLUICE_TESTS_REFERENCE_CANNY_H_
#define SLUICE_TESTS_REFERENCE_CANNY_H_

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "lib/border.h"
#include "lib/frame.h"
#include "lib/saturate.h"

namespace sluice::reference {

// Weights of the Gaussian at distances 0, 1, ..., half width ceil(3 sigma), summing to 256. Up to a
// sigma of 2 the sums of all weights beyond a distance are whole numbers.
inline std::vector<float> CannyWeights(double sigma) {
  const int radius = static_cast<int>(std::ceil(3 * sigma));
  const auto gauss = [&](int j) { return j == 0 ? 1.0 : std::exp(-j * j / (2 * sigma * sigma)); };
  double sum = 0;
  for (int j = -radius; j <= radius; ++j) sum += gauss(std::abs(j));
  std::vector<double> beyond(static_cast<size_t>(radius) + 2, 0.0);  // sum of weights from j on
  for (int j = radius; j >= 1; --j) {
    beyond[size_t(j)] = beyond[size_t(j) + 1] + gauss(j) / sum * 256;
  }
  if (sigma <= 2) {
    for (double& b : beyond) b = std::round(b);
  }
  std::vector<float> weights;
  weights.push_back(static_cast<float>(256 - 2 * beyond[1]));
  for (int j = 1; j <= radius; ++j) {
    weights.push_back(static_cast<float>(beyond[size_t(j)] - beyond[size_t(j) + 1]));
  }
  return weights;
}

// Numbers for pixels from (-margin, -margin) to (height + margin, width + margin).
class Plane {
 public:
  Plane(int height, int width, int margin)
      : width_(width + 2 * margin),
        margin_(margin),
        numbers_(static_cast<size_t>(height + 2 * margin) * static_cast<size_t>(width_)) {}
  float& At(int y, int x) {
    return numbers_[static_cast<size_t>(y + margin_) * static_cast<size_t>(width_) +
                    static_cast<size_t>(x + margin_)];
  }

 private:
  int width_;
  int margin_;
  std::vector<float> numbers_;
};

// The luminance, with full scale 255, of a pixel that may lie outside the picture.
inline float CannyLuminance(const Frame& in, Border border, int y, int x) {
  const PictureInfo p = in.info().picture();
  const int64_t row = BorderIndex(y, p.height, border.mode);
  const int64_t column = BorderIndex(x, p.width, border.mode);
  return VisitDType(p.dtype, [&](auto zero) {
    using T = decltype(zero);
    const auto sample = [&](int channel) {
      const T v = row < 0 || column < 0 ? FromFraction<T>(border.constant)
                                        : in.Row<T>(row)[column * p.channels + channel];
      if (p.dtype == DType::kU8) return static_cast<float>(v);
      if (p.dtype == DType::kU16) return static_cast<float>(v) / 257.0f;
      return static_cast<float>(v) * 255.0f;
    };
    const int colours = p.alpha ? p.channels - 1 : p.channels;
    float luminance = sample(0);
    if (colours == 3) {
      const float green = sample(1);
      luminance = green + 0.299f * (sample(0) - green) + 0.114f * (sample(2) - green);
    } else if (colours > 1) {
      for (int c = 1; c < colours; ++c) luminance += sample(c);
      luminance /= static_cast<float>(colours);
    }
    if (p.alpha) {
      const T a = row < 0 || column < 0 ? FromFraction<T>(border.constant)
                                        : in.Row<T>(row)[column * p.channels + colours];
      luminance *= static_cast<float>(a) / FullScale(p.dtype);
    }
    return luminance;
  });
}

// The smoothed luminance, down the columns first, two pixels beyond the picture on every side.
inline Plane CannySmooth(const Frame& in, double sigma, Border border) {
  const PictureInfo p = in.info().picture();
  const std::vector<float> w = CannyWeights(sigma);
  const int radius = static_cast<int>(w.size()) - 1;
  Plane luminance(p.height, p.width, radius + 2);
  for (int y = -radius - 2; y < p.height + radius + 2; ++y) {
    for (int x = -radius - 2; x < p.width + radius + 2; ++x) {
      luminance.At(y, x) = CannyLuminance(in, border, y, x);
    }
  }
  Plane columns(p.height, p.width, radius + 2);
  Plane smooth(p.height, p.width, 2);
  for (int y = -2; y < p.height + 2; ++y) {
    for (int x = -radius - 2; x < p.width + radius + 2; ++x) {
      float sum = w[0] * luminance.At(y, x);
      for (int j = 1; j <= radius; ++j) {
        sum += w[size_t(j)] * (luminance.At(y - j, x) + luminance.At(y + j, x));
      }
      columns.At(y, x) = sum;
    }
    for (int x = -2; x < p.width + 2; ++x) {
      float sum = w[0] * columns.At(y, x);
      for (int j = 1; j <= radius; ++j) {
        sum += w[size_t(j)] * (columns.At(y, x - j) + columns.At(y, x + j));
      }
      smooth.At(y, x) = sum;
    }
  }
  return smooth;
}

// How much the squared gradient at a pixel exceeds the one on the line through it along (dx, dy),
// where that line meets the 3x3 neighbourhood's rim; times the greater of |dx| and |dy|.
inline float CannyExcess(Plane& squared, int y, int x, float dx, float dy) {
  const int sx = dx > 0 ? 1 : dx < 0 ? -1 : 0;
  const int sy = dy > 0 ? 1 : dy < 0 ? -1 : 0;
  const bool steep = std::abs(dy) > std::abs(dx);
  const float side = steep ? squared.At(y + sy, x) : squared.At(y, x + sx);
  const float corner = squared.At(y + sy, x + sx);
  const float big = steep ? std::abs(dy) : std::abs(dx);
  const float small = steep ? std::abs(dx) : std::abs(dy);
  const float here = squared.At(y, x);
  return (here - side) * (big - small) + (here - corner) * small;
}

// The Canny edges: see filters/canny.h.
inline Frame Canny(const Frame& in, double sigma, double low, double high, Border border) {
  const PictureInfo p = in.info().picture();
  Plane smooth = CannySmooth(in, sigma, border);
  const auto dx = [&](int y, int x) { return smooth.At(y, x + 1) - smooth.At(y, x - 1); };
  const auto dy = [&](int y, int x) { return smooth.At(y + 1, x) - smooth.At(y - 1, x); };
  Plane squared(p.height, p.width, 1);
  for (int y = -1; y <= p.height; ++y) {
    for (int x = -1; x <= p.width; ++x) {
      squared.At(y, x) = dx(y, x) * dx(y, x) + dy(y, x) * dy(y, x);
    }
  }
  const std::vector<float> w = CannyWeights(sigma);
  const double step = 255.0 * 256.0 * static_cast<double>(w[0] + (w.size() > 1 ? w[1] : 0.0f));
  const auto low_squared = static_cast<float>(std::pow(low * step, 2));
  const auto high_squared = static_cast<float>(std::pow(high * step, 2));

  FrameInfo info = in.info();
  info.set_picture({p.width, p.height, 1, DType::kU8, false, p.index});
  Frame out = Frame::Create(info).value();
  // 0 none, 1 weak, 2 strong; nothing is marked outside the picture.
  Plane marked(p.height, p.width, 1);
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) {
      const bool maximum = CannyExcess(squared, y, x, dx(y, x), dy(y, x)) > 0 &&
                           CannyExcess(squared, y, x, -dx(y, x), -dy(y, x)) >= 0;
      if (maximum && squared.At(y, x) >= low_squared) {
        marked.At(y, x) = squared.At(y, x) >= high_squared ? 2 : 1;
      }
    }
  }
  Plane thin = marked;
  std::vector<std::pair<int, int>> reached;
  for (int y = 0; y < p.height; ++y) {
    for (int x = 0; x < p.width; ++x) {
      out.Row<uint8_t>(y)[x] = 0;
      const int sx = dx(y, x) > 0 ? 1 : -1;
      const int sy = dy(y, x) > 0 ? 1 : -1;
      const float brighter = std::min(marked.At(y, x + sx), marked.At(y + sy, x));
      const float darker = marked.At(y, x - sx) + marked.At(y - sy, x) + marked.At(y - sy, x - sx);
      const bool stairs = dx(y, x) != 0 && dy(y, x) != 0 && brighter > 0 && darker == 0;
      if (stairs && brighter >= marked.At(y, x)) thin.At(y, x) = 0;
      if (thin.At(y, x) < 2) continue;
      out.Row<uint8_t>(y)[x] = 255;
      reached.push_back({y, x});
    }
  }
  while (!reached.empty()) {
    const auto [y, x] = reached.back();
    reached.pop_back();
    for (int v = y - 1; v <= y + 1; ++v) {
      for (int u = x - 1; u <= x + 1; ++u) {
        if (thin.At(v, u) == 0 || out.Row<uint8_t>(v)[u] != 0) continue;
        out.Row<uint8_t>(v)[u] = 255;
        reached.push_back({v, u});
      }
    }
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_CANNY_H_
