// One thread's part of a convolution; see conv_problem.h for the whole.
#ifndef SLUICE_LIB_CONV_PART_H_
#define SLUICE_LIB_CONV_PART_H_

#include <cstddef>
#include <cstdint>

#include "lib/conv_problem.h"

namespace sluice {

// Output positions [begin, end), counted along width, height, depth, batch, and output channels
// [column0, column1) of one group.
struct ConvPart {
  int64_t group = 0;
  int64_t begin = 0;
  int64_t end = 0;
  int64_t column0 = 0;  // a multiple of 64
  int64_t column1 = 0;
};

// The arrays of a convolution.
struct ConvArrays {
  const float* packed = nullptr;
  const float* input = nullptr;
  float* output = nullptr;
  ConvEpilogue epilogue;
};

// Positions that a part has at most.
inline constexpr int64_t kMostConvPositions = 168;

// The numbers of working memory that RunConvPart needs, aligned to kRowAlignment.
size_t ConvPartScratch(const ConvProblem& problem, const ConvPart& part);
void RunConvPart(const ConvProblem& problem, const ConvArrays& arrays, const ConvPart& part,
                 float* scratch);

// The columns of a panel of packed weights; packing panels [begin, end), counted through the
// groups.
int64_t ConvPanelWidth();
void PackConvPanels(const ConvProblem& problem, const ConvWeights& weights, int64_t begin,
                    int64_t end, float* packed);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_PART_H_
