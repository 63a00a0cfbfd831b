// A width for kernels that fits the data.
#ifndef SLUICE_CLASSIFIERS_KERNEL_GAMMA_H_
#define SLUICE_CLASSIFIERS_KERNEL_GAMMA_H_

#include "classifiers/kernel_function.h"
#include "lib/matrix.h"

namespace sluice {

// 1 / (columns * variance of all numbers), scikit-learn's "scale". For kChi2 one over the mean
// distance of pairs of rows, of up to 512 of them that lie evenly among all (Zhang, Marszalek,
// Lazebnik and Schmid, Local features and kernels for classification of texture and object
// categories, IJCV 73, 2007). 1 where that would be infinite, because all rows are equal.
double AutoGamma(ConstMatrix rows, KernelKind kernel);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KERNEL_GAMMA_H_
