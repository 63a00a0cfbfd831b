#include "nets/convolution_layer.h"

#include <cstddef>
#include <vector>

#include "lib/convolution.h"
#include "nets/channel_sums.h"
#include "nets/element_kernels.h"
#include "nets/prepared_convolution.h"

namespace sluice {
namespace {

std::vector<int64_t> WeightShape(const ConvShape& shape) {
  return {shape.out_channels, shape.kernel[0], shape.kernel[1], shape.kernel[2],
          shape.in_channels / shape.groups};
}

int64_t KernelPlaces(const ConvShape& shape) {
  return shape.kernel[0] * shape.kernel[1] * shape.kernel[2];
}

Window ConvWindow(const ConvShape& shape) {
  Window window;
  for (size_t axis = 0; axis < 3; ++axis) {
    window.size[axis] = (shape.kernel[axis] - 1) * shape.dilation[axis] + 1;
    window.stride[axis] = double(shape.stride[axis]);
    window.pad_before[axis] = shape.pad_before[axis];
  }
  return window;
}

class Conv : public Layer {
 public:
  Conv(const ConvShape& shape, const Shape& output, bool bias, Initializer initializer)
      : Layer(output), shape_(shape), bias_(bias), initializer_(initializer) {}

  std::vector<Parameter> parameters() const override {
    const int64_t fan_in = KernelPlaces(shape_) * shape_.in_channels / shape_.groups;
    const int64_t fan_out = KernelPlaces(shape_) * shape_.out_channels / shape_.groups;
    std::vector<Parameter> list = {
        {"weights", Role::kWeights, WeightShape(shape_), fan_in, fan_out, initializer_}};
    if (bias_) list.push_back({"bias", Role::kBias, {shape_.out_channels}, fan_in, fan_out});
    return list;
  }
  int64_t multiply_adds() const override { return shape_.multiply_adds(); }
  std::optional<Window> window() const override { return ConvWindow(shape_); }

  bool fuses() const override { return true; }
  const ConvShape* convolution() const override { return &shape_; }

  Result<std::shared_ptr<const void>> Prepare(const std::vector<float*>& parameters,
                                              const Fusion& fusion) const override {
    return PreparedConvolution::Create(shape_, parameters[0], bias_ ? parameters[1] : nullptr,
                                       fusion);
  }

  Status Forward(const Pass& pass) const override {
    PreparedConvolution::Forward(pass.prepared, pass.inputs[0], pass.batch, pass.output);
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    ConvShape shape = shape_;
    shape.batch = pass.batch;
    if (pass.d_parameters[0] != nullptr) {
      SLUICE_RETURN_IF_ERROR(ConvolveBackwardWeights(shape, pass.inputs[0], pass.d_output,
                                                     pass.d_parameters[0],
                                                     bias_ ? pass.d_parameters[1] : nullptr));
    }
    if (pass.d_inputs[0] == nullptr) return Status::Ok();
    return ConvolveBackwardData(shape, pass.parameters[0], pass.d_output, pass.d_inputs[0]);
  }

 private:
  ConvShape shape_;
  bool bias_;
  Initializer initializer_;
};

class Deconv : public Layer {
 public:
  // `shape`: of the convolution that this is the transpose of, from the output to the input.
  Deconv(const ConvShape& shape, const Shape& output, bool bias, Initializer initializer)
      : Layer(output), shape_(shape), bias_(bias), initializer_(initializer) {}

  std::vector<Parameter> parameters() const override {
    const int64_t fan_in = KernelPlaces(shape_) * shape_.out_channels;
    std::vector<Parameter> list = {{"weights", Role::kWeights, WeightShape(shape_), fan_in,
                                    KernelPlaces(shape_) * shape_.in_channels, initializer_}};
    if (bias_) list.push_back({"bias", Role::kBias, {shape_.in_channels}, fan_in, 1});
    return list;
  }
  int64_t multiply_adds() const override { return shape_.multiply_adds(); }
  std::optional<Window> window() const override {
    Window window;
    for (size_t axis = 0; axis < 3; ++axis) {
      window.size[axis] = (shape_.kernel[axis] + shape_.stride[axis] - 1) / shape_.stride[axis];
      window.stride[axis] = 1 / double(shape_.stride[axis]);
    }
    return window;
  }

