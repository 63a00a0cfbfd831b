#include "nets/training.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <future>
#include <numeric>
#include <utility>

#include "nets/net_run.h"
#include "nets/training_step.h"

namespace sluice {
namespace {

constexpr int64_t kScoreBatch = 64;  // examples

// Whether training goes on, by the validation's losses.
bool StillImproves(const NetTrainOptions& options, double loss, NetState* state) {
  if (options.patience == 0) return true;
  if (state->best_epoch == 0 || loss < state->best_loss) {
    state->best_epoch = state->epochs;
    state->best_loss = loss;
    state->best_learnt = options.average > 0 ? state->average : state->learnt;
    state->best_followed = state->followed;
  }
  return state->epochs - state->best_epoch < options.patience;
}

Status Diverged(int epoch, int64_t step) {
  return Status::Failed("training diverged: the loss is no finite number in epoch " +
                            std::to_string(epoch) + ", step " + std::to_string(step),
                        "a lower rate, or --clip 1, may help");
}

// The batches of one epoch in their order, each put together while the one before it is used.
class EpochBatches {
 public:
  EpochBatches(const NetData& data, const NetTrainOptions& options, int epoch)
      : data_(data),
        batch_(options.batch),
        order_(EpochOrder(data.count(), options.seed, epoch)),
        first_(uint64_t(epoch) * uint64_t(steps())) {
    Prepare();
  }
  ~EpochBatches() {
    if (next_.valid()) next_.wait();
  }
  EpochBatches(const EpochBatches&) = delete;
  EpochBatches& operator=(const EpochBatches&) = delete;

  int64_t steps() const { return (data_.count() + batch_ - 1) / batch_; }
  NetBatch Next() {
    NetBatch batch = next_.get();
    ++step_;
    if (step_ < steps()) Prepare();
    return batch;
  }

 private:
  void Prepare() {
    next_ = std::async(std::launch::async, [this, step = step_] {
      const int64_t begin = step * batch_;
      const int64_t count = std::min(batch_, data_.count() - begin);
      return data_.Make({order_.data() + begin, size_t(count)}, first_ + uint64_t(step));
    });
  }

  const NetData& data_;
  const int64_t batch_;
  const std::vector<int64_t> order_;
  const uint64_t first_;
  int64_t step_ = 0;
  std::future<NetBatch> next_;
};

// Makes the epoch's steps. On failure the state is left somewhere between.
Status RunEpoch(const NetData& data, const NetTrainOptions& options, const NetListener& listener,
                const NetState& state, TrainingStep* training, NetEpoch* report) {
  EpochBatches batches(data, options, state.epochs);
  RightAnswers answers;
  const int64_t steps = batches.steps();
  for (int64_t step = 0; step < steps; ++step) {
    const NetBatch batch = batches.Next();
    const double done = state.epochs + double(step) / double(steps);
    report->rate = state.plateau.scale * RateAt(options.rate, done, options.epochs);
    SLUICE_ASSIGN_OR_RETURN(const double loss, training->Step(batch, report->rate, &answers));
    if (!std::isfinite(loss)) return Diverged(state.epochs + 1, step + 1);
    report->score.loss += loss * double(batch.count);
    if (listener.on_fraction) {
      listener.on_fraction((state.epochs + double(step + 1) / double(steps)) / options.epochs);
    }
  }
  report->score.loss /= double(data.count());
  report->score.accuracy = answers.share();
  return Status::Ok();
}

}  // namespace

NetState NewNetState(const Net& net, uint64_t seed) {
  NetState state;
  net.Initialize(seed, &state.learnt, &state.followed);
  return state;
}

Result<NetScore> ScoreNet(const Net& net, const NetData& data, std::vector<float>& learnt,
                          std::vector<float>& followed) {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<BatchLoss> loss, LossFor(net, data));
  NetRun run(net, learnt, followed, false);
  NetScore score;
  RightAnswers answers;
  std::vector<int64_t> examples;
  for (int64_t begin = 0; begin < data.count(); begin += kScoreBatch) {
    examples.resize(size_t(std::min(kScoreBatch, data.count() - begin)));
    std::iota(examples.begin(), examples.end(), begin);
    const NetBatch batch = data.Make(examples, uint64_t(begin / kScoreBatch));
    SLUICE_RETURN_IF_ERROR(loss->Check(Targets(batch), batch.count));
    SLUICE_RETURN_IF_ERROR(run.Forward(batch.numbers.data(), batch.count));
    score.loss +=
        double(batch.count) * loss->Value(run.output(), Targets(batch), batch.count, nullptr);
    answers.Add(run.output(), net.output().channels, batch.labels);
  }
  score.loss /= double(data.count());
  score.accuracy = answers.share();
  return score;
}

Status TrainNet(const Net& net, const NetData& data, const NetData* validation,
                const NetTrainOptions& options, const std::vector<bool>& frozen, NetState* state,
                const NetListener& listener) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<BatchLoss> loss, LossFor(net, data));
  if (options.average > 0 && state->average.empty()) state->average = state->learnt;
  TrainingStep training(net, std::move(loss), options, frozen, state);
  bool go_on = true;
  while (go_on && state->epochs < options.epochs) {
    const auto start = std::chrono::steady_clock::now();
    const NetState before = *state;
    NetEpoch report;
    const Status trained = RunEpoch(data, options, listener, *state, &training, &report);
    if (!trained.ok()) {
      *state = before;
      return trained;
    }
    training.SaveOptimizer();
    report.epoch = ++state->epochs;
    double loss_now = report.score.loss;
    if (validation != nullptr) {
      std::vector<float>& judged = options.average > 0 ? state->average : state->learnt;
      SLUICE_ASSIGN_OR_RETURN(report.validation,
                              ScoreNet(net, *validation, judged, state->followed));
      loss_now = report.validation->loss;
      go_on = StillImproves(options, loss_now, state);
    }
    state->plateau.Follow(options.rate, state->epochs, loss_now);
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    state->history.push_back(report);
    if (listener.on_epoch && !listener.on_epoch(report, *state)) go_on = false;
  }
  if (!state->best_learnt.empty()) {
    state->learnt = state->best_learnt;
    state->followed = state->best_followed;
  } else if (options.average > 0) {
    state->learnt = state->average;
  }
  return Status::Ok();
}

}  // namespace sluice
