#include "classifiers/linear.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "classifiers/dual_coordinate.h"
#include "classifiers/linear_model.h"
#include "classifiers/linear_objective.h"
#include "classifiers/ridge.h"
#include "lib/lbfgs.h"
#include "lib/newton_cg.h"

namespace sluice {
namespace {

bool HasDual(Loss loss) {
  return loss == Loss::kHinge || loss == Loss::kSquaredHinge || loss == Loss::kCrammerSinger;
}

LinearSolver Resolve(const LinearOptions& options) {
  if (options.solver != LinearSolver::kAuto) return options.solver;
  const bool l2 = options.penalty == PenaltyKind::kL2;
  if (l2 && HasDual(options.loss)) return LinearSolver::kDual;
  if (l2 && options.loss == Loss::kSquares) return LinearSolver::kNormal;
  return IsSmooth(options.loss) ? LinearSolver::kLbfgs : LinearSolver::kAdam;
}

const std::string& NameOf(LinearSolver solver) { return LinearSolverNames()[size_t(solver)]; }

// What a first-order solver does unless told otherwise. Rates suit features of 0 to 1.
struct FirstOrder {
  LinearSolver solver;
  StepRule rule;
  double rate;
  int64_t batch;  // -1: as asked for
};
constexpr FirstOrder kFirstOrder[] = {{LinearSolver::kGd, StepRule::kDescent, 0.05, 0},
                                      {LinearSolver::kSgd, StepRule::kDescent, 0.005, 1},
                                      {LinearSolver::kMiniBatch, StepRule::kDescent, 0.05, -1},
                                      {LinearSolver::kMomentum, StepRule::kMomentum, 0.01, -1},
                                      {LinearSolver::kNesterov, StepRule::kNesterov, 0.01, -1},
                                      {LinearSolver::kAdaGrad, StepRule::kAdaGrad, 0.02, -1},
                                      {LinearSolver::kRmsProp, StepRule::kRmsProp, 0.0005, -1},
                                      {LinearSolver::kAdam, StepRule::kAdam, 0.001, -1}};

BatchOptions ToBatchOptions(const LinearOptions& options, LinearSolver solver) {
  const FirstOrder& first = *std::find_if(std::begin(kFirstOrder), std::end(kFirstOrder),
                                          [&](const FirstOrder& f) { return f.solver == solver; });
  BatchOptions batch;
  batch.step = DefaultStepOptions(first.rule);
  batch.step.momentum = options.momentum;
  batch.rate = {options.rate.value_or(first.rate), options.schedule, options.decay,
                options.step_epochs, options.warmup_epochs};
  batch.batch = first.batch < 0 ? options.batch : first.batch;
  batch.epochs = options.epochs.value_or(first.batch == 0 ? 200 : 30);
  batch.tolerance = options.tolerance.value_or(1e-4);
  batch.seed = options.seed;
  return batch;
}

struct Strengths {
  double l1;
  double l2;
};
Strengths PenaltyOf(const LinearOptions& options, int64_t examples) {
  const double lambda = options.lambda.value_or(1 / (options.c * double(examples)));
  switch (options.penalty) {
    case PenaltyKind::kL1:
      return {lambda, 0};
    case PenaltyKind::kL2:
      return {0, lambda};
    case PenaltyKind::kElastic:
      return {lambda * options.l1_ratio, lambda * (1 - options.l1_ratio)};
  }
  return {0, 0};
}

Result<Minimum> MinimizeParameters(const Examples& examples, const LinearOptions& options,
                                   LinearSolver solver, const EpochCallback& on_epoch,
                                   std::vector<float>* parameters) {
  const Strengths penalty = PenaltyOf(options, examples.count());
  LinearObjective objective(examples, options.loss, penalty.l2);
  parameters->assign(objective.parameters(), 0.0f);
  const L1Penalty l1{penalty.l1, objective.weights()};
  const auto all = [&](std::span<const float> at, std::span<float> gradient) {
    return objective.Value(at, gradient);
  };
  if (solver == LinearSolver::kLbfgs) {
    return MinimizeLbfgs(
        all, {options.lbfgs_memory, options.epochs.value_or(200), options.tolerance.value_or(1e-3)},
        l1, *parameters, on_epoch);
  }
  if (solver == LinearSolver::kNewton) {
    return MinimizeNewton(
        all,
        [&](std::span<const float> at, std::span<const float> direction, std::span<float> product) {
          objective.MultiplyHessian(at, direction, product);
        },
        {options.epochs.value_or(100), options.tolerance.value_or(1e-3)}, *parameters, on_epoch);
  }
  return MinimizeInBatches(
      examples.count(),
      [&](std::span<const int64_t> rows, std::span<const float> at, std::span<float> gradient) {
        return objective.Value(rows, at, gradient);
      },
      ToBatchOptions(options, solver), l1, *parameters, on_epoch);
}

Result<Minimum> Solve(const Examples& examples, const LinearOptions& options, LinearSolver solver,
                      const EpochCallback& on_epoch, std::vector<float>* parameters) {
  const double lambda = PenaltyOf(options, examples.count()).l2;
  if (solver == LinearSolver::kNormal) return SolveRidge(examples, lambda, parameters);
  if (solver != LinearSolver::kDual) {
    return MinimizeParameters(examples, options, solver, on_epoch, parameters);
  }
  if (lambda <= 0) return Status::Usage("the dual solver needs a penalty, got lambda 0");
  DualOptions dual;
  dual.loss = options.loss;
  dual.c = 1 / (lambda * double(examples.count()));
  dual.bias = options.bias;
  dual.tolerance = options.tolerance.value_or(dual.tolerance);
  dual.epochs = options.epochs.value_or(dual.epochs);
  dual.seed = options.seed;
  SLUICE_ASSIGN_OR_RETURN(DualSolution solution, SolveDual(examples, dual, on_epoch));
  *parameters = std::move(solution.weights);
  parameters->insert(parameters->end(), solution.bias.begin(), solution.bias.end());
  return solution.minimum;
}

std::string Text(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), value, std::chars_format::general, 9);
  return {text, end.ptr};
}

