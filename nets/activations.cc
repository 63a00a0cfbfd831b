#include "nets/activations.h"

#include "nets/softmax_kernels.h"

namespace sluice {
namespace {

class ActivationLayer : public Layer {
 public:
  ActivationLayer(const Shape& shape, ActivationType type, float a)
      : Layer(shape), type_(type), a_(a) {}

  bool in_place() const override { return HasDerivativeByValue(type_); }

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

}  // namespace sluice
