// The gradient of weights by Winograd's way: the transpose of what conv_winograd.h does. Of each
// tile of 4 x 4 gradients of outputs and the 6 x 6 inputs under it, transformed, 36 outer products
// are summed, and the sums transformed back.
#ifndef SLUICE_LIB_CONV_WINOGRAD_GRADIENT_H_
#define SLUICE_LIB_CONV_WINOGRAD_GRADIENT_H_

#include <cstdint>

#include "lib/conv_problem.h"
#include "lib/status.h"

namespace sluice {

// For problems with WinogradTile() == 4: sets d_weights or, with `add`, adds to them. Runs over
// threads; fails when memory is short.
Status WinogradBackwardWeights(const ConvProblem& problem, const float* input,
                               const float* d_output, bool add, float* d_weights);

// Work in progress.
struct WinogradGradient {
  ConvProblem problem;
  const float* input = nullptr;
  const float* d_output = nullptr;
  const float* zeros = nullptr;  // a pixel outside
  int64_t first = 0;             // tiles [first, first + count) are in the memory below
  int64_t count = 0;
  int64_t depth = 0;           // input channels of all taps along the depth
  int64_t input_pitch = 0;     // of a tile's transformed input at one of the 36 places
  int64_t input_step = 0;      // from place to place
  int64_t gradient_pitch = 0;  // the same of its transformed gradients
  int64_t gradient_step = 0;
  float* inputs = nullptr;
  float* gradients = nullptr;
  float* sums = nullptr;  // (place, output channel, input_pitch)
};

// Transforms tiles [begin, end) of those in memory.
void TransformGradientTiles(const WinogradGradient& work, int64_t begin, int64_t end);
// Sums the products of all tiles in memory, at one place, for output channels [begin, end): sets
// the sums if these are the first tiles, adds to them otherwise.
void SumGradientPlace(const WinogradGradient& work, int64_t place, int64_t begin, int64_t end);
// The gradients of the weights of output channels [begin, end) from their sums.
void FinishGradient(const WinogradGradient& work, int64_t begin, int64_t end, bool add,
                    float* d_weights);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_WINOGRAD_GRADIENT_H_
