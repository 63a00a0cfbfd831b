#include "tools/classifier_command.h"
#include "tools/linear_options.h"

namespace sluice {

ClassifierFamily LinearFamily() {
  ClassifierFamily f;
  f.name = "linear";
  f.summary = "linear one-against-rest classifiers";
  f.description =
      "For each class a linear score is fitted that is to be 1 for its examples and -1 for all "
      "others: by least squares, in closed form (ridge regression), or by logistic regression, "
      "whose scores are probabilities. The greatest score is the answer.";
  f.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice linear train -o "
      "m.safetensors",
      "sluice linear train --loss logistic --c 0.1 vectors.npy -o m.safetensors",
      "sluice texture bricks/*/*.png --labels by-folder | sluice linear train -o m.safetensors"};
  f.vary = "c=0.001..10";
  f.options = [](Command* c) -> Trainer {
    auto* o = DeclareLinearOptions(c, LinearDefaults(), {Loss::kSquares, Loss::kLogistic});
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainLinear(examples, *o, progress);
    };
  };
  return f;
}

}  // namespace sluice
