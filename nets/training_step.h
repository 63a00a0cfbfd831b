// One step of training: gradients of a batch, and what an optimiser makes of them.
#ifndef SLUICE_NETS_TRAINING_STEP_H_
#define SLUICE_NETS_TRAINING_STEP_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "lib/optimizers.h"
#include "lib/status.h"
#include "nets/net_run.h"
#include "nets/training.h"
#include "nets/training_data.h"

namespace sluice {

// How many classes were told rightly, of those that count.
struct RightAnswers {
  int64_t right = 0;
  int64_t of = 0;

  // Of results with `channels` scores for each of the labels; negative labels do not count.
  void Add(const float* scores, int64_t channels, std::span<const int> labels);
  std::optional<double> share() const;  // nothing where none counted
};

// The targets of a batch as losses take them.
inline LossTargets Targets(const NetBatch& batch) {
  return {batch.labels.data(), batch.targets.data()};
}

class TrainingStep {
 public:
  // All must outlive this; `frozen` is as for TrainNet.
  TrainingStep(const Net& net, std::unique_ptr<BatchLoss> loss, const NetTrainOptions& options,
               const std::vector<bool>& frozen, NetState* state);

  // Changes the state's numbers by one step. Gives the loss before, which may be no finite number:
  // then nothing was changed.
  Result<double> Step(const NetBatch& batch, double rate, RightAnswers* answers);

  // Puts the optimiser's memory into the state.
  void SaveOptimizer();

 private:
  Result<double> HeadLoss(size_t head, const NetBatch& batch,
                          std::vector<std::vector<float>>* derivatives);
  void ChangeGradient();
  void Shrink(double rate);
  void Average();
  bool IsFrozen(size_t slot) const { return !frozen_.empty() && frozen_[slot]; }

  const Net& net_;
  const std::unique_ptr<BatchLoss> loss_;
  const NetTrainOptions& options_;
  const std::vector<bool>& frozen_;
  NetState& state_;
  NetRun run_;
  Optimizer optimizer_;
  std::vector<float> gradient_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_TRAINING_STEP_H_
