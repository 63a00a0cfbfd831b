// Labelled feature vectors: what classifiers learn from and are judged by.
#ifndef SLUICE_CLASSIFIERS_EXAMPLES_H_
#define SLUICE_CLASSIFIERS_EXAMPLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lib/matrix.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

struct Examples {
  Tensor features;                   // count x dimensions, finite numbers
  std::vector<int> labels;           // count indices into `classes`
  std::vector<int64_t> shape;        // of the pictures they are pixels of: height, width, channels
  std::vector<std::string> classes;  // names, in numeric or else alphabetic order

  int64_t count() const { return features.rank() == 2 ? features.dim(0) : 0; }
  int64_t dimensions() const { return features.rank() == 2 ? features.dim(1) : 0; }
  ConstMatrix matrix() const { return AsMatrix(features); }
};

// The examples `rows`, in that order, with the same classes.
Result<Examples> SelectExamples(const Examples& examples, const std::vector<int64_t>& rows);

// Fails unless there are examples of at least two classes.
Status CheckTrainable(const Examples& examples);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_EXAMPLES_H_
