#include "nets/training.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <future>
#include <memory>
#include <utility>

#include "lib/objective.h"
#include "lib/parallel.h"
#include "lib/random.h"
#include "nets/losses.h"
#include "nets/net_run.h"

namespace sluice {
namespace {

constexpr int64_t kGrain = 1 << 15;         // numbers
constexpr int64_t kScoreBatch = 64;         // examples
constexpr uint32_t kAugmentUse = 0x617567;  // names of random sequences
constexpr uint32_t kMixUse = 0x6d6978;

// Examples put together, changed at random.
struct Batch {
  std::vector<float> numbers;
  std::vector<int> labels;
  std::vector<int> others;  // of the examples that these are mixed with, if they are
  double share = 1;         // of the first ones in the mixture
};

// From 0 to 1, by Johnk's method.
double BetaNumber(double a, Random& random) {
  while (true) {
    const double x = std::pow(random.Uniform(), 1 / a);
    const double y = std::pow(random.Uniform(), 1 / a);
    if (x + y > 0 && x + y <= 1) return x / (x + y);
  }
}

class Batcher {
 public:
  Batcher(const NetExamples& examples, const Shape& shape, const NetTrainOptions& options)
      : examples_(examples), shape_(shape), options_(options) {
    if (options.augmentation.colour > 0) {
      constexpr int64_t kEnough = 10000;  // examples
      axes_ = ColourAxes(shape, examples.rows.data, std::min(kEnough, examples.rows.rows));
    }
  }

  // `seed` names this batch among all of the training.
  Batch Make(const int64_t* rows, int64_t count, uint64_t step) const {
    const auto size = static_cast<size_t>(shape_.count());
    Batch batch;
    batch.numbers.resize(size_t(count) * size);
    for (int64_t i = 0; i < count; ++i) {
      const float* const from = examples_.rows.row(rows[i]);
      float* const to = batch.numbers.data() + size_t(i) * size;
      batch.labels.push_back(examples_.labels[rows[i]]);
      if (options_.augmentation.any()) {
        Random random(options_.seed + step * 0x9e3779b97f4a7c15, kAugmentUse + uint32_t(i));
        Augment(options_.augmentation, shape_, axes_.empty() ? nullptr : axes_.data(), random, from,
                to);
      } else {
        std::copy_n(from, size, to);
      }
    }
    if (options_.augmentation.mixup > 0) Mix(step, &batch);
    return batch;
  }

 private:
  // Each example with the one at the same distance from the other end.
  void Mix(uint64_t step, Batch* batch) const {
    Random random(options_.seed + step * 0x9e3779b97f4a7c15, kMixUse);
    batch->share = BetaNumber(options_.augmentation.mixup, random);
    const auto size = static_cast<size_t>(shape_.count());
    const std::vector<float> before = batch->numbers;
    const size_t count = batch->labels.size();
    const auto share = static_cast<float>(batch->share);
    for (size_t i = 0; i < count; ++i) {
      const float* const other = before.data() + (count - 1 - i) * size;
      float* const mixed = batch->numbers.data() + i * size;
      for (size_t k = 0; k < size; ++k) mixed[k] = share * mixed[k] + (1 - share) * other[k];
    }
    batch->others.assign(batch->labels.rbegin(), batch->labels.rend());
  }

  const NetExamples& examples_;
  const Shape shape_;
  const NetTrainOptions& options_;
  std::vector<float> axes_;
};

int64_t RightAnswers(const float* scores, int64_t classes, const std::vector<int>& labels) {
  int64_t right = 0;
  for (size_t i = 0; i < labels.size(); ++i) {
    const float* const row = scores + int64_t(i) * classes;
    right += std::max_element(row, row + classes) - row == labels[i] ? 1 : 0;
  }
  return right;
}

// The loss of a net whose examples have a class each.
Result<std::unique_ptr<BatchLoss>> ClassLoss(const Net& net) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<BatchLoss> loss, MakeLoss(net.loss(), net.output()));
  if (loss->target() == LossTarget::kNumbers) {
    return Status::Failed("the net's loss is for pictures as results, not for classes");
  }
  if (net.output().places() > 1) {
    return Status::Failed("expected a net with one result for an example, got " +
                          ShapeText(net.output()) + ": flatten or globalpool is missing");
  }
  return loss;
}

