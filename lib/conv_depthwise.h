// Convolutions of each channel by itself, one or more output channels for each. Hardly any number
// is used more often than there are taps, so that nothing is put together: vectors run along the
// channels, and pixels are read where they are.
#ifndef SLUICE_LIB_CONV_DEPTHWISE_H_
#define SLUICE_LIB_CONV_DEPTHWISE_H_

#include <cstddef>
#include <cstdint>

#include "lib/conv_part.h"
#include "lib/conv_problem.h"

namespace sluice {

// Whether a problem is one for the functions below.
bool IsDepthwise(const ConvProblem& problem);

// Weights in the order (output channel of the group, tap, group).
size_t DepthwiseWeightSize(const ConvProblem& problem);
void PackDepthwiseWeights(const ConvProblem& problem, const ConvWeights& weights, float* packed);

// Computes the problem over threads.
void RunDepthwise(const ConvProblem& problem, const ConvArrays& arrays);

// The gradient of depthwise weights, (channels, taps): sums over rows of the output [begin, end),
// counted along height, depth, batch, of problems with one output channel for each input channel.
// sums: (taps, channels), set. Chains of sums run along a row and from row to row.
void SumDepthwiseGradient(const ConvProblem& problem, const float* input, const float* d_output,
                          int64_t begin, int64_t end, float* sums);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_DEPTHWISE_H_
