#include "features/vote_windows.h"

#include <algorithm>
#include <cmath>

namespace sluice {

VoteWindows MakeVoteWindows(const BlockLayout& layout, int side) {
  VoteWindows windows;
  windows.blocks = layout.Blocks(side);
  const int width = layout.block_pixels();
  const int pixels = windows.blocks == 0 ? 0 : width + (windows.blocks - 1) * layout.step;
  windows.begin = (side - pixels) / 2;
  const double sigma = layout.sigma * width;
  windows.first.push_back(0);
  for (int i = 0; i < pixels; ++i) {
    const int last = std::min(i / layout.step, windows.blocks - 1);
    const int first = i < width ? 0 : (i - width) / layout.step + 1;
    for (int b = first; b <= last; ++b) {
      const double at = i - double(b) * layout.step + 0.5;  // the pixel's centre in the block
      const double off = at - 0.5 * width;
      const double window = sigma > 0 ? std::exp(-off * off / (2 * sigma * sigma)) : 1;
      for (int c = 0; c < layout.block; ++c) {
        const double near = 1 - std::abs(at / layout.cell - 0.5 - c);
        if (near <= 0) continue;
        windows.shares.push_back({b * layout.block + c, static_cast<float>(window * near)});
      }
    }
    windows.first.push_back(windows.shares.size());
  }
  return windows;
}

}  // namespace sluice
