// One thread's part of the gradient with respect to a convolution's weights.
#ifndef SLUICE_LIB_CONV_GRADIENT_PART_H_
#define SLUICE_LIB_CONV_GRADIENT_PART_H_

#include <cstddef>
#include <cstdint>

#include "lib/conv_problem.h"

namespace sluice {

// Output positions in blocks, whose products are summed in registers before the sum is added to
// those of the blocks before: several rows of outputs, or a piece of a long one. The size of a
// block decides how results are rounded, and depends on the problem alone.
struct ConvGradientBlocks {
  int64_t width = 1;   // outputs of a row, or of a piece of one
  int64_t across = 1;  // pieces of a row
  int64_t rows = 1;    // rows, or pieces, of a block
  int64_t count = 1;   // of blocks

  static ConvGradientBlocks Of(const ConvProblem& problem);
};

// The weights k in [k0, k1) of all output channels of a group: their sums over the blocks
// [begin, end).
struct ConvGradientPart {
  int64_t group = 0;
  int64_t k0 = 0;
  int64_t k1 = 0;
  int64_t begin = 0;
  int64_t end = 0;
};

// Weights k that a part has at most.
inline constexpr int64_t kGradientDepth = 384;

// The numbers of working memory that RunConvGradientPart needs, aligned to kRowAlignment.
size_t ConvGradientScratch(const ConvProblem& problem, const ConvGradientPart& part);

// d_weights: those of the whole convolution, (groups x output channels of a group) rows of
// problem.depth() numbers, of which the part's are set or, with `add`, added to. bias_sums: null,
// or set to the sums of the group's gradients over the part's positions.
void RunConvGradientPart(const ConvProblem& problem, const float* input, const float* d_output,
                         const ConvGradientPart& part, bool add, float* d_weights, float* bias_sums,
                         float* scratch);

// How many outputs are best joined (JoinPixels) for this gradient.
int64_t ChooseJoinedForGradient(const ConvProblem& problem);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_GRADIENT_PART_H_
