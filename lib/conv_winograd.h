// Convolutions with 3 x 3 taps of stride 1 by Winograd's minimal filtering: tiles of 4 x 4 (or
// 2 x 2) outputs are computed from 6 x 6 (4 x 4) transformed inputs with 36 (16) multiplications
// for each pair of channels instead of 144 (36). The sums over channels are products of matrices,
// one for each of the 36 (16) places in a transformed tile. Taps along the depth are summed there
// too.
//
// Lavin and Gray, Fast algorithms for convolutional neural networks, CVPR 2016. Interpolation at 0,
// 1, -1, 2, -2 rounds coarser than plain sums: with 256 channels of numbers in [-1, 1] the error of
// 4 x 4 tiles is up to some 5e-5 of the largest result, of 2 x 2 tiles some 5e-6, of plain sums
// 3e-6 (tested).
#ifndef SLUICE_LIB_CONV_WINOGRAD_H_
#define SLUICE_LIB_CONV_WINOGRAD_H_

#include <cstddef>
#include <cstdint>

#include "lib/conv_part.h"
#include "lib/conv_problem.h"

namespace sluice {

// The side of the tiles that suit the problem best, 2 or 4, or 0 where other ways do. Does not
// depend on the batch.
int WinogradTile(const ConvProblem& problem);

// Transformed weights: the number of floats, and making them; runs over threads.
size_t WinogradWeightSize(const ConvProblem& problem, int tile);
void PackWinogradWeights(const ConvProblem& problem, const ConvWeights& weights, int tile,
                         float* packed);

// Computes the problem over threads.
void RunWinograd(const ConvProblem& problem, const ConvArrays& arrays, int tile);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_WINOGRAD_H_
