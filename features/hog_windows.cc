#include "features/hog_windows.h"

#include <algorithm>
#include <cmath>

namespace sluice {

int HogBlocks(const HogOptions& options, int side) {
  const int cells = side / options.cell;
  return cells < options.block ? 0 : (cells - options.block) / options.stride + 1;
}

HogWindows MakeHogWindows(const HogOptions& options, int side) {
  HogWindows windows;
  windows.blocks = HogBlocks(options, side);
  windows.begin = side % options.cell / 2;
  const int pixels = side / options.cell * options.cell;
  const int step = options.stride * options.cell;
  const int width = options.block * options.cell;
  const double sigma = options.sigma * width;
  windows.first.push_back(0);
  for (int i = 0; i < pixels; ++i) {
    const int last = std::min(i / step, windows.blocks - 1);
    const int first = i < width ? 0 : (i - width) / step + 1;
    for (int b = first; b <= last; ++b) {
      const double at = i - double(b) * step + 0.5;  // the pixel's centre in the block
      const double off = at - 0.5 * width;
      const double window = sigma > 0 ? std::exp(-off * off / (2 * sigma * sigma)) : 1;
      for (int c = 0; c < options.block; ++c) {
        const double near = 1 - std::abs(at / options.cell - 0.5 - c);
        if (near <= 0) continue;
        windows.shares.push_back({b * options.block + c, static_cast<float>(window * near)});
      }
    }
    windows.first.push_back(windows.shares.size());
  }
  return windows;
}

}  // namespace sluice
