// What is done to feature vectors before a classifier sees them: learnt from the training examples
// alone, kept in the model, applied to whatever comes later.
#ifndef SLUICE_CLASSIFIERS_PREPROCESSING_H_
#define SLUICE_CLASSIFIERS_PREPROCESSING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lib/matrix.h"
#include "lib/model_file.h"
#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

// One step, learnt: y = ((x - offset) scale) rotation, any of which may be missing, or each vector
// divided by its length, or the root of each number.
struct PreprocessingStep {
  enum class Kind { kAffine, kRotation, kUnitLength, kRoot };
  Kind kind = Kind::kAffine;
  Tensor offset;    // n: what is subtracted; for kAffine and kRotation
  Tensor scale;     // n: what is multiplied, for kAffine
  Tensor rotation;  // n x m, for kRotation
};

class Preprocessing {
 public:
  // `steps` are separated by commas:
  //   mean          subtract the mean of each number
  //   standardize   and divide by its standard deviation (where that is not 0)
  //   minmax        to 0..1 between the least and the greatest value seen
  //   pca[:N]       the N (all) directions of greatest variance; pca:P% as many as hold P % of it
  //   pca-whiten[:N]  the same, each divided by its standard deviation
  //   zca           whitened and turned back: as near to the input as white numbers can be
  //   l2            each vector divided by its length
  //   root          the signed square root of each number (Hellinger's kernel for histograms)
  // Fails (Usage) for anything else.
  static Status Check(const std::string& steps);
  // Learns them from rows of examples (at least one). The same bytes for any number of threads.
  static Result<Preprocessing> Learn(const std::string& steps, ConstMatrix examples);

  const std::string& text() const { return text_; }
  bool empty() const { return steps_.empty(); }
  int64_t inputs() const { return inputs_; }
  int64_t outputs() const { return outputs_; }

  // rows x inputs() to rows x outputs().
  Result<Tensor> Apply(ConstMatrix x) const;

  // Weights on prepared numbers (rows x outputs()) as weights on the numbers as they come (rows x
  // inputs()): what a linear model looks for. Fails after steps that are not linear (l2, root).
  Result<Tensor> WeightsOnInputs(ConstMatrix weights) const;
  // Prepared vectors turned back (rows x inputs()), as far as their numbers tell. Fails after steps
  // that cannot be (l2, root, whitening).
  Result<Tensor> Restore(ConstMatrix prepared) const;

  // Tensors preprocess.0.offset, ...; metadata `preprocess`, `dimensions`.
  Status Save(ModelFile* file) const;
  static Result<Preprocessing> Load(const ModelFile& file);

 private:
  std::string text_;
  int64_t inputs_ = 0;
  int64_t outputs_ = 0;
  std::vector<PreprocessingStep> steps_;
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_PREPROCESSING_H_
