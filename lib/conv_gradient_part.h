// One thread's part of the gradient with respect to a convolution's weights.
#ifndef SLUICE_LIB_CONV_GRADIENT_PART_H_
#define SLUICE_LIB_CONV_GRADIENT_PART_H_

#include <cstddef>
#include <cstdint>

#include "lib/conv_problem.h"

namespace sluice {

// The weights k in [k0, k1) of all output channels of a group: their sums over the output positions
// [begin, end).
struct ConvGradientPart {
  int64_t group = 0;
  int64_t k0 = 0;
  int64_t k1 = 0;
  int64_t begin = 0;
  int64_t end = 0;
};

// Output positions that are summed before the sum is added to those before it. This is fixed, as it
// decides how results are rounded.
inline constexpr int64_t kGradientPositions = 256;
// Weights k that a part has at most.
inline constexpr int64_t kGradientDepth = 384;

// The numbers of working memory that RunConvGradientPart needs, aligned to kRowAlignment.
size_t ConvGradientScratch(const ConvGradientPart& part);

// d_weights: those of the whole convolution, (groups x output channels of a group) rows of
// problem.depth() numbers, of which the part's are set or, with `add`, added to.
void RunConvGradientPart(const ConvProblem& problem, const float* input, const float* d_output,
                         const ConvGradientPart& part, bool add, float* d_weights, float* scratch);

// sums[j] = sum over positions [begin, end) of d_output's channel j, all groups.
void SumConvOutputs(const ConvProblem& problem, const float* d_output, int64_t begin, int64_t end,
                    float* sums);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_GRADIENT_PART_H_
