#ifndef SLUICE_TESTS_REFERENCE_RESIZE_H_
#define SLUICE_TESTS_REFERENCE_RESIZE_H_

#include <cmath>
#include <cstdint>
#include <functional>
#include <vector>

#include "lib/frame.h"

namespace sluice::reference {

// A kernel by its half width and its weight at distance x >= 0.
struct ResizeKernel {
  double support;
  std::function<double(double)> weight;
};

inline ResizeKernel Box() {
  return {0.5, [](double) { return 1.0; }};
}
inline ResizeKernel Linear() {
  return {1, [](double x) { return 1 - x; }};
}
inline ResizeKernel Cubic() {
  return {2, [](double x) {
            return x <= 1 ? 1.5 * x * x * x - 2.5 * x * x + 1
                          : -0.5 * x * x * x + 2.5 * x * x - 4 * x + 2;
          }};
}
inline ResizeKernel Lanczos3() {
  return {3, [](double x) {
            const double t = 3.14159265358979323846 * x;
            return x == 0 ? 1 : 3 * std::sin(t) * std::sin(t / 3) / (t * t);
          }};
}

// One axis: for each output sample the normalised weights of all input samples.
inline std::vector<std::vector<double>> ResizeMatrix(int in, int out, const ResizeKernel& kernel) {
  std::vector<std::vector<double>> matrix;
  const double scale = double(in) / out;
  const double widening = scale > 1 ? scale : 1;
  for (int i = 0; i < out; ++i) {
    std::vector<double> weights(static_cast<size_t>(in));
    double sum = 0;
    for (int k = 0; k < in && in != out; ++k) {
      const double x = (k + 0.5 - (2.0 * i + 1) * in / (2.0 * out)) / widening;
      // Where the box's edges fall on samples it takes the right one only.
      const bool inside =
          kernel.support == 0.5 ? x > -0.5 && x <= 0.5 : std::abs(x) < kernel.support;
      if (inside) weights[static_cast<size_t>(k)] = kernel.weight(std::abs(x));
      sum += weights[static_cast<size_t>(k)];
    }
    if (in == out) weights[static_cast<size_t>(i)] = sum = 1;
    for (double& w : weights) w /= sum;
    matrix.push_back(weights);
  }
  return matrix;
}

// The resized picture, unrounded, in sample units: [height][width][channels].
inline std::vector<double> Resize(const Frame& in, int width, int height,
                                  const ResizeKernel& kernel) {
  const PictureInfo info = in.info().picture();
  const auto columns = ResizeMatrix(info.width, width, kernel);
  const auto rows = ResizeMatrix(info.height, height, kernel);
  std::vector<double> out;
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < info.channels; ++c) {
        double sum = 0;
        for (int yy = 0; yy < info.height; ++yy) {
          const double row_weight = rows[static_cast<size_t>(y)][static_cast<size_t>(yy)];
          if (row_weight == 0) continue;
          VisitDType(info.dtype, [&](auto zero) {
            const auto* row = in.Row<decltype(zero)>(yy);
            for (int xx = 0; xx < info.width; ++xx) {
              sum += row_weight * columns[static_cast<size_t>(x)][static_cast<size_t>(xx)] *
                     double(row[xx * info.channels + c]);
            }
          });
        }
        out.push_back(sum);
      }
    }
  }
  return out;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_RESIZE_H_
