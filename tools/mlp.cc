#include "classifiers/mlp.h"

#include <limits>

#include "tools/classifier_command.h"

namespace sluice {
namespace {

// The rules that --optimizer offers, by its words.
constexpr StepRule kRules[] = {StepRule::kAdam,     StepRule::kDescent, StepRule::kMomentum,
                               StepRule::kNesterov, StepRule::kAdaGrad, StepRule::kRmsProp};

}  // namespace

ClassifierFamily MlpFamily() {
  ClassifierFamily f;
  f.name = "mlp";
  f.summary = "fully connected nets";
  f.description =
      "Layers of neurons, each a weighted sum of all numbers of the layer before it plus a bias, "
      "bent by relu (max(0, s)) or tanh; the last layer's sums become probabilities by the softmax "
      "function. The mean cross-entropy is minimised by mini-batches. Pixels work as they are; "
      "features of different units should be brought to one scale: --preprocess standardize. --log "
      "writes the loss after each epoch.\n\n"
      "Gradients by backpropagation: Rumelhart, Hinton and Williams, Nature 323, 1986. Initial "
      "weights: He et al., ICCV 2015 for relu, Glorot and Bengio, AISTATS 2010 for tanh. Dropout: "
      "Srivastava et al., JMLR 15, 2014. Adam: Kingma and Ba, ICLR 2015.";
  f.examples = {
      "sluice data mnist digits --split train | sluice pixels | sluice mlp train -o m.safetensors",
      "sluice mlp train --hidden 512,512 --dropout 0.3 --log loss.jsonl vectors.npy -o "
      "m.safetensors",
      "sluice mlp train --hidden 8 --activation tanh --preprocess standardize vectors.npy -o "
      "m.safetensors"};
  f.vary = "rate=0.0001..0.01";
  f.options = [](Command* c) -> Trainer {
    auto* o = c->Own(MlpOptions{});
    c->Custom(
         "--hidden", "N,...",
         [o](const std::string& text) {
           SLUICE_ASSIGN_OR_RETURN(o->hidden, ParseLayers(text));
           return Status::Ok();
         },
         "neurons of each hidden layer; none: a linear model")
        .default_text = "256,128";
    c->Choice("--activation", ActivationNames(), &o->activation, "what bends a neuron's sum");
    c->Choice(
        "--optimizer", {"adam", "sgd", "momentum", "nesterov", "adagrad", "rmsprop"}, 0,
        [o](int i) { o->rule = kRules[i]; }, "how a step follows from gradients");
    const Range positive{0, std::numeric_limits<double>::infinity(), true};
    c->Number("--rate", "R", &o->rate, "learning rate", positive);
    c->Choice("--schedule", {"constant", "step", "exponential", "cosine", "inverse"}, &o->schedule,
              "how the rate falls");
    c->Number("--decay", "D", &o->decay, "how much of it is left at a step, or after an epoch",
              {0, 1});
    c->Number("--step-epochs", "N", &o->step_epochs, "epochs from one step to the next", positive);
    c->Number("--momentum", "M", &o->momentum, "of momentum and nesterov", {0, 0.9999});
    c->Integer("--batch", "N", &o->batch, "examples a step", {1, 1 << 20});
    c->Integer("--epochs", "N", &o->epochs, "passes over the examples", {1, 1 << 30});
    c->Number("--dropout", "P", &o->dropout, "probability that a hidden number is dropped",
              {0, 0.99});
    c->Number("--weight-decay", "L", &o->weight_decay,
              "L / 2 times the sum of squared weights is added to the loss", {0});
    c->Unsigned("--seed", "N", &o->seed, "of initial weights, order and dropout");
    return [o](const Examples& examples, const TrainProgress& progress) {
      return TrainMlp(examples, *o, progress);
    };
  };
  return f;
}

}  // namespace sluice
