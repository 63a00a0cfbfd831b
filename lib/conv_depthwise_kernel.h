// One thread's part of depthwise convolutions; see conv_depthwise.h for the whole.
#ifndef SLUICE_LIB_CONV_DEPTHWISE_KERNEL_H_
#define SLUICE_LIB_CONV_DEPTHWISE_KERNEL_H_

#include <cstdint>

#include "lib/conv_depthwise.h"

namespace sluice {

// Rows of the output [begin, end), counted along height, depth, batch. zeros: `groups` zeros, the
// pixel outside the input. scratch: a row of output channels.
void RunDepthwiseRows(const ConvProblem& problem, const ConvArrays& arrays, int64_t begin,
                      int64_t end, const float* zeros, float* scratch);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_DEPTHWISE_KERNEL_H_
