#include "nets/activations.h"

#include <algorithm>
#include <string>

#include "nets/elements.h"
#include "nets/pool_kernels.h"
#include "nets/softmax_kernels.h"

namespace sluice {
namespace {

class ActivationLayer : public Layer {
 public:
  ActivationLayer(const Shape& shape, ActivationType type, float a)
      : Layer(shape), type_(type), a_(a) {}

  bool in_place() const override { return HasDerivativeByValue(type_); }
  std::optional<FusedActivation> fused_activation() const override {
    switch (type_) {
      case ActivationType::kRelu:
        return FusedActivation{ConvActivation::kRelu, 0};
      case ActivationType::kRelu6:
        return FusedActivation{ConvActivation::kRelu6, 0};
      case ActivationType::kLeaky:
        return FusedActivation{ConvActivation::kLeakyRelu, a_};
      case ActivationType::kSwish:
        return FusedActivation{ConvActivation::kSwish, 0};
      case ActivationType::kHardSwish:
        return FusedActivation{ConvActivation::kHardSwish, 0};
      default:
        return std::nullopt;
    }
  }

  Status Forward(const Pass& pass) const override {
    Activate(type_, a_, pass.inputs[0], pass.batch * output().count(), pass.output);
    return Status::Ok();
  }
  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] == nullptr) return Status::Ok();
    const float* const at = HasDerivativeByValue(type_) ? pass.output : pass.inputs[0];
    ActivateBackward(type_, a_, at, pass.d_output, pass.batch * output().count(), pass.d_inputs[0]);
    return Status::Ok();
  }

 private:
  ActivationType type_;
  float a_;
};

class SoftmaxLayer : public Layer {
 public:
  explicit SoftmaxLayer(const Shape& shape) : Layer(shape) {}

  bool in_place() const override { return true; }

  Status Forward(const Pass& pass) const override {
    Softmax(pass.inputs[0], pass.batch * output().places(), output().channels, pass.output);
    return Status::Ok();
  }
  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] == nullptr) return Status::Ok();
    SoftmaxBackward(pass.output, pass.d_output, pass.batch * output().places(), output().channels,
                    pass.d_inputs[0]);
    return Status::Ok();
  }
};

// K groups of channels are like K places that a pooling window sees.
class Maxout : public Layer {
 public:
  Maxout(const Shape& output, int64_t groups) : Layer(output), groups_(groups) {
    run_.channels = output.channels;
    run_.step = groups * output.channels;
    for (int64_t k = 0; k < groups; ++k) run_.offsets.push_back(k * output.channels);
  }

  Status Forward(const Pass& pass) const override {
    ForPlaces(pass, [&](const PoolRun& run, int64_t from, int64_t to) {
      MaxOfWindows(run, pass.inputs[0] + from, pass.output + to);
    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] == nullptr) return Status::Ok();
    std::fill_n(pass.d_inputs[0], pass.batch * output().count() * groups_, 0.0F);
    ForPlaces(pass, [&](const PoolRun& run, int64_t from, int64_t to) {
      AddAtMax(run, pass.inputs[0] + from, pass.d_output + to, pass.d_inputs[0] + from);
    });
    return Status::Ok();
  }

 private:
  template <class F>
  void ForPlaces(const Pass& pass, const F& f) const {
    ForRows(pass.batch * output().places(), run_.step, [&](int64_t begin, int64_t end) {
      PoolRun run = run_;
      run.windows = end - begin;
      f(run, begin * run.step, begin * run.channels);
    });
  }

  int64_t groups_;
  PoolRun run_;
};

}  // namespace

template <ActivationType kType>
Result<std::unique_ptr<Layer>> MakeActivation(LayerArguments& arguments,
                                              const LayerInputs& inputs) {
  constexpr double kMost = 1e6;
  double a = kType == ActivationType::kLeaky ? 0.01 : 1;
  const bool takes = kType == ActivationType::kLeaky || kType == ActivationType::kElu;
  if (takes && arguments.HasNumber()) {
    a = arguments.Number(kType == ActivationType::kLeaky ? "a slope" : "alpha", 0, kMost);
  }
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  return std::unique_ptr<Layer>(
      std::make_unique<ActivationLayer>(inputs.shapes[0], kType, static_cast<float>(a)));
}

using Made = Result<std::unique_ptr<Layer>>;
template Made MakeActivation<ActivationType::kRelu>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kRelu6>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kLeaky>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kElu>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kSigmoid>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kTanh>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kSwish>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kHardSigmoid>(LayerArguments&, const LayerInputs&);
template Made MakeActivation<ActivationType::kHardSwish>(LayerArguments&, const LayerInputs&);

Result<std::unique_ptr<Layer>> MakeSoftmax(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  return std::unique_ptr<Layer>(std::make_unique<SoftmaxLayer>(inputs.shapes[0]));
}

Result<std::unique_ptr<Layer>> MakeMaxout(LayerArguments& arguments, const LayerInputs& inputs) {
  constexpr int64_t kMostGroups = 1 << 16;
  const int64_t groups = arguments.Count("the number of groups");
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  Shape output = inputs.shapes[0];
  if (groups > kMostGroups) return arguments.Error("expected at most 65536 groups");
  if (output.channels % groups != 0) {
    return arguments.Error("expected channels in " + std::to_string(groups) + " groups, got " +
                           std::to_string(output.channels));
  }
  output.channels /= groups;
  return std::unique_ptr<Layer>(std::make_unique<Maxout>(output, groups));
}

}  // namespace sluice
