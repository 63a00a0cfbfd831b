// What every classifier can do once it is trained.
#ifndef SLUICE_CLASSIFIERS_CLASSIFIER_H_
#define SLUICE_CLASSIFIERS_CLASSIFIER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "lib/matrix.h"
#include "lib/model_file.h"
#include "lib/status.h"

namespace sluice {

class Classifier {
 public:
  virtual ~Classifier() = default;
  // "knn", "softmax", "svm", ...: the metadata `kind` of its model file.
  virtual std::string kind() const = 0;
  virtual int64_t dimensions() const = 0;  // of a feature vector
  virtual int classes() const = 0;
  // Its vectors may be the numbers of an array of any shape: a volume, a signal of several
  // channels.
  virtual bool takes_arrays() const { return false; }
  // What the scores are: "probability", "margin", "vote", "log-likelihood".
  virtual std::string score_name() const = 0;
  // Scores of each row of x (rows x dimensions()) for each class (rows x classes()): the class with
  // the greatest score is the answer, the first of them where several are equal. Each row's scores
  // depend on that row alone. Runs over threads; memory stays bounded for any number of rows. Fails
  // only when memory is short.
  virtual Status Scores(ConstMatrix x, Matrix scores) const = 0;
  // Puts all that Scores needs into the file: tensors, and metadata other than `kind`, `classes`.
  virtual Status Save(ModelFile* file) const = 0;
  // Lines for `info`: "k: 3", "support vectors: 812".
  virtual std::vector<std::string> Describe() const { return {}; }
};

// What training tells while it goes on.
struct TrainProgress {
  // Called after each epoch or pass with its number (from 1) and the objective then; null: nobody
  // listens. Returns whether to go on.
  std::function<bool(int epoch, double loss)> on_epoch;
  // More about the epoch that on_epoch is called for next: "accuracy", ...; null: nobody listens.
  std::function<void(const std::string& name, double value)> on_value;
  // 0 to 1, for a progress line; null: nobody listens.
  std::function<void(double fraction)> on_fraction;
};

// The index of the greatest of `count` scores, the first of several.
int BestClass(const float* scores, int count);

// Makes the classifier that a file holds, whatever its kind. Fails when a tensor is missing or of
// another shape than expected.
Result<std::unique_ptr<Classifier>> LoadClassifier(const ModelFile& file);

// Each kind's own loader, listed in classifier.cc.
using ClassifierLoader = Result<std::unique_ptr<Classifier>> (*)(const ModelFile& file,
                                                                 int classes);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_CLASSIFIER_H_
