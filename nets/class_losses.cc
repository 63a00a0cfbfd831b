#include "nets/class_losses.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "nets/batch_sum.h"

namespace sluice {
namespace {

class ClassLoss : public BatchLoss {
 public:
  ClassLoss(Loss loss, const Shape& output, double smoothing, std::vector<double> weights,
            int64_t ignored)
      : loss_(loss),
        places_(output.places()),
        classes_(static_cast<int>(output.channels)),
        smoothing_(smoothing),
        weights_(std::move(weights)),
        ignored_(ignored) {}

  LossTarget target() const override { return LossTarget::kLabels; }

  Status Check(const LossTargets& targets, int64_t batch) const override {
    for (int64_t i = 0; i < batch * places_; ++i) {
      const int label = targets.labels[i];
      if (Counts(label) && label >= classes_) {
        return Status::Failed("expected labels below " + std::to_string(classes_) +
                              ", the number of classes of the net, got " + std::to_string(label));
      }
    }
    return Status::Ok();
  }

  double Value(const float* output, const LossTargets& targets, int64_t batch,
               float* d_output) const override {
    const int64_t rows = batch * places_;
    double all = 0;
    for (int64_t r = 0; r < rows; ++r) all += Weight(targets.labels[r]);
    const double scale = all > 0 ? 1 / all : 0;
    return BatchSum(rows, classes_, [&](int64_t r) {
      float* const gradient = d_output == nullptr ? nullptr : d_output + r * classes_;
      return ExampleValue(output + r * classes_, targets.labels[r], scale, gradient);
    });
  }

 private:
  bool Counts(int label) const { return label >= 0 && label != ignored_; }
  double Weight(int label) const {
    if (!Counts(label)) return 0;
    return weights_.empty() ? 1 : weights_[size_t(label)];
  }

  double ExampleValue(const float* scores, int label, double scale, float* gradient) const {
    const double weight = scale * Weight(label);
    if (weight == 0) {
      if (gradient != nullptr) std::fill_n(gradient, classes_, 0.0F);
      return 0;
    }
    double value = ExampleLoss<float>(loss_, scores, classes_, label, gradient);
    if (smoothing_ > 0) {
      double sum = 0;
      for (int j = 0; j < classes_; ++j) sum += double(scores[j]);
      value += smoothing_ * (double(scores[label]) - sum / classes_);
    }
    if (gradient != nullptr) {
      const auto share = static_cast<float>(smoothing_ / classes_);
      if (smoothing_ > 0) {
        for (int j = 0; j < classes_; ++j) gradient[j] -= share;
        gradient[label] += static_cast<float>(smoothing_);
      }
      const auto factor = static_cast<float>(weight);
      for (int j = 0; j < classes_; ++j) gradient[j] *= factor;
    }
    return weight * value;
  }

  Loss loss_;
  int64_t places_;
  int classes_;
  double smoothing_;
  std::vector<double> weights_;  // empty: all 1
  int64_t ignored_;
};

}  // namespace

Result<std::unique_ptr<BatchLoss>> MakeClassLoss(Loss loss, LayerArguments& arguments,
                                                 const Shape& output) {
  constexpr double kMostWeight = 1e6;
  const double smoothing = loss == Loss::kSoftmax ? arguments.KeyNumber("smoothing", 0, 0, 1) : 0.0;
  std::vector<double> weights =
      arguments.KeyNumbers("weights", size_t(output.channels), 0, kMostWeight);
  const int64_t ignored = arguments.KeyCount("ignore", -1, 0);
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  if (output.channels < 2) {
    return arguments.Error("expected a score for each of at least 2 classes, got a result of " +
                           ShapeText(output));
  }
  return std::unique_ptr<BatchLoss>(
      std::make_unique<ClassLoss>(loss, output, smoothing, std::move(weights), ignored));
}

}  // namespace sluice
