// One thread's part of a convolution by Winograd's minimal filtering; see conv_winograd.h.
#ifndef SLUICE_LIB_CONV_WINOGRAD_PART_H_
#define SLUICE_LIB_CONV_WINOGRAD_PART_H_

#include <cstddef>
#include <cstdint>

#include "lib/conv_winograd.h"

namespace sluice {

// Tiles of the outputs' planes.
struct WinogradGrid {
  int64_t down = 0;  // tiles of one plane
  int64_t across = 0;
  int64_t count = 0;  // of all planes, all images

  static WinogradGrid Of(const ConvProblem& problem, int tile) {
    WinogradGrid grid;
    grid.down = (problem.output[1] + tile - 1) / tile;
    grid.across = (problem.output[2] + tile - 1) / tile;
    grid.count = problem.batch * problem.output[0] * grid.down * grid.across;
    return grid;
  }
};

// Tiles [begin, end), counted along width, height, depth, batch, and output channels [column0,
// column1).
struct WinogradPart {
  int64_t begin = 0;
  int64_t end = 0;
  int64_t column0 = 0;  // a multiple of 64
  int64_t column1 = 0;
};

// The numbers of working memory that RunWinogradPart needs, aligned to kRowAlignment.
size_t WinogradPartScratch(const ConvProblem& problem, int tile, const WinogradPart& part);
void RunWinogradPart(const ConvProblem& problem, const ConvArrays& arrays, int tile,
                     const WinogradPart& part, float* scratch);

// Panels [begin, end) of transformed weights. scratch: problem.depth() * ConvPanelWidth() numbers.
void PackWinogradPanels(const ConvProblem& problem, const ConvWeights& weights, int tile,
                        int64_t begin, int64_t end, float* scratch, float* packed);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_WINOGRAD_PART_H_