  Status Forward(const Pass& pass) const override {
    ConvShape shape = shape_;
    shape.batch = pass.batch;
    SLUICE_RETURN_IF_ERROR(
        ConvolveBackwardData(shape, pass.parameters[0], pass.inputs[0], pass.output));
    if (!bias_) return Status::Ok();
    AddToRows(pass.parameters[1], pass.batch * output().places(), output().channels, pass.output);
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    ConvShape shape = shape_;
    shape.batch = pass.batch;
    if (pass.d_parameters[0] != nullptr) {
      SLUICE_RETURN_IF_ERROR(ConvolveBackwardWeights(shape, pass.d_output, pass.inputs[0],
                                                     pass.d_parameters[0], nullptr));
    }
    if (bias_ && pass.d_parameters[1] != nullptr) {
      ChannelRows(pass.batch * output().places(), output().channels)
          .Sums(pass.d_output, {pass.d_parameters[1], size_t(output().channels)});
    }
    if (pass.d_inputs[0] == nullptr) return Status::Ok();
    SLUICE_ASSIGN_OR_RETURN(const Convolution forward,
                            Convolution::Create(shape, pass.parameters[0]));
    forward.Forward(pass.d_output, pass.d_inputs[0], pass.batch);
    return Status::Ok();
  }

 private:
  ConvShape shape_;
  bool bias_;
  Initializer initializer_;
};

Result<std::unique_ptr<Layer>> FinishConv(LayerArguments& arguments, ConvShape shape,
                                          const Shape& input) {
  shape.input = input.size;
  shape.in_channels = input.channels;
  const bool no_bias = arguments.Flag("nobias");
  const Initializer initializer = arguments.KeyInitializer();
  shape.stride = arguments.KeySize("stride", 1);
  shape.dilation = arguments.KeySize("dilation", 1);
  LayerArguments::Sizes extent;
  for (size_t axis = 0; axis < 3; ++axis) {
    extent[axis] = (shape.kernel[axis] - 1) * shape.dilation[axis] + 1;
  }
  const LayerArguments::Padding padding = arguments.KeyPadding(input.size, extent, shape.stride);
  shape.pad_before = padding.before;
  shape.pad_after = padding.after;
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  const Status fits = shape.Check();
  if (!fits.ok()) return arguments.Error(fits.message() + "; the input is " + ShapeText(input));
  Shape output = input;
  for (int axis = 0; axis < 3; ++axis) output.size[size_t(axis)] = shape.output(axis);
  output.channels = shape.out_channels;
  return std::unique_ptr<Layer>(std::make_unique<Conv>(shape, output, !no_bias, initializer));
}

}  // namespace

Result<std::unique_ptr<Layer>> MakeConv(LayerArguments& arguments, const LayerInputs& inputs) {
  ConvShape shape;
  shape.out_channels = arguments.Count("the number of kernels");
  shape.kernel = arguments.Size("the kernels' size");
  shape.groups = arguments.KeyCount("groups", 1);
  return FinishConv(arguments, shape, inputs.shapes[0]);
}

Result<std::unique_ptr<Layer>> MakeDepthwise(LayerArguments& arguments, const LayerInputs& inputs) {
  ConvShape shape;
  shape.kernel = arguments.Size("the kernels' size");
  shape.groups = inputs.shapes[0].channels;
  shape.out_channels = shape.groups * arguments.KeyCount("multiplier", 1);
  return FinishConv(arguments, shape, inputs.shapes[0]);
}

Result<std::unique_ptr<Layer>> MakeDeconv(LayerArguments& arguments, const LayerInputs& inputs) {
  const Shape& input = inputs.shapes[0];
  ConvShape shape;
  shape.in_channels = arguments.Count("the number of kernels");
  shape.kernel = arguments.Size("the kernels' size");
  shape.out_channels = input.channels;
  shape.stride = arguments.KeySize("stride", 1);
  shape.pad_before = shape.pad_after = arguments.KeySize("pad", 0, 0);
  const bool no_bias = arguments.Flag("nobias");
  const Initializer initializer = arguments.KeyInitializer();
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  Shape output = input;
  output.channels = shape.in_channels;
  for (size_t axis = 0; axis < 3; ++axis) {
    shape.input[axis] = (input.size[axis] - 1) * shape.stride[axis] + shape.kernel[axis] -
                        shape.pad_before[axis] - shape.pad_after[axis];
    output.size[axis] = shape.input[axis];
    if (output.size[axis] < 1) {
      return arguments.Error("nothing is left of an input of " + ShapeText(input));
    }
  }
  const Status fits = shape.Check();
  if (!fits.ok()) return arguments.Error(fits.message() + "; the input is " + ShapeText(input));
  return std::unique_ptr<Layer>(std::make_unique<Deconv>(shape, output, !no_bias, initializer));
}

}  // namespace sluice
