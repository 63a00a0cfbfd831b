// Convolutions of stride 1 along the width with fewer output channels than a vector has numbers, of
// many input channels: as a convolution without taps along the width, whose output channels are all
// these taps' products at one input pixel, which are then added up where they overlap. Vectors are
// full, and beside the input nothing is multiplied, which in the transpose of a convolution is a
// good part of it.
#ifndef SLUICE_LIB_CONV_OVERLAP_H_
#define SLUICE_LIB_CONV_OVERLAP_H_

#include <cstdint>

#include "lib/conv_part.h"
#include "lib/conv_problem.h"

namespace sluice {

// The time this takes for a row of outputs, in multiply-adds of vectors for each tap along height
// and depth; infinite for other problems.
double OverlapCost(const ConvProblem& problem);

// The convolution without taps along the width: channel (x, j) is tap x of output channel j.
ConvProblem OverlapProblem(const ConvProblem& problem);

// Computes the problem over threads, with the weights of OverlapProblem packed as for products.
void RunOverlap(const ConvProblem& problem, const ConvArrays& arrays);

}  // namespace sluice

#endif  // SLUICE_LIB_CONV_OVERLAP_H_
