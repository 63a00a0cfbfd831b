// What a net learns from: examples with what the net should make of them, put together in batches.
#ifndef SLUICE_NETS_TRAINING_DATA_H_
#define SLUICE_NETS_TRAINING_DATA_H_

#include <cstdint>
#include <span>
#include <vector>

#include "lib/status.h"
#include "nets/losses.h"
#include "nets/net.h"

namespace sluice {

// Examples of one step, and their targets: classes or numbers, as the data's target() says.
struct NetBatch {
  int64_t count = 0;
  std::vector<float> numbers;  // count x input
  std::vector<int> labels;     // count x target_size()
  std::vector<float> targets;  // count x target_size()
  // Where examples are mixtures of two, each with its classes: those of the second ones. The loss
  // is `share` times that with the first ones, and the rest of 1 with these.
  std::vector<int> other_labels;
  double share = 1;
};

class NetData {
 public:
  virtual ~NetData() = default;

  // How many examples an epoch has.
  virtual int64_t count() const = 0;
  virtual LossTarget target() const = 0;
  // Classes or numbers that one example's target has.
  virtual int64_t target_size() const = 0;

  // The examples of these numbers, from 0, for a net with inputs of the given shape. `step` names
  // the batch among all of the training: random changes depend on it, and on nothing else but the
  // data's own seed. Called from other threads than the net runs in.
  virtual NetBatch Make(std::span<const int64_t> examples, uint64_t step) const = 0;
};

// The net's loss, for targets as these data have them. Fails, saying what does not fit, when the
// loss wants others.
Result<std::unique_ptr<BatchLoss>> LossFor(const Net& net, const NetData& data);

// The seed of the random numbers of one step.
inline uint64_t StepSeed(uint64_t seed, uint64_t step) { return seed + step * 0x9e3779b97f4a7c15; }

}  // namespace sluice

#endif  // SLUICE_NETS_TRAINING_DATA_H_
