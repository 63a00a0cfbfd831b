// net train, tune, predict, eval: nets described by text files.
#include <limits>
#include <string>

#include "classifiers/net_classifier.h"
#include "nets/zoo.h"
#include "tools/classifier_command.h"
#include "tools/dictionary.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct NetCommand {
  std::string net = "lenet5";
  NetClassifierOptions options;
  Dictionary initial;
};

struct Rule {
  const char* name;
  StepRule rule;
  bool decoupled;
};
constexpr Rule kRules[] = {
    {"adam", StepRule::kAdam, false},         {"adamw", StepRule::kAdam, true},
    {"sgd", StepRule::kDescent, false},       {"momentum", StepRule::kMomentum, false},
    {"nesterov", StepRule::kNesterov, false}, {"adagrad", StepRule::kAdaGrad, false},
    {"rmsprop", StepRule::kRmsProp, false}};

// "NAME=VALUE" of a param line.
Status ParseValue(const std::string& text, std::map<std::string, double>* values) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return Status::Usage("expected NAME=VALUE, got " + Quoted(text));
  }
  SLUICE_ASSIGN_OR_RETURN((*values)[text.substr(0, equals)],
                          ParseNumber(text.substr(equals + 1), {}));
  return Status::Ok();
}

void DeclareAugmentation(Command* command, Augmentation* a) {
  Command& c = *command;
  c.Flag("--mirror", &a->mirror, "show half of the pictures mirrored, left to right");
  c.Number("--shift", "N", &a->shift, "move pictures by up to N pixels along each axis", {0, 1e4});
  c.Number("--zoom", "P", &a->zoom, "scale them by 1 / (1 + P) to 1 + P", {0, 10});
  c.Number("--turn", "D", &a->rotate, "turn them by up to D degrees", {0, 180});
  c.Number("--brightness", "B", &a->brightness,
           "add up to B to all of a picture's numbers, or take "
           "it away",
           {0, 10});
  c.Number("--contrast", "P", &a->contrast, "scale distances to the mean by 1 - P to 1 + P",
           {0, 1});
  c.Number("--colour", "S", &a->colour,
           "shift colours along their principal axes, by a normal number "
           "of standard deviation S",
           {0, 10});
  c.Integer("--cutout", "N", &a->cutout, "make a square of NxN pixels 0", {0, 10000});
  c.Number("--noise", "S", &a->noise, "add normal noise of standard deviation S", {0, 10});
  c.Number("--mixup", "A", &a->mixup, "mix pictures in pairs, in shares by Beta(A, A)", {0, 100});
}

void DeclareSteps(Command* command, NetTrainOptions* t) {
  Command& c = *command;
  const Range positive{0, std::numeric_limits<double>::infinity(), true};
  c.Integer("--epochs", "N", &t->epochs, "passes over the examples", {1, 1 << 30});
  c.Integer("--batch", "N", &t->batch, "examples a step", {1, 1 << 20});
  std::vector<std::string> names;
  for (const Rule& rule : kRules) names.emplace_back(rule.name);
  c.Choice(
      "--optimizer", names, 0,
      [t](int i) {
        t->step = DefaultStepOptions(kRules[i].rule);
        t->decoupled = kRules[i].decoupled;
      },
      "how a step follows from gradients");
  c.Number("--rate", "R", &t->rate.rate, "learning rate", positive);
  c.Choice("--schedule", {"constant", "step", "exponential", "cosine", "inverse"},
           &t->rate.schedule, "how the rate falls");
  c.Number("--decay", "D", &t->rate.decay, "how much of it is left at a step, or after an epoch",
           {0, 1});
  c.Number("--step-epochs", "N", &t->rate.step_epochs, "epochs from one step to the next",
           positive);
  c.Number("--warm-up", "N", &t->rate.warmup_epochs, "epochs over which the rate rises from 0",
           {0});
  c.Number("--momentum", "M", &t->step.momentum, "of momentum and nesterov", {0, 0.9999});
  c.Number("--weight-decay", "L", &t->weight_decay,
           "L / 2 times the sum of squared weights is added "
           "to the loss; with adamw weights shrink by L times the rate",
           {0});
  c.Number("--clip", "G", &t->clip, "shorten gradients to this length; 0: never", {0});
  c.Number("--average", "P", &t->average,
           "the result is a running mean of the net's numbers that "
           "keeps a share P at each step; 0: the last numbers",
           {0, 0.99999});
  c.Integer("--patience", "N", &t->patience,
            "stop after N epochs without a better loss on the "
            "pictures kept back, with the best numbers; 0: never",
            {0, 1 << 30});
  c.Unsigned("--seed", "N", &t->seed, "of initial weights, order, dropout and random changes");
}

