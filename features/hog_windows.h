// Which cells of which blocks a pixel votes in, along one axis.
#ifndef SLUICE_FEATURES_HOG_WINDOWS_H_
#define SLUICE_FEATURES_HOG_WINDOWS_H_

#include <cstddef>
#include <vector>

#include "features/hog.h"

namespace sluice {

// Windows are products of one along x and one along y, so that votes are summed along rows first
// and then over rows.
struct HogWindows {
  // A pixel's share in a cell of a block: slot is block * options.block + cell.
  struct Share {
    int slot = 0;
    float weight = 0;
  };

  int blocks = 0;  // 0: the side is smaller than a block
  int begin = 0;   // the first pixel of the first cell
  std::vector<Share> shares;
  std::vector<size_t> first;  // pixel begin + i has shares [first[i], first[i + 1]), slots rising

  int pixels() const { return static_cast<int>(first.size()) - 1; }
};

HogWindows MakeHogWindows(const HogOptions& options, int side);

// How many blocks a side of so many pixels has.
int HogBlocks(const HogOptions& options, int side);

}  // namespace sluice

#endif  // SLUICE_FEATURES_HOG_WINDOWS_H_
