// Fully connected nets with hidden layers (multi-layer perceptrons).
#ifndef SLUICE_CLASSIFIERS_MLP_H_
#define SLUICE_CLASSIFIERS_MLP_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "classifiers/classifier.h"
#include "classifiers/examples.h"
#include "classifiers/mlp_net.h"
#include "lib/optimizers.h"
#include "lib/status.h"

namespace sluice {

struct MlpOptions {
  std::vector<int64_t> hidden = {256, 128};  // neurons of each hidden layer; none: a linear model
  Activation activation = Activation::kRelu;
  StepRule rule = StepRule::kAdam;
  double rate = 0.001;
  Schedule schedule = Schedule::kCosine;
  double decay = 0.1;
  double step_epochs = 10;
  double momentum = 0.9;
  int batch = 128;
  int epochs = 20;
  double dropout = 0;       // probability that a hidden number is dropped, below 1
  double weight_decay = 0;  // l2 of MlpObjective
  uint64_t seed = 0;
};

// "256,128" as the neurons of hidden layers; "none".
Result<std::vector<int64_t>> ParseLayers(const std::string& text);

// Minimises the cross-entropy by mini-batches, with gradients by backpropagation (Rumelhart, Hinton
// and Williams, Nature 323, 1986). Scores are probabilities. Fails when training diverges, or when
// there would be 2^31 parameters.
Result<std::unique_ptr<Classifier>> TrainMlp(const Examples& examples, const MlpOptions& options,
                                             const TrainProgress& progress);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_MLP_H_
