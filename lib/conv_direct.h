// Convolutions whose patches are read where they are: the pixels of a row of outputs start at equal
// distances in the input, and the taps of a line with all their channels lie side by side. What the
// kernel finds outside the input is put around a copy of a band of rows, in cache.
#ifndef SLUICE_LIB_CONV_DIRECT_H_
#define SLUICE_LIB_CONV_DIRECT_H_

#include <cstddef>
#include <cstdint>

#include "lib/conv_part.h"
#include "lib/conv_problem.h"

namespace sluice {

// Whether a problem's rows are long enough to be computed in tiles of their own.
bool IsDirect(const ConvProblem& problem);

// Computes the problem over threads; weights as for products (ConvPath).
void RunDirect(const ConvProblem& problem, const ConvArrays& arrays);

// Outputs [y0, y1) x [x0, x1) of one plane, channels [column0, column1) of a group.
struct ConvBand {
  int64_t image = 0;
  int64_t z = 0;
  int64_t y0 = 0;
  int64_t y1 = 0;
  int64_t x0 = 0;
  int64_t x1 = 0;
  int64_t group = 0;
  int64_t column0 = 0;  // a multiple of 64
  int64_t column1 = 0;
};

// The numbers of working memory that RunConvBand needs, aligned to kRowAlignment.
size_t ConvBandScratch(const ConvProblem& problem, const ConvBand& band);
void RunConvBand(const ConvProblem& problem, const ConvArrays& arrays, const ConvBand& band,
                 float* scratch);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_DIRECT_H_
