// Depthwise convolutions of 3 x 3 taps, in columns of outputs.
#ifndef SLUICE_LIB_CONV_DEPTHWISE_BAND_H_
#define SLUICE_LIB_CONV_DEPTHWISE_BAND_H_

#include <cstdint>

#include "lib/conv_part.h"
#include "lib/conv_problem.h"

namespace sluice {

// Whether RunDepthwiseBand computes the problem: 3 x 3 taps with stride 1 or 2, neighbours, of
// which at most one pixel on each side of a row is outside, for at least a vector of channels.
bool IsDepthwiseBand(const ConvProblem& problem, const ConvEpilogue& epilogue);

// Outputs of rows [begin, end), counted along height, depth, batch. Bytes are those of
// RunDepthwiseRows.
void RunDepthwiseBand(const ConvProblem& problem, const ConvArrays& arrays, int64_t begin,
                      int64_t end);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_DEPTHWISE_BAND_H_