Result<std::unique_ptr<Classifier>> Train(const std::string& kind, LinearScore score,
                                          const Examples& examples, const LinearOptions& options,
                                          const TrainProgress& progress) {
  SLUICE_RETURN_IF_ERROR(CheckTrainable(examples));
  SLUICE_RETURN_IF_ERROR(CheckLinearOptions(options));
  const LinearSolver solver = Resolve(options);
  std::vector<float> parameters;
  SLUICE_ASSIGN_OR_RETURN(const Minimum minimum,
                          Solve(examples, options, solver, progress.on_epoch, &parameters));
  const auto classes = static_cast<int64_t>(examples.classes.size());
  SLUICE_ASSIGN_OR_RETURN(Tensor weights, Tensor::Create({classes, examples.dimensions()}));
  std::copy_n(parameters.begin(), weights.size(), weights.data());
  return std::unique_ptr<Classifier>(std::make_unique<LinearModel>(
      kind, score, std::move(weights),
      std::vector<float>(parameters.end() - classes, parameters.end()),
      std::vector<std::pair<std::string, std::string>>{
          {"loss", LossName(options.loss)},
          {"optimizer", NameOf(solver)},
          {"objective", Text(minimum.value)},
          {"epochs", std::to_string(minimum.iterations)}}));
}

LinearOptions WithLoss(Loss loss) {
  LinearOptions options;
  options.loss = loss;
  return options;
}

}  // namespace

const std::vector<std::string>& LinearSolverNames() {
  static const std::vector<std::string> names = {
      "auto",      "dual",     "normal",   "lbfgs",   "newton",  "gd",  "sgd",
      "minibatch", "momentum", "nesterov", "adagrad", "rmsprop", "adam"};
  return names;
}

LinearOptions SoftmaxDefaults() { return WithLoss(Loss::kSoftmax); }
LinearOptions LinearSvmDefaults() {
  LinearOptions options = WithLoss(Loss::kCrammerSinger);
  options.c = 0.1;  // on pixels better than 1, and solved ten times as fast
  return options;
}
LinearOptions LinearDefaults() { return WithLoss(Loss::kSquares); }

Status CheckLinearOptions(const LinearOptions& options) {
  const LinearSolver solver = options.solver;
  const bool l2 = options.penalty == PenaltyKind::kL2;
  if (solver == LinearSolver::kDual && !HasDual(options.loss)) {
    return Status::Usage("optimizer dual solves hinge, squared-hinge and crammer-singer, got " +
                         LossName(options.loss));
  }
  if (solver == LinearSolver::kNormal && options.loss != Loss::kSquares) {
    return Status::Usage("optimizer normal solves squares, got " + LossName(options.loss));
  }
  if ((solver == LinearSolver::kLbfgs || solver == LinearSolver::kNewton) &&
      !IsSmooth(options.loss)) {
    return Status::Usage("optimizer " + NameOf(solver) + " needs a smooth loss, got " +
                         LossName(options.loss));
  }
  if (!l2 && (solver == LinearSolver::kDual || solver == LinearSolver::kNormal ||
              solver == LinearSolver::kNewton)) {
    return Status::Usage("optimizer " + NameOf(solver) + " needs the penalty l2",
                         "lbfgs and the first-order optimizers take any");
  }
  return Status::Ok();
}

Result<std::unique_ptr<Classifier>> TrainSoftmax(const Examples& examples,
                                                 const LinearOptions& options,
                                                 const TrainProgress& progress) {
  return Train("softmax", LinearScore::kProbability, examples, options, progress);
}

Result<std::unique_ptr<Classifier>> TrainLinearSvm(const Examples& examples,
                                                   const LinearOptions& options,
                                                   const TrainProgress& progress) {
  return Train("linear-svm", LinearScore::kMargin, examples, options, progress);
}

Result<std::unique_ptr<Classifier>> TrainLinear(const Examples& examples,
                                                const LinearOptions& options,
                                                const TrainProgress& progress) {
  const bool logistic = options.loss == Loss::kLogistic;
  return Train("linear", logistic ? LinearScore::kLogistic : LinearScore::kMargin, examples,
               options, progress);
}

}  // namespace sluice
