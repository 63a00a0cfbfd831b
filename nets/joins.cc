#include "nets/joins.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "lib/parallel.h"
#include "nets/channel_kernels.h"
#include "nets/element_kernels.h"
#include "nets/elements.h"

namespace sluice {
namespace {

class AddLayer : public Layer {
 public:
  explicit AddLayer(const Shape& shape) : Layer(shape) {}

  bool in_place() const override { return true; }
  bool needs_output() const override { return false; }

  Status Forward(const Pass& pass) const override {
    const int64_t count = pass.batch * output().count();
    AddNumbers(pass.inputs[0], pass.inputs[1], count, pass.output);
    for (size_t i = 2; i < pass.inputs.size(); ++i) {
      AddNumbers(pass.output, pass.inputs[i], count, pass.output);
    }
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    ForRows(pass.batch * output().count(), 1, [&](int64_t begin, int64_t end) {
      for (float* const d_input : pass.d_inputs) {
        if (d_input == nullptr || d_input == pass.d_output) continue;
        std::copy(pass.d_output + begin, pass.d_output + end, d_input + begin);
      }
    });
    return Status::Ok();
  }
};

class Concat : public Layer {
 public:
  Concat(const Shape& output, std::vector<int64_t> channels)
      : Layer(output), channels_(std::move(channels)) {}

  Status Forward(const Pass& pass) const override {
    ForParts(pass.batch, [&](size_t input, int64_t from, int64_t to, int64_t count) {
      std::copy_n(pass.inputs[input] + from, count, pass.output + to);
    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    ForParts(pass.batch, [&](size_t input, int64_t from, int64_t to, int64_t count) {
      if (pass.d_inputs[input] == nullptr) return;
      std::copy_n(pass.d_output + to, count, pass.d_inputs[input] + from);
    });
    return Status::Ok();
  }

 private:
  // Calls f(input, from, to, count) for the channels of all inputs at all places.
  template <class F>
  void ForParts(int64_t batch, const F& f) const {
    const int64_t all = output().channels;
    ForRows(batch * output().places(), all, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        int64_t to = r * all;
        for (size_t i = 0; i < channels_.size(); ++i) {
          f(i, r * channels_[i], to, channels_[i]);
          to += channels_[i];
        }
      }
    });
  }

  std::vector<int64_t> channels_;  // of the inputs
};

// Of two results of one shape.
class Multiply : public Layer {
 public:
  explicit Multiply(const Shape& shape) : Layer(shape) {}

  Status Forward(const Pass& pass) const override {
    MultiplyNumbers(pass.inputs[0], pass.inputs[1], pass.batch * output().count(), pass.output);
    return Status::Ok();
  }
  Status Backward(const Pass& pass) const override {
    for (size_t i = 0; i < 2; ++i) {
      if (pass.d_inputs[i] == nullptr) continue;
      MultiplyNumbers(pass.d_output, pass.inputs[1 - i], pass.batch * output().count(),
                      pass.d_inputs[i]);
    }
    return Status::Ok();
  }
};

// Of a picture and of one place that goes with all of its places.
class MultiplyPlaces : public Layer {
 public:
  MultiplyPlaces(const Shape& shape, size_t picture)
      : Layer(shape), picture_(picture), factors_(1 - picture) {}

  Status Forward(const Pass& pass) const override {
    MultiplyRows(pass.inputs[picture_], pass.inputs[factors_], pass.batch, output().places(),
                 output().channels, pass.output);
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    const int64_t places = output().places();
    const int64_t channels = output().channels;
    if (pass.d_inputs[picture_] != nullptr) {
      MultiplyRows(pass.d_output, pass.inputs[factors_], pass.batch, places, channels,
                   pass.d_inputs[picture_]);
    }
    if (pass.d_inputs[factors_] == nullptr) return Status::Ok();
    ParallelFor(pass.batch, 1, [&](int64_t begin, int64_t end) {
      for (int64_t n = begin; n < end; ++n) {
        SumProducts(pass.inputs[picture_] + n * places * channels,
                    pass.d_output + n * places * channels, pass.d_inputs[factors_] + n * channels);
      }
    });
    return Status::Ok();
  }

 private:
  // sums_c = sum_r x_rc dy_rc over all places, blocks of rows in f32.
  void SumProducts(const float* x, const float* dy, float* sums) const {
    constexpr int64_t kBlock = 128;
    const auto channels = static_cast<size_t>(output().channels);
    const std::vector<float> zeros(channels);
    std::vector<float> unused(channels);
    std::vector<float> block(channels);
    std::vector<double> all(channels);
    for (int64_t r = 0; r < output().places(); r += kBlock) {
      const int64_t at = r * output().channels;
      std::fill(block.begin(), block.end(), 0.0F);
      AddProducts(x + at, dy + at, zeros.data(), std::min(kBlock, output().places() - r),
                  output().channels, unused.data(), block.data());
      for (size_t c = 0; c < channels; ++c) all[c] += double(block[c]);
    }
    for (size_t c = 0; c < channels; ++c) sums[c] = static_cast<float>(all[c]);
  }

  size_t picture_;  // which input
  size_t factors_;
};

std::string ShapesText(const std::vector<Shape>& shapes) {
  std::string text;
  for (const Shape& shape : shapes) text += (text.empty() ? "" : ", ") + ShapeText(shape);
  return text;
}

}  // namespace

Result<std::unique_ptr<Layer>> MakeAdd(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  for (const Shape& shape : inputs.shapes) {
    if (shape == inputs.shapes[0]) continue;
    return arguments.Error("expected results of one shape, got " + ShapesText(inputs.shapes));
  }
  return std::unique_ptr<Layer>(std::make_unique<AddLayer>(inputs.shapes[0]));
}

Result<std::unique_ptr<Layer>> MakeConcat(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  Shape output = inputs.shapes[0];
  output.channels = 0;
  std::vector<int64_t> channels;
  for (const Shape& shape : inputs.shapes) {
    if (shape.axes != output.axes || shape.size != output.size) {
      return arguments.Error("expected results that differ in their channels alone, got " +
                             ShapesText(inputs.shapes));
    }
    channels.push_back(shape.channels);
    output.channels += shape.channels;
  }
  return std::unique_ptr<Layer>(std::make_unique<Concat>(output, std::move(channels)));
}

Result<std::unique_ptr<Layer>> MakeMultiply(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  const std::vector<Shape>& shapes = inputs.shapes;
  if (shapes.size() == 2) {
    if (shapes[0] == shapes[1]) {
      return std::unique_ptr<Layer>(std::make_unique<Multiply>(shapes[0]));
    }
    const size_t picture = shapes[0].places() == 1 ? 1 : 0;
    if (shapes[1 - picture].places() == 1 && shapes[0].channels == shapes[1].channels) {
      return std::unique_ptr<Layer>(std::make_unique<MultiplyPlaces>(shapes[picture], picture));
    }
  }
  return arguments.Error(
      "expected two results of one shape, or one of them with a single place, "
      "got " +
      ShapesText(shapes));
}

}  // namespace sluice
