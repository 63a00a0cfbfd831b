#include "nets/dense.h"

#include "lib/gemm.h"
#include "lib/matrix.h"
#include "nets/channel_sums.h"
#include "nets/prepared_convolution.h"

namespace sluice {
namespace {

class Dense : public Layer {
 public:
  Dense(const Shape& input, const Shape& output, bool bias, Initializer initializer)
      : Layer(output), inputs_(input.channels), bias_(bias), initializer_(initializer) {}

  std::vector<Parameter> parameters() const override {
    const int64_t outputs = output().channels;
    std::vector<Parameter> list = {
        {"weights", Role::kWeights, {outputs, inputs_}, inputs_, outputs, initializer_}};
    if (bias_) list.push_back({"bias", Role::kBias, {outputs}, inputs_, outputs});
    return list;
  }
  int64_t multiply_adds() const override { return output().count() * inputs_; }

  bool fuses() const override { return true; }

  // As a convolution of a single place: its packed weights are read in order, at the speed of
  // memory for a single example and without packing them again for each batch, as Gemm would have
  // to. The same bytes as Gemm's, whatever the batch.
  Result<std::shared_ptr<const void>> Prepare(const std::vector<float*>& parameters,
                                              const Fusion& fusion) const override {
    ConvShape shape;
    shape.in_channels = inputs_;
    shape.out_channels = output().channels;
    return PreparedConvolution::Create(shape, parameters[0], bias_ ? parameters[1] : nullptr,
                                       fusion);
  }

  Status Forward(const Pass& pass) const override {
    PreparedConvolution::Forward(pass.prepared, pass.inputs[0], pass.batch * output().places(),
                                 pass.output);
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    const int64_t rows = pass.batch * output().places();
    const int64_t outputs = output().channels;
    const ConstMatrix d_output{pass.d_output, rows, outputs, outputs};
    if (pass.d_parameters[0] != nullptr) {
      GemmOptions by_weights;
      by_weights.a = Transpose::kYes;
      Gemm(d_output, {pass.inputs[0], rows, inputs_, inputs_},
           {pass.d_parameters[0], outputs, inputs_, inputs_}, by_weights);
    }
    if (bias_ && pass.d_parameters[1] != nullptr) {
      ChannelRows(rows, outputs).Sums(pass.d_output, {pass.d_parameters[1], size_t(outputs)});
    }
    if (pass.d_inputs[0] != nullptr) {
      Gemm(d_output, {pass.parameters[0], outputs, inputs_, inputs_},
           {pass.d_inputs[0], rows, inputs_, inputs_});
    }
    return Status::Ok();
  }

 private:
  int64_t inputs_;
  bool bias_;
  Initializer initializer_;
};

}  // namespace

Result<std::unique_ptr<Layer>> MakeDense(LayerArguments& arguments, const LayerInputs& inputs) {
  const int64_t outputs = arguments.Count("the number of outputs");
  const bool no_bias = arguments.Flag("nobias");
  const Initializer initializer = arguments.KeyInitializer();
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  Shape output = inputs.shapes[0];
  output.channels = outputs;
  return std::unique_ptr<Layer>(
      std::make_unique<Dense>(inputs.shapes[0], output, !no_bias, initializer));
}

}  // namespace sluice