Trainer DeclareNetOptions(Command* command) {
  Command& c = *command;
  auto* o = c.Own(NetCommand{});
  NetClassifierOptions& n = o->options;
  n.train.step = DefaultStepOptions(StepRule::kAdam);
  n.train.rate.rate = 0.001;
  n.train.rate.schedule = Schedule::kCosine;
  c.Text("--net", "NET", &o->net, "a net of the zoo or a net file (docs/net-files.md)");
  c.Custom(
       "--set", "NAME=VALUE", [&n](const std::string& text) { return ParseValue(text, &n.values); },
       "another value for a param of the net file")
      .repeatable = true;
  c.Custom(
       "--input", "SHAPE",
       [&n](const std::string& text) {
         SLUICE_ASSIGN_OR_RETURN(n.input, ParseShape(text));
         return Status::Ok();
       },
       "the shape of an example, 28x28x1")
      .default_text = "the pictures', else the net's";
  DeclareSteps(&c, &n.train);
  DeclareAugmentation(&c, &n.augmentation);
  c.Number("--validation", "P", &n.validation,
           "share of each class that is kept back to judge epochs "
           "by, 0.1",
           {0, 0.9});
  c.Text("--checkpoint", "FILE", &n.start.checkpoint,
         "write all that training goes on from to FILE after "
         "each epoch, and go on from it if it is there");
  c.File("--init", &o->initial, "begin with the numbers of this model");
  c.Custom(
       "--freeze", "PATTERN",
       [&n](const std::string& text) {
         n.start.frozen.push_back(text);
         return Status::Ok();
       },
       "layers that stay as they are, by name: 'conv*'")
      .repeatable = true;
  c.Flag("--replace-head", &n.start.replace_head, "with --init: the last layer begins anew");
  return [o](const Examples& examples,
             const TrainProgress& progress) -> Result<std::unique_ptr<Classifier>> {
    NetClassifierOptions options = o->options;
    if (options.train.patience > 0 && options.validation == 0) {
      return Status::Usage("--patience needs pictures to judge by: --validation 0.1");
    }
    SLUICE_ASSIGN_OR_RETURN(options.text, LoadNetText(o->net));
    if (!o->initial.path.empty()) {
      SLUICE_ASSIGN_OR_RETURN(options.start.initial, o->initial.Load());
    }
    Result<std::unique_ptr<Classifier>> trained = TrainNetClassifier(examples, options, progress);
    if (!trained.ok()) return trained.status().WithContext(o->net);
    return trained;
  };
}

}  // namespace

ClassifierFamily NetFamily() {
  ClassifierFamily f;
  f.name = "net";
  f.summary = "nets of layers";
  f.description =
      "The net is a text file, one layer a line, or one of the zoo (sluice net info lists them). "
      "Pictures come as they are: no sluice pixels is needed; all must have one size and as many "
      "channels. The loss is what the net file says, else the softmax cross-entropy; it is "
      "minimised by mini-batches, with gradients by backpropagation. The next batch is put "
      "together, with the random changes asked for, while the net computes. --log writes loss, "
      "accuracy, rate and seconds of each epoch; --checkpoint lets an interrupted training go on, "
      "with the same result as if it had not stopped.";
  f.examples = {
      "sluice data mnist digits --split train | sluice net train --net lenet5 --epochs 10 -o "
      "lenet.safetensors",
      "sluice net train --net shapes.net --mirror --shift 4 photos/*/*.png --labels by-folder -o "
      "m.safetensors",
      "sluice data cifar10 cifar | sluice net train --net resnet20 --optimizer momentum --rate 0.1 "
      "--weight-decay 0.0005 --mirror --shift 4 --checkpoint c.safetensors -o m.safetensors"};
  f.vary = "rate=0.0001..0.01";
  f.options = &DeclareNetOptions;
  f.pictures = true;
  return f;
}

}  // namespace sluice
