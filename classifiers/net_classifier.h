// Nets (nets/) as classifiers: the model is the net's text and its numbers.
#ifndef SLUICE_CLASSIFIERS_NET_CLASSIFIER_H_
#define SLUICE_CLASSIFIERS_NET_CLASSIFIER_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "lib/status.h"
#include "nets/augmentation.h"
#include "nets/net.h"
#include "nets/resumable_training.h"
#include "nets/trained_net.h"
#include "nets/training.h"

namespace sluice {

class NetClassifier : public Classifier {
 public:
  // The net's results are as many as there are classes.
  explicit NetClassifier(TrainedNet trained);

  std::string kind() const override { return "net"; }
  int64_t dimensions() const override { return trained_.net().input().count(); }
  bool takes_arrays() const override { return true; }
  int classes() const override { return static_cast<int>(trained_.net().output().count()); }
  std::string score_name() const override { return probabilities() ? "probability" : "score"; }
  Status Scores(ConstMatrix x, Matrix scores) const override;
  Status Save(ModelFile* file) const override { return trained_.Save(file); }
  std::vector<std::string> Describe() const override;

  const TrainedNet& trained() const { return trained_; }
  // Scores are the softmax of the net's results.
  bool probabilities() const;

 private:
  TrainedNet trained_;
};

struct NetClassifierOptions {
  std::string text;                      // of the net file
  std::map<std::string, double> values;  // of its params
  std::optional<Shape> input;            // else that of the examples, else the file's
  NetTrainOptions train;
  NetStart start;
  Augmentation augmentation;  // of the training examples
  double validation = 0;      // share of each class that is kept back to judge epochs by
};

// What a share is kept back for: examples to learn from, and others to judge epochs by.
struct NetExamples {
  Examples train;
  Examples validation;
};
// Which examples TrainNetClassifier keeps back. Fails when nothing is left on one side.
Result<NetExamples> KeepBack(const Examples& examples, double share);

// The shape of one of examples that are arrays of one to three axes and channels.
Shape ShapeOf(const Examples& examples);

// Trains a net whose results are as many as there are classes; `param classes` of the file is set
// to that. Scores are softmax probabilities unless the net's loss is another. Fails when the net
// does not fit the examples, saying line and column, when training diverges, and when a checkpoint
// or initial model is of another net.
Result<std::unique_ptr<Classifier>> TrainNetClassifier(const Examples& examples,
                                                       const NetClassifierOptions& options,
                                                       const TrainProgress& progress);

// What an epoch of a net tells those who listen to classifiers.
void TellEpoch(const NetEpoch& epoch, const TrainProgress& progress);

// The net of a model file, of a classifier or not, without its numbers; with what `instead` says of
// input, values and auxiliary parts.
Result<Net> NetOfModel(const ModelFile& file, NetOptions instead = {});

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_NET_CLASSIFIER_H_
