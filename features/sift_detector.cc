#include "features/sift_detector.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <tuple>

#include "features/sift_extrema.h"
#include "lib/parallel.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

struct Pixel {
  int plane = 0;
  int row = 0;
  int column = 0;
};

// The differences of Gaussians around a pixel and their derivatives, by central differences; x, y,
// scale.
struct Surroundings {
  double value = 0;
  Eigen::Vector3d gradient;
  Eigen::Matrix3d hessian;

  Surroundings(const SiftOctave& octave, const Pixel& at) {
    const auto d = [&](int dx, int dy, int ds) {
      const int row = at.row + dy;
      const auto plane = size_t(at.plane + ds);
      return double(octave.planes[plane + 1].Row<float>(row)[at.column + dx] -
                    octave.planes[plane].Row<float>(row)[at.column + dx]);
    };
    value = d(0, 0, 0);
    gradient << (d(1, 0, 0) - d(-1, 0, 0)) / 2, (d(0, 1, 0) - d(0, -1, 0)) / 2,
        (d(0, 0, 1) - d(0, 0, -1)) / 2;
    const double xx = d(1, 0, 0) + d(-1, 0, 0) - 2 * value;
    const double yy = d(0, 1, 0) + d(0, -1, 0) - 2 * value;
    const double ss = d(0, 0, 1) + d(0, 0, -1) - 2 * value;
    const double xy = (d(1, 1, 0) - d(-1, 1, 0) - d(1, -1, 0) + d(-1, -1, 0)) / 4;
    const double xs = (d(1, 0, 1) - d(-1, 0, 1) - d(1, 0, -1) + d(-1, 0, -1)) / 4;
    const double ys = (d(0, 1, 1) - d(0, -1, 1) - d(0, 1, -1) + d(0, -1, -1)) / 4;
    hessian << xx, xy, xs, xy, yy, ys, xs, ys, ss;
  }

  // Along an edge the curvature across it is much greater than the one along it.
  bool IsEdge(double ratio) const {
    const double trace = hessian(0, 0) + hessian(1, 1);
    const double det = hessian(0, 0) * hessian(1, 1) - hessian(0, 1) * hessian(0, 1);
    return !(det > 0 && trace * trace * ratio < (ratio + 1) * (ratio + 1) * det);
  }
};

bool Inside(const SiftOctave& octave, const SiftOptions& options, const Pixel& at) {
  return at.plane >= 1 && at.plane <= options.scales && at.column >= kSiftBorder &&
         at.column < octave.width() - kSiftBorder && at.row >= kSiftBorder &&
         at.row < octave.height() - kSiftBorder;
}

std::optional<SiftExtremum> Refine(const SiftOctave& octave, const SiftOptions& options, Pixel at) {
  // It may turn out to be nearer to another pixel. Few need more than two steps; what doesn't come
  // to rest is no extremum.
  constexpr int kMostSteps = 5;
  for (int step = 0; step < kMostSteps; ++step) {
    const Surroundings around(octave, at);
    const Eigen::FullPivLU<Eigen::Matrix3d> lu(around.hessian);
    if (!lu.isInvertible()) return std::nullopt;
    const Eigen::Vector3d off = lu.solve(-around.gradient);
    const double largest = off.cwiseAbs().maxCoeff();
    // Also if it isn't a number.
    if (!(largest < 1e6)) return std::nullopt;
    if (largest >= 0.5) {
      at.column += static_cast<int>(std::lround(off.x()));
      at.row += static_cast<int>(std::lround(off.y()));
      at.plane += static_cast<int>(std::lround(off.z()));
      if (!Inside(octave, options, at)) return std::nullopt;
      continue;
    }
    SiftExtremum result{at.plane, at.column, at.row, at.column + off.x(), at.row + off.y(), 0, 0};
    result.scale = options.sigma * std::exp2((at.plane + off.z()) / options.scales);
    result.contrast = std::abs(around.value + around.gradient.dot(off) / 2);
    if (result.contrast < double(options.contrast) / options.scales) return std::nullopt;
    if (around.IsEdge(options.edge)) return std::nullopt;
    return result;
  }
  return std::nullopt;
}

// Differences of neighbouring planes, three rows at a time.
class DifferenceRows {
 public:
  explicit DifferenceRows(const SiftOctave& octave)
      : octave_(octave),
        stride_(RowStride(size_t(octave.width()), sizeof(float)) / sizeof(float)),
        rows_(3 * (octave.planes.size() - 1) * stride_ + kRowAlignment / sizeof(float)) {}

  void Load(int y) {
    for (size_t i = 0; i + 1 < octave_.planes.size(); ++i) {
      SubtractRows(octave_.planes[i + 1].Row<float>(y), octave_.planes[i].Row<float>(y),
                   size_t(octave_.width()), Row(i, y));
    }
  }
  float* Row(size_t difference, int y) {
    return rows_.data() + (difference * 3 + size_t(y % 3)) * stride_;
  }

 private:
  const SiftOctave& octave_;
  size_t stride_;
  Scratch<float> rows_;
};

// Rows [begin, end) of all differences that have two neighbours.
void SearchRows(const SiftOctave& octave, const SiftOptions& options, int begin, int end,
                std::vector<SiftExtremum>* found) {
  // An extremum between pixels may be greater than the greatest pixel.
  const auto threshold = static_cast<float>(0.5 * double(options.contrast) / options.scales);
  const int last = octave.width() - kSiftBorder;
  std::vector<int32_t> columns(size_t(octave.width()));
  DifferenceRows differences(octave);
  differences.Load(begin - 1);
  differences.Load(begin);
  for (int y = begin; y < end; ++y) {
    differences.Load(y + 1);
    for (int i = 1; i <= options.scales; ++i) {
      const float* rows[9];
      for (int k = 0; k < 9; ++k) rows[k] = differences.Row(size_t(i - 1 + k / 3), y - 1 + k % 3);
      const size_t count = FindExtrema(rows, kSiftBorder, last, threshold, columns.data());
      for (size_t k = 0; k < count; ++k) {
        if (const auto extremum = Refine(octave, options, {i, y, columns[k]})) {
          found->push_back(*extremum);
        }
      }
    }
  }
}

}  // namespace

std::vector<SiftExtremum> FindSiftExtrema(const SiftOctave& octave, const SiftOptions& options) {
  std::vector<SiftExtremum> found;
  const int rows = octave.height() - 2 * kSiftBorder;
  if (rows <= 0 || octave.width() <= 2 * kSiftBorder) return found;
  constexpr int64_t kStrip = 32;  // two rows more are read
  std::vector<std::vector<SiftExtremum>> strips(size_t((rows + kStrip - 1) / kStrip));
  ParallelFor(rows, kStrip, [&](int64_t begin, int64_t end) {
    SearchRows(octave, options, kSiftBorder + static_cast<int>(begin),
               kSiftBorder + static_cast<int>(end), &strips[size_t(begin / kStrip)]);
  });
  for (const auto& strip : strips) found.insert(found.end(), strip.begin(), strip.end());
  const auto place = [](const SiftExtremum& e) { return std::tuple(e.plane, e.row, e.column); };
  std::sort(found.begin(), found.end(),
            [&](const auto& a, const auto& b) { return place(a) < place(b); });
  // Neighbouring extrema may have been refined to one.
  found.erase(std::unique(found.begin(), found.end(),
                          [&](const auto& a, const auto& b) { return place(a) == place(b); }),
              found.end());
  return found;
}

}  // namespace sluice
