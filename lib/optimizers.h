// First-order optimisers over mini-batches, for classifiers and nets alike: they see a flat list of
// parameters and a function that gives the gradient on some examples.
#ifndef SLUICE_LIB_OPTIMIZERS_H_
#define SLUICE_LIB_OPTIMIZERS_H_

#include <cstdint>
#include <span>
#include <vector>

#include "lib/objective.h"
#include "lib/status.h"

namespace sluice {

// With g the gradient, r the rate, m and v the optimiser's memory, all 0 at first:
//   kDescent   p -= r g
//   kMomentum  m = mu m + g; p -= r m                        (Polyak 1964)
//   kNesterov  m = mu m + g; p -= r (g + mu m)               (Sutskever et al., ICML 2013)
//   kAdaGrad   v += g^2; p -= r g / (sqrt(v) + eps)          (Duchi, Hazan and Singer, JMLR 2011)
//   kRmsProp   v = b2 v + (1 - b2) g^2; p -= r g / (sqrt(v) + eps)     (Tieleman and Hinton 2012)
//   kAdam      m, v as running means of g, g^2 by b1, b2, divided by 1 - b1^t, 1 - b2^t;
//              p -= r m / (sqrt(v) + eps)                    (Kingma and Ba, ICLR 2015)
enum class StepRule { kDescent, kMomentum, kNesterov, kAdaGrad, kRmsProp, kAdam };

struct StepOptions {
  StepRule rule = StepRule::kMomentum;
  double momentum = 0.9;  // mu, below 1
  double beta1 = 0.9;     // Adam's
  double beta2 = 0.999;   // Adam's; RMSProp forgets by 0.9 unless told otherwise
  double epsilon = 1e-8;
};

// The rule's usual options: beta2 0.9 for RMSProp.
StepOptions DefaultStepOptions(StepRule rule);

// How the rate changes while training goes on.
enum class Schedule { kConstant, kStep, kExponential, kCosine, kInverse, kPlateau };

struct RateOptions {
  double rate = 0.1;
  Schedule schedule = Schedule::kConstant;
  // kStep: the rate is multiplied by `decay` every `step_epochs`; kExponential: by `decay` over
  // each epoch; kCosine: falls to 0 along half a wave over all epochs; kInverse:
  // rate / (1 + decay * epochs); kPlateau: see Plateau.
  double decay = 0.1;
  double step_epochs = 10;
  double warmup_epochs = 0;  // rises in proportion from 0 over these, whatever comes then
};

// The rate after `epoch` epochs (fractions count) of `epochs`.
double RateAt(const RateOptions& options, double epoch, double epochs);

// The state of Schedule::kPlateau: the rate is multiplied by `decay` after `step_epochs` epochs
// without a better loss, and again after as many more.
struct Plateau {
  double scale = 1;  // of what RateAt gives
  double best_loss = 0;
  int best_epoch = 0;  // of the best loss, or of the last fall; 0: none yet

  // After epoch `epoch`, from 1. Does nothing for other schedules.
  void Follow(const RateOptions& options, int epoch, double loss);
};

// Applies one rule to one list of parameters.
class Optimizer {
 public:
  Optimizer(const StepOptions& options, size_t parameters);

  // One step against `gradient`. The L1 penalty is a proximal step in the rule's own scaling, which
  // leaves exact zeros. Runs over threads.
  void Step(std::span<float> parameters, std::span<const float> gradient, double rate,
            const L1Penalty& l1 = {});

  // Its memory, to be saved with a checkpoint: m, v (either may be empty) and the steps done.
  std::vector<float>& first() { return first_; }
  std::vector<float>& second() { return second_; }
  int64_t& steps() { return steps_; }

 private:
  StepOptions options_;
  std::vector<float> first_;
  std::vector<float> second_;
  int64_t steps_ = 0;
};

// The order in which epoch `epoch` visits `count` examples: a shuffle by seed.
std::vector<int64_t> EpochOrder(int64_t count, uint64_t seed, int epoch);

struct BatchOptions {
  StepOptions step;
  RateOptions rate;
  int64_t batch = 64;  // examples a step; 0: all of them, without shuffling
  int epochs = 30;
  // Stops when an epoch's mean objective is within this fraction of the one before; 0: never.
  double tolerance = 0;
  uint64_t seed = 0;
};

// Minimises over `examples` examples, starting at `parameters`, where the result is left. The value
// told after an epoch, and the Minimum's, is the mean over the epoch's batches, each before its
// step. Fails when the objective is no longer a finite number.
Result<Minimum> MinimizeInBatches(int64_t examples, const BatchObjective& objective,
                                  const BatchOptions& options, const L1Penalty& l1,
                                  std::span<float> parameters, const EpochCallback& on_epoch);

}  // namespace sluice

#endif  // SLUICE_LIB_OPTIMIZERS_H_
