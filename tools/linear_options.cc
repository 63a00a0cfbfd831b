#include "tools/linear_options.h"

#include <algorithm>
#include <string>

#include "tools/parse.h"

namespace sluice {
namespace {

// A number that has a default of its own in each solver.
void OptionalNumber(Command* c, const std::string& name, const std::string& value,
                    const std::string& help, Range range, std::optional<double>* target,
                    const std::string& default_text) {
  auto* number = c->Own(0.0);
  Option& option = c->Number(name, value, number, help, range);
  const auto parse = option.set;
  option.set = [parse, number, target](const std::string& text) {
    SLUICE_RETURN_IF_ERROR(parse(text));
    *target = *number;
    return Status::Ok();
  };
  option.default_text = default_text;
}

}  // namespace

LinearOptions* DeclareLinearOptions(Command* command, const LinearOptions& defaults,
                                    const std::vector<Loss>& losses) {
  Command& c = *command;
  auto* o = c.Own(defaults);
  if (losses.size() > 1) {
    std::vector<std::string> names;
    for (const Loss loss : losses) names.push_back(LossName(loss));
    const auto initial = std::find(losses.begin(), losses.end(), defaults.loss) - losses.begin();
    c.Choice(
        "--loss", names, static_cast<int>(initial),
        [o, losses](int i) { o->loss = losses[size_t(i)]; }, "what a wrong score costs");
  }
  c.Choice("--penalty", {"l1", "l2", "elastic"}, &o->penalty,
           "l2 spreads weights, l1 makes many of them 0, elastic does some of both");
  c.Number("--l1-ratio", "R", &o->l1_ratio, "part of l1 in elastic", {0, 1});
  const Range positive{0, std::numeric_limits<double>::infinity(), true};
  c.Number("--c", "C", &o->c, "weight of the losses against the penalty", positive).letter = 'c';
  OptionalNumber(&c, "--lambda", "L", "weight of the penalty against the mean loss", {0},
                 &o->lambda, "1 / (C * examples)");
  c.Choice("--optimizer", LinearSolverNames(), &o->solver,
           "auto takes an exact one: dual, normal or lbfgs");
  OptionalNumber(&c, "--rate", "R", "learning rate of the first-order optimizers", positive,
                 &o->rate, "the optimizer's");
  c.Choice("--schedule", {"constant", "step", "exponential", "cosine", "inverse"}, &o->schedule,
           "how the rate falls");
  c.Number("--decay", "D", &o->decay, "how much of it is left at a step, or after an epoch",
           {0, 1});
  c.Number("--step-epochs", "N", &o->step_epochs, "epochs from one step to the next", positive);
  c.Number("--warmup", "N", &o->warmup_epochs, "epochs over which the rate rises from 0", {0});
  c.Number("--momentum", "M", &o->momentum, "of momentum and nesterov", {0, 0.9999});
  c.Integer("--batch", "N", &o->batch, "examples a step; gd takes all of them, sgd one",
            {1, 1 << 20});
  auto* epochs = c.Own(0);
  Option& option = c.Integer("--epochs", "N", epochs, "passes or iterations at most", {1, 1 << 30});
  const auto parse = option.set;
  option.set = [parse, epochs, o](const std::string& text) {
    SLUICE_RETURN_IF_ERROR(parse(text));
    o->epochs = *epochs;
    return Status::Ok();
  };
  option.default_text = "the optimizer's";
  OptionalNumber(&c, "--tolerance", "T", "when to stop earlier", {0}, &o->tolerance,
                 "the optimizer's");
  c.Unsigned("--seed", "N", &o->seed, "in which order examples are visited");
  return o;
}

}  // namespace sluice
