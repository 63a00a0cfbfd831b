// Which cells of which blocks a pixel votes in, along one axis.
#ifndef SLUICE_FEATURES_VOTE_WINDOWS_H_
#define SLUICE_FEATURES_VOTE_WINDOWS_H_

#include <cstddef>
#include <vector>

namespace sluice {

// Square blocks of square cells, in rows and columns over a picture.
struct BlockLayout {
  int cell = 8;        // width and height of a cell in pixels
  int block = 2;       // of a block in cells
  int step = 8;        // from one block to the next in pixels
  double sigma = 0.5;  // of the Gaussian that weighs a block's pixels, in block widths; 0: none

  int block_pixels() const { return cell * block; }
  // How many blocks fit into a side of so many pixels.
  int Blocks(int side) const {
    return side < block_pixels() ? 0 : (side - block_pixels()) / step + 1;
  }
};

// Windows are products of one along x and one along y, so that votes are summed along rows first
// and then over rows.
struct VoteWindows {
  // A pixel's share in a cell of a block: slot is the block's number * layout.block + the cell's.
  struct Share {
    int slot = 0;
    float weight = 0;
  };

  int blocks = 0;
  int begin = 0;  // the first pixel of the first block; what blocks don't cover is half before it
  std::vector<Share> shares;
  std::vector<size_t> first;  // pixel begin + i has shares [first[i], first[i + 1]), slots rising

  int pixels() const { return static_cast<int>(first.size()) - 1; }
};

VoteWindows MakeVoteWindows(const BlockLayout& layout, int side);

}  // namespace sluice

#endif  // SLUICE_FEATURES_VOTE_WINDOWS_H_
