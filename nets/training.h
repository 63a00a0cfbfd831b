// Trains a net on data of any kind.
#ifndef SLUICE_NETS_TRAINING_H_
#define SLUICE_NETS_TRAINING_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lib/model_file.h"
#include "lib/optimizers.h"
#include "lib/status.h"
#include "nets/net.h"
#include "nets/training_data.h"

namespace sluice {

struct NetTrainOptions {
  StepOptions step;
  RateOptions rate;
  int batch = 64;
  int epochs = 10;
  double weight_decay =
      0;                   // of weights alone: added to gradients, or taken off apart (`decoupled`)
  bool decoupled = false;  // as AdamW does (Loshchilov and Hutter, ICLR 2019)
  double clip = 0;         // longest gradient, as a Euclidean length; 0: any
  double average = 0;  // share of its past that a running mean of the numbers keeps a step, which
                       // then is the result (Polyak averaging); 0: the numbers themselves
  int patience = 0;    // ends after so many epochs without a better validation loss, with the
                       // numbers of the best; 0: never
  uint64_t seed = 0;   // of initial numbers, of the order of examples, of dropout
};

// How well a net does.
struct NetScore {
  double loss = 0;                 // mean over batches
  std::optional<double> accuracy;  // share of right answers, where targets are classes
};

// What an epoch has come to.
struct NetEpoch {
  int epoch = 0;       // from 1
  NetScore score;      // over the epoch's batches, each before its step
  double rate = 0;     // at its end
  double seconds = 0;  // 0: not known
  std::optional<NetScore> validation;
};

// Numbers of a net with all that training goes on from.
struct NetState {
  std::vector<float> learnt;
  std::vector<float> followed;
  std::vector<float> average;  // empty if there is none
  std::vector<float> first;    // the optimiser's memory
  std::vector<float> second;
  int64_t steps = 0;
  int epochs = 0;  // that are done

  // Of early stopping.
  double best_loss = 0;
  int best_epoch = 0;
  std::vector<float> best_learnt;
  std::vector<float> best_followed;

  Plateau plateau;  // of Schedule::kPlateau

  std::vector<NetEpoch> history;  // of the epochs that are done, as far as it is known

  // Everything to and from a file, exactly.
  Result<ModelFile> ToFile() const;
  static Result<NetState> FromFile(const ModelFile& file, const Net& net);
};

// Called after each epoch; returns whether to go on.
using NetEpochCallback = std::function<bool(const NetEpoch& epoch, const NetState& state)>;

// Who wants to know how training goes on; each may be null.
struct NetListener {
  NetEpochCallback on_epoch;
  std::function<void(double fraction)> on_fraction;  // 0 to 1, after each step
};

// Trains until the epochs are done, going on from `state` (see NewNetState), where the result is
// left: running means and early stopping already applied. `validation` may be null. `frozen` says
// for each of net.slots() whether it stays as it is; empty: none. The next batch is put together
// while the net computes. The same result for any number of threads, and the same whether or not
// training was interrupted after an epoch. Fails when the data do not fit the net, and when the
// loss is no longer a finite number; the state then is that after the last good epoch.
Status TrainNet(const Net& net, const NetData& data, const NetData* validation,
                const NetTrainOptions& options, const std::vector<bool>& frozen, NetState* state,
                const NetListener& listener);

NetState NewNetState(const Net& net, uint64_t seed);

// The score without training.
Result<NetScore> ScoreNet(const Net& net, const NetData& data, std::vector<float>& learnt,
                          std::vector<float>& followed);

}  // namespace sluice

#endif  // SLUICE_NETS_TRAINING_H_
