// CIFAR-10 and CIFAR-100 in their binary version (Krizhevsky, Learning multiple layers of features
// from tiny images, 2009): 32x32 RGB pictures, each behind its label or its two labels. The files
// hold one plane a colour; frames are interleaved.
#ifndef SLUICE_DATA_CIFAR_H_
#define SLUICE_DATA_CIFAR_H_

#include <memory>
#include <string>

#include "data/data_set.h"
#include "data/split.h"

namespace sluice {

// data_batch_1.bin to data_batch_5.bin, as many as there are, and test_batch.bin. Classes are named
// by batches.meta.txt; without it by their numbers. Names: "train-00042", "test-00042".
Result<std::unique_ptr<DataSet>> OpenCifar10(const std::string& folder, Split split);

enum class Cifar100Labels { kFine, kCoarse };

// train.bin and test.bin; fine_label_names.txt or coarse_label_names.txt name the classes.
Result<std::unique_ptr<DataSet>> OpenCifar100(const std::string& folder, Split split,
                                              Cifar100Labels labels);

}  // namespace sluice

#endif  // SLUICE_DATA_CIFAR_H_
