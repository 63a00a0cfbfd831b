#include "tools/classifier_command.h"
#include "tools/linear_options.h"

namespace sluice {

ClassifierFamily SoftmaxFamily() {
  ClassifierFamily f;
  f.name = "softmax";
  f.summary = "softmax regression";
  f.description =
      "Also called multinomial logistic regression: a linear score for each class, turned into "
      "probabilities by the softmax function; the mean cross-entropy plus lambda times the penalty "
      "of the weights (not of the biases) is minimised.\n\n"
      "lbfgs is exact and fast; newton too, for l2. The first-order optimizers show what they do: "
      "gd takes all examples a step, sgd one, minibatch, momentum, nesterov, adagrad, rmsprop and "
      "adam --batch of them. --log writes the objective after each epoch. Tolerances: of lbfgs and "
      "newton the gradient against that at the start, of the others the change of the objective in "
      "an epoch.";
  f.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice softmax train -o "
      "m.safetensors",
      "sluice softmax train --optimizer adam --epochs 10 --log adam.jsonl vectors.npy -o "
      "m.safetensors",
      "sluice softmax train --penalty l1 --c 0.1 vectors.npy -o m.safetensors"};
  f.vary = "c=0.001..10";
  f.options = [](Command* c) -> Trainer {
    auto* o = DeclareLinearOptions(c, SoftmaxDefaults(), {Loss::kSoftmax});
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainSoftmax(examples, *o, progress);
    };
  };
  return f;
}

}  // namespace sluice