// The net, its losses and optimiser: what one step takes.
class Trainer {
 public:
  Trainer(const Net& net, std::unique_ptr<BatchLoss> loss, const NetTrainOptions& options,
          const std::vector<bool>& frozen, NetState* state)
      : net_(net),
        loss_(std::move(loss)),
        options_(options),
        frozen_(frozen),
        state_(*state),
        run_(net, state->learnt, state->followed, true),
        optimizer_(options.step, state->learnt.size()),
        gradient_(state->learnt.size()) {
    if (state->steps == 0) return;
    optimizer_.first() = state->first;
    optimizer_.second() = state->second;
    optimizer_.steps() = state->steps;
  }

  // One step; adds the number of right answers. The loss is NaN when it can't be told.
  Result<double> Step(const Batch& batch, double rate, int64_t* right) {
    const auto count = static_cast<int64_t>(batch.labels.size());
    SLUICE_RETURN_IF_ERROR(run_.Forward(batch.numbers.data(), count, options_.seed,
                                        static_cast<uint32_t>(optimizer_.steps())));
    *right += RightAnswers(run_.output(), net_.output().count(), batch.labels);
    std::vector<std::vector<float>> derivatives;
    std::vector<const float*> heads;
    double loss = 0;
    for (size_t h = 0; h < net_.heads().size(); ++h) {
      loss += net_.heads()[h].weight * HeadLoss(h, batch, &derivatives);
    }
    for (const std::vector<float>& d : derivatives) heads.push_back(d.data());
    if (!std::isfinite(loss)) return loss;
    SLUICE_RETURN_IF_ERROR(run_.Backward(heads, gradient_));
    ChangeGradient();
    optimizer_.Step(state_.learnt, gradient_, rate);
    if (options_.decoupled) Shrink(rate);
    run_.ParametersChanged();
    Average();
    return loss;
  }

  void SaveOptimizer() {
    state_.first = optimizer_.first();
    state_.second = optimizer_.second();
    state_.steps = optimizer_.steps();
  }
  int64_t steps() { return optimizer_.steps(); }

 private:
  double HeadLoss(size_t head, const Batch& batch, std::vector<std::vector<float>>* derivatives) {
    const auto count = static_cast<int64_t>(batch.labels.size());
    const float* const output = run_.output(head);
    const auto size =
        static_cast<size_t>(count * net_.nodes()[size_t(net_.heads()[head].node)].shape.count());
    std::vector<float> d(size);
    double value = loss_->Value(output, {batch.labels.data()}, count, d.data());
    if (!batch.others.empty()) {
      std::vector<float> other(size);
      const double second = loss_->Value(output, {batch.others.data()}, count, other.data());
      const auto share = static_cast<float>(batch.share);
      value = batch.share * value + (1 - batch.share) * second;
      for (size_t i = 0; i < size; ++i) d[i] = share * d[i] + (1 - share) * other[i];
    }
    const auto weight = static_cast<float>(net_.heads()[head].weight);
    if (weight != 1) {
      for (float& number : d) number *= weight;
    }
    derivatives->push_back(std::move(d));
    return value;
  }

  // Weight decay, frozen numbers, the greatest length.
  void ChangeGradient() {
    for (size_t s = 0; s < net_.slots().size(); ++s) {
      const ParameterSlot& slot = net_.slots()[s];
      if (!slot.learnt()) continue;
      const auto count = static_cast<size_t>(slot.parameter.count());
      const std::span<float> part(gradient_.data() + slot.offset, count);
      if (!frozen_.empty() && frozen_[s]) {
        std::fill(part.begin(), part.end(), 0.0F);
      } else if (slot.parameter.role == Role::kWeights && options_.weight_decay > 0 &&
                 !options_.decoupled) {
        AddScaled(options_.weight_decay, {state_.learnt.data() + slot.offset, count}, part);
      }
    }
    if (options_.clip > 0) {
      const double length = std::sqrt(DotProduct(gradient_, gradient_));
      if (length > options_.clip) {
        const auto scale = static_cast<float>(options_.clip / length);
        for (float& number : gradient_) number *= scale;
      }
    }
  }

  void Shrink(double rate) {
    const auto keep = static_cast<float>(1 - rate * options_.weight_decay);
    for (size_t s = 0; s < net_.slots().size(); ++s) {
      const ParameterSlot& slot = net_.slots()[s];
      if (slot.parameter.role != Role::kWeights || (!frozen_.empty() && frozen_[s])) continue;
      float* const numbers = state_.learnt.data() + slot.offset;
      for (int64_t i = 0; i < slot.parameter.count(); ++i) numbers[i] *= keep;
    }
  }

