#include "tools/net_options.h"

#include <limits>
#include <memory>
#include <utility>
#include <vector>

#include "nets/trained_net.h"
#include "nets/zoo.h"
#include "tools/values.h"

namespace sluice {
namespace {

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

}  // namespace

NetSettings DefaultNetSettings(const std::string& net) {
  NetSettings settings;
  settings.net = net;
  settings.train.step = DefaultStepOptions(StepRule::kAdam);
  settings.train.rate.rate = 0.001;
  settings.train.rate.schedule = Schedule::kCosine;
  return settings;
}

Status ParseParam(const std::string& text, std::map<std::string, double>* values) {
  const size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return Status::Usage("expected NAME=VALUE, got " + Quoted(text));
  }
  SLUICE_ASSIGN_OR_RETURN((*values)[text.substr(0, equals)],
                          ParseNumber(text.substr(equals + 1), {}));
  return Status::Ok();
}

void DeclareNet(Command* command, NetSettings* settings) {
  command->Text("--net", "NET", &settings->net,
                "a net of the zoo or a net file (docs/net-files.md)");
  command
      ->Custom(
          "--set", "NAME=VALUE",
          [settings](const std::string& text) { return ParseParam(text, &settings->values); },
          "another value for a param of the net file")
      .repeatable = true;
}

void DeclareInput(Command* command, NetSettings* settings) {
  command
      ->Custom(
          "--input", "SHAPE",
          [settings](const std::string& text) {
            SLUICE_ASSIGN_OR_RETURN(settings->input, ParseShape(text));
            return Status::Ok();
          },
          "the shape of an example, 28x28x1")
      .default_text = "the pictures', else the net's";
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
  c.Choice("--schedule", {"constant", "step", "exponential", "cosine", "inverse", "plateau"},
           &t->rate.schedule, "how the rate falls");
  c.Number("--decay", "D", &t->rate.decay, "how much of it is left at a step, or after an epoch",
           {0, 1});
  c.Number("--step-epochs", "N", &t->rate.step_epochs,
           "epochs from one step to the next; of plateau: without a better loss", positive);
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

void DeclareStart(Command* command, NetSettings* settings, const std::string& kept_back) {
  Command& c = *command;
  c.Number("--validation", "P", &settings->validation,
           kept_back + " that is kept back to judge epochs by, 0.1", {0, 0.9});
  c.Text("--checkpoint", "FILE", &settings->start.checkpoint,
         "write all that training goes on from to FILE after "
         "each epoch, and go on from it if it is there");
  c.File("--init", &settings->initial, "begin with the numbers of this model");
  c.Custom(
       "--freeze", "PATTERN",
       [settings](const std::string& text) {
         settings->start.frozen.push_back(text);
         return Status::Ok();
       },
       "layers that stay as they are, by name: 'conv*'")
      .repeatable = true;
}

Result<Net> CheckNetSettings(NetSettings* settings) {
  if (settings->train.patience > 0 && settings->validation == 0) {
    return Status::Usage("--patience needs pictures to judge by: --validation 0.1");
  }
  SLUICE_ASSIGN_OR_RETURN(settings->text, LoadNetText(settings->net));
  if (!settings->initial.path.empty()) {
    SLUICE_ASSIGN_OR_RETURN(settings->start.initial, settings->initial.Load());
  }
  // A net file has an input of its own, so that it can be checked before the data are known.
  NetRecipe recipe{settings->text, {}};
  recipe.options.input = settings->input;
  recipe.options.values = settings->values;
  recipe.options.auxiliary = true;
  Result<Net> net = recipe.Build();
  return net.ok() ? std::move(net) : net.status().WithContext(settings->net);
}

}  // namespace sluice
