#include "nets/training_step.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "lib/objective.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

constexpr int64_t kGrain = 1 << 15;  // numbers

}  // namespace

void RightAnswers::Add(const float* scores, int64_t channels, std::span<const int> labels) {
  for (size_t i = 0; i < labels.size(); ++i) {
    if (labels[i] < 0) continue;
    const float* const row = scores + static_cast<int64_t>(i) * channels;
    right += std::max_element(row, row + channels) - row == labels[i] ? 1 : 0;
    ++of;
  }
}

std::optional<double> RightAnswers::share() const {
  if (of == 0) return std::nullopt;
  return double(right) / double(of);
}

TrainingStep::TrainingStep(const Net& net, std::unique_ptr<BatchLoss> loss,
                           const NetTrainOptions& options, const std::vector<bool>& frozen,
                           NetState* state)
    : net_(net),
      loss_(std::move(loss)),
      options_(options),
      frozen_(frozen),
      state_(*state),
      run_(net, state->learnt, state->followed, true),
      optimizer_(options.step, state->learnt.size()),
      gradient_(state->learnt.size()) {
  run_.Freeze(frozen);
  if (state->steps == 0) return;
  optimizer_.first() = state->first;
  optimizer_.second() = state->second;
  optimizer_.steps() = state->steps;
}

Result<double> TrainingStep::Step(const NetBatch& batch, double rate, RightAnswers* answers) {
  SLUICE_RETURN_IF_ERROR(loss_->Check(Targets(batch), batch.count));
  SLUICE_RETURN_IF_ERROR(run_.Forward(batch.numbers.data(), batch.count, options_.seed,
                                      static_cast<uint32_t>(optimizer_.steps())));
  answers->Add(run_.output(), net_.output().channels, batch.labels);
  std::vector<std::vector<float>> derivatives;
  double loss = 0;
  for (size_t h = 0; h < net_.heads().size(); ++h) {
    SLUICE_ASSIGN_OR_RETURN(const double value, HeadLoss(h, batch, &derivatives));
    loss += net_.heads()[h].weight * value;
  }
  if (!std::isfinite(loss)) return loss;
  std::vector<const float*> heads;
  for (const std::vector<float>& d : derivatives) heads.push_back(d.data());
  SLUICE_RETURN_IF_ERROR(run_.Backward(heads, gradient_));
  ChangeGradient();
  optimizer_.Step(state_.learnt, gradient_, rate);
  if (options_.decoupled) Shrink(rate);
  run_.ParametersChanged();
  Average();
  return loss;
}

void TrainingStep::SaveOptimizer() {
  state_.first = optimizer_.first();
  state_.second = optimizer_.second();
  state_.steps = optimizer_.steps();
}

Result<double> TrainingStep::HeadLoss(size_t head, const NetBatch& batch,
                                      std::vector<std::vector<float>>* derivatives) {
  const float* const output = run_.output(head);
  const Shape& shape = net_.nodes()[size_t(net_.heads()[head].node)].shape;
  const auto size = static_cast<size_t>(batch.count * shape.count());
  std::vector<float> d(size);
  double value = loss_->Value(output, Targets(batch), batch.count, d.data());
  if (!batch.other_labels.empty()) {
    std::vector<float> other(size);
    const double second =
        loss_->Value(output, {batch.other_labels.data()}, batch.count, other.data());
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
void TrainingStep::ChangeGradient() {
  for (size_t s = 0; s < net_.slots().size(); ++s) {
    const ParameterSlot& slot = net_.slots()[s];
    if (!slot.learnt()) continue;
    const auto count = static_cast<size_t>(slot.parameter.count());
    const std::span<float> part(gradient_.data() + slot.offset, count);
    if (IsFrozen(s)) {
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

void TrainingStep::Shrink(double rate) {
  const auto keep = static_cast<float>(1 - rate * options_.weight_decay);
  for (size_t s = 0; s < net_.slots().size(); ++s) {
    const ParameterSlot& slot = net_.slots()[s];
    if (slot.parameter.role != Role::kWeights || IsFrozen(s)) continue;
    float* const numbers = state_.learnt.data() + slot.offset;
    for (int64_t i = 0; i < slot.parameter.count(); ++i) numbers[i] *= keep;
  }
}

void TrainingStep::Average() {
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

}  // namespace sluice
