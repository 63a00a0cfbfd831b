#include "lib/optimizers.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

#include "lib/optimizer_step.h"
#include "lib/parallel.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr int64_t kStepGrain = 1 << 16;
// The stream of Random that shuffles epoch 0; the others follow.
constexpr uint32_t kShuffleStream = 0x53680000;

bool HasFirst(StepRule rule) {
  return rule == StepRule::kMomentum || rule == StepRule::kNesterov || rule == StepRule::kAdam;
}
bool HasSecond(StepRule rule) {
  return rule == StepRule::kAdaGrad || rule == StepRule::kRmsProp || rule == StepRule::kAdam;
}

}  // namespace

StepOptions DefaultStepOptions(StepRule rule) {
  StepOptions options;
  options.rule = rule;
  if (rule == StepRule::kRmsProp) options.beta2 = 0.9;
  return options;
}

double RateAt(const RateOptions& options, double epoch, double epochs) {
  double rate = options.rate;
  if (epoch < options.warmup_epochs) rate *= epoch / options.warmup_epochs;
  switch (options.schedule) {
    case Schedule::kConstant:
    case Schedule::kPlateau:
      return rate;
    case Schedule::kStep:
      return rate * std::pow(options.decay, std::floor(epoch / options.step_epochs));
    case Schedule::kExponential:
      return rate * std::pow(options.decay, epoch);
    case Schedule::kCosine:
      return rate * 0.5 * (1 + std::cos(std::numbers::pi * std::min(1.0, epoch / epochs)));
    case Schedule::kInverse:
      return rate / (1 + options.decay * epoch);
  }
  return rate;
}

void Plateau::Follow(const RateOptions& options, int epoch, double loss) {
  if (options.schedule != Schedule::kPlateau) return;
  if (best_epoch == 0 || loss < best_loss) {
    best_loss = loss;
    best_epoch = epoch;
  } else if (epoch - best_epoch >= options.step_epochs) {
    scale *= options.decay;
    best_epoch = epoch;
  }
}

Optimizer::Optimizer(const StepOptions& options, size_t parameters) : options_(options) {
  if (HasFirst(options.rule)) first_.resize(parameters);
  if (HasSecond(options.rule)) second_.resize(parameters);
}

void Optimizer::Step(std::span<float> parameters, std::span<const float> gradient, double rate,
                     const L1Penalty& l1) {
  ++steps_;
  StepArguments a{options_.rule,         float(rate), float(options_.momentum),
                  float(options_.beta2), 1.0f,        float(options_.epsilon),
                  float(l1.weight)};
  if (options_.rule == StepRule::kAdam) {
    a.momentum = float(options_.beta1);
    a.rate = float(rate / (1 - std::pow(options_.beta1, double(steps_))));
    a.correction = float(1 / (1 - std::pow(options_.beta2, double(steps_))));
  }
  if (options_.rule == StepRule::kMomentum || options_.rule == StepRule::kNesterov) {
    // A lasting gradient moves these by 1 / (1 - mu) times itself: so must the penalty.
    a.l1 = float(l1.weight / (1 - options_.momentum));
  }
  // The penalised parameters, then the others.
  const size_t penalised = l1.weight == 0 ? 0 : l1.count;
  const auto steps = [&](size_t from, size_t to) {
    ParallelFor(static_cast<int64_t>(to - from), kStepGrain, [&](int64_t begin, int64_t end) {
      const size_t i = from + size_t(begin);
      StepParameters(a, size_t(end - begin), gradient.data() + i, parameters.data() + i,
                     first_.empty() ? nullptr : first_.data() + i,
                     second_.empty() ? nullptr : second_.data() + i);
    });
  };
  steps(0, penalised);
  a.l1 = 0;
  steps(penalised, parameters.size());
}

std::vector<int64_t> EpochOrder(int64_t count, uint64_t seed, int epoch) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  Random random(seed, kShuffleStream + static_cast<uint32_t>(epoch));
  random.Shuffle(order.data(), static_cast<uint32_t>(count));
  return order;
}

Result<Minimum> MinimizeInBatches(int64_t examples, const BatchObjective& objective,
                                  const BatchOptions& options, const L1Penalty& l1,
                                  std::span<float> parameters, const EpochCallback& on_epoch) {
  Optimizer optimizer(options.step, parameters.size());
  std::vector<float> gradient(parameters.size());
  const int64_t batch = options.batch <= 0 ? examples : std::min(options.batch, examples);
  std::vector<int64_t> order(static_cast<size_t>(examples));
  std::iota(order.begin(), order.end(), 0);
  Minimum minimum;
  Plateau plateau;
  for (int epoch = 0; epoch < options.epochs; ++epoch) {
    if (batch < examples) order = EpochOrder(examples, options.seed, epoch);
    double sum = 0;
    for (int64_t first = 0; first < examples; first += batch) {
      const int64_t count = std::min(batch, examples - first);
      const std::span<const int64_t> rows(order.data() + first, size_t(count));
      const double value = objective(rows, parameters, gradient) + L1Value(l1, parameters);
      sum += value * double(count);
      ++minimum.evaluations;
      // Warm-up begins at the first step's end, so that no step has the rate 0.
      const bool warming = options.rate.warmup_epochs > 0;
      const double done = epoch + double(warming ? first + count : first) / double(examples);
      const double rate = plateau.scale * RateAt(options.rate, done, options.epochs);
      optimizer.Step(parameters, gradient, rate, l1);
    }
    const double before = minimum.value;
    minimum.value = sum / double(examples);
    minimum.iterations = epoch + 1;
    if (!std::isfinite(minimum.value)) {
      return Status::Failed("training diverged in epoch " + std::to_string(epoch + 1) +
                                ": the objective is not a finite number",
                            "a lower rate may help");
    }
    plateau.Follow(options.rate, epoch + 1, minimum.value);
    if (on_epoch && !on_epoch(epoch + 1, minimum.value)) return minimum;
    if (epoch > 0 && options.tolerance > 0 &&
        std::abs(before - minimum.value) <= options.tolerance * std::abs(before)) {
      minimum.converged = true;
      return minimum;
    }
  }
  return minimum;
}

}  // namespace sluice
