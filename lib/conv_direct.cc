#include "lib/conv_direct.h"

#include <algorithm>

#include "lib/parallel.h"
#include "lib/thread_scratch.h"

namespace sluice {
namespace {

// Multiply-adds worth a part of their own: some 20 microseconds.
constexpr int64_t kLeastWork = int64_t{1} << 20;
// Shorter rows fill their tiles badly.
constexpr int64_t kLeastWidth = 6;
// The pixels under a band (256 KiB) are to stay in the second cache.
constexpr int64_t kBandNumbers = 64 * 1024;
// With so many (16 MiB) under the kernel of a single tile, patches are copied one by one.
constexpr int64_t kMostNumbers = 4 * 1024 * 1024;
constexpr int64_t kTile = 14;
constexpr int64_t kLeastColumns = 64;

int64_t CeilDivide(int64_t a, int64_t b) { return (a + b - 1) / b; }

}  // namespace

bool IsDirect(const ConvProblem& problem) {
  const ConvProblem p = JoinRows(problem);
  // What is under the kernel for a tile, with the pixels that a dilation leaves out.
  double numbers = double(p.in_channels) * (2.0 * kTile * double(p.stride[2]) +
                                            double(p.kernel[2]) * double(p.dilation[2]));
  for (size_t a = 0; a < 2; ++a) numbers *= double(p.kernel[a]) * double(p.dilation[a]);
  return p.output[2] >= kLeastWidth && numbers <= double(kMostNumbers);
}

void RunDirect(const ConvProblem& problem, const ConvArrays& arrays) {
  const ConvProblem p = JoinRows(problem);
  // Columns, then rows of a plane, as many as the cache holds.
  const int64_t lines = p.kernel[0] * ((p.kernel[1] - 1) * p.dilation[1] + 1);
  const int64_t pixel = p.stride[2] * p.in_channels;
  const int64_t most_x = std::max<int64_t>(kBandNumbers / (lines * pixel) / kTile, 2) * kTile;
  int64_t across = CeilDivide(p.output[2], most_x);
  int64_t x_each = CeilDivide(CeilDivide(p.output[2], across), kTile) * kTile;
  const int64_t row = p.kernel[0] * std::min(x_each, p.output[2]) * pixel * p.stride[1];
  int64_t down = CeilDivide(p.output[1], std::max<int64_t>(1, kBandNumbers / row));
  int64_t columns = 1;
  const int64_t planes = p.batch * p.output[0] * p.groups;
  if (Threads() > 1) {
    const double work = double(p.positions()) * double(p.out_channels) * double(p.depth());
    const auto wanted =
        int64_t(std::clamp(work * double(p.groups) / double(kLeastWork), 1.0, 4.0 * Threads()));
    if (planes * across * down < wanted) {
      down = std::clamp(CeilDivide(wanted, planes * across), down, p.output[1]);
    }
    if (planes * across * down < wanted) {
      across =
          std::clamp(wanted / (planes * down), across, std::max(across, p.output[2] / (2 * kTile)));
      x_each = CeilDivide(CeilDivide(p.output[2], across), kTile) * kTile;
    }
    if (planes * across * down < wanted) {
      columns = std::clamp<int64_t>(wanted / (planes * down * across), 1,
                                    CeilDivide(p.out_channels, kLeastColumns));
    }
  }
  across = CeilDivide(p.output[2], x_each);
  const int64_t y_each = CeilDivide(p.output[1], down);
  down = CeilDivide(p.output[1], y_each);
  const int64_t columns_each =
      CeilDivide(CeilDivide(p.out_channels, columns), kLeastColumns) * kLeastColumns;
  columns = CeilDivide(p.out_channels, columns_each);
  ParallelFor(planes * down * across * columns, 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      ConvBand band;
      int64_t rest = i;
      const auto next = [&](int64_t count) {
        const int64_t index = rest % count;
        rest /= count;
        return index;
      };
      band.x0 = next(across) * x_each;
      band.x1 = std::min(band.x0 + x_each, p.output[2]);
      band.y0 = next(down) * y_each;
      band.y1 = std::min(band.y0 + y_each, p.output[1]);
      band.z = next(p.output[0]);
      band.column0 = next(columns) * columns_each;
      band.column1 = std::min(band.column0 + columns_each, p.out_channels);
      band.group = next(p.groups);
      band.image = rest;
      RunConvBand(p, arrays, band, ThreadScratch(ConvBandScratch(p, band)));
    }
  });
}

}  // namespace sluice