  void Average() {
    if (options_.average <= 0) return;
    // A shorter memory at first, so that the initial numbers are forgotten.
    const auto steps = static_cast<double>(optimizer_.steps());
    const auto keep = static_cast<float>(std::min(options_.average, (1 + steps) / (10 + steps)));
    ParallelFor(int64_t(state_.average.size()), kGrain, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        float& mean = state_.average[size_t(i)];
        mean = keep * mean + (1 - keep) * state_.learnt[size_t(i)];
      }
    });
  }

  const Net& net_;
  const std::unique_ptr<BatchLoss> loss_;
  const NetTrainOptions& options_;
  const std::vector<bool>& frozen_;
  NetState& state_;
  NetRun run_;
  Optimizer optimizer_;
  std::vector<float> gradient_;
};

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

}  // namespace

NetState NewNetState(const Net& net, uint64_t seed) {
  NetState state;
  net.Initialize(seed, &state.learnt, &state.followed);
  return state;
}

Result<NetScore> ScoreNet(const Net& net, const NetExamples& examples, std::vector<float>& learnt,
                          std::vector<float>& followed) {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<BatchLoss> loss, ClassLoss(net));
  NetRun run(net, learnt, followed, false);
  NetScore score;
  const int64_t count = examples.rows.rows;
  std::vector<float> packed;
  for (int64_t begin = 0; begin < count; begin += kScoreBatch) {
    const int64_t batch = std::min(kScoreBatch, count - begin);
    packed.clear();
    for (int64_t i = begin; i < begin + batch; ++i) {
      packed.insert(packed.end(), examples.rows.row(i),
                    examples.rows.row(i) + examples.rows.columns);
    }
    SLUICE_RETURN_IF_ERROR(run.Forward(packed.data(), batch));
    const std::vector<int> labels(examples.labels + begin, examples.labels + begin + batch);
    score.loss += double(batch) * loss->Value(run.output(), {labels.data()}, batch, nullptr);
    score.accuracy += double(RightAnswers(run.output(), net.output().count(), labels));
  }
  score.loss /= double(count);
  score.accuracy /= double(count);
  return score;
}

Status TrainNet(const Net& net, const NetExamples& examples, const NetExamples& validation,
                const NetTrainOptions& options, const std::vector<bool>& frozen, NetState* state,
                const NetListener& listener) {
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<BatchLoss> loss, ClassLoss(net));
  if (options.average > 0 && state->average.empty()) state->average = state->learnt;
  Trainer trainer(net, std::move(loss), options, frozen, state);
  const Batcher batcher(examples, net.input(), options);
  const int64_t count = examples.rows.rows;
  const int64_t steps = (count + options.batch - 1) / options.batch;
  bool go_on = true;
  while (go_on && state->epochs < options.epochs) {
    const auto start = std::chrono::steady_clock::now();
    const std::vector<int64_t> order = EpochOrder(count, options.seed, state->epochs);
    const auto make = [&](int64_t step) {
      const int64_t begin = step * options.batch;
      return batcher.Make(order.data() + begin, std::min<int64_t>(options.batch, count - begin),
                          uint64_t(state->epochs) * uint64_t(steps) + uint64_t(step));
    };
    const NetState before = *state;
    NetEpoch report;
    int64_t right = 0;
    std::future<Batch> next = std::async(std::launch::async, make, 0);
    for (int64_t step = 0; step < steps; ++step) {
      const Batch batch = next.get();
      if (step + 1 < steps) next = std::async(std::launch::async, make, step + 1);
      report.rate =
          RateAt(options.rate, state->epochs + double(step) / double(steps), options.epochs);
      const Result<double> value = trainer.Step(batch, report.rate, &right);
      if (!value.ok() || !std::isfinite(*value)) {
        if (step + 1 < steps) next.wait();
        *state = before;
        if (!value.ok()) return value.status();
        return Status::Failed("training diverged: the loss is no finite number in epoch " +
                                  std::to_string(state->epochs + 1) + ", step " +
                                  std::to_string(step + 1),
                              "a lower rate, or --clip 1, may help");
      }
      report.loss += *value * double(batch.labels.size());
      if (listener.on_fraction) {
        listener.on_fraction((state->epochs + double(step + 1) / double(steps)) / options.epochs);
      }
    }
    trainer.SaveOptimizer();
    report.epoch = ++state->epochs;
    report.loss /= double(count);
    report.accuracy = double(right) / double(count);
    if (validation.rows.rows > 0) {
      std::vector<float>& judged = options.average > 0 ? state->average : state->learnt;
      SLUICE_ASSIGN_OR_RETURN(const NetScore score,
                              ScoreNet(net, validation, judged, state->followed));
      report.validated = true;
      report.validation_loss = score.loss;
      report.validation_accuracy = score.accuracy;
      go_on = StillImproves(options, score.loss, state);
    }
    report.seconds =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
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
