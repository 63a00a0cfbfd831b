#include "nets/reshape.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "nets/elements.h"

namespace sluice {
namespace {

class Flatten : public Layer {
 public:
  explicit Flatten(const Shape& output) : Layer(output) {}

  std::optional<Window> window() const override { return std::nullopt; }
  bool in_place() const override { return true; }
  bool needs_output() const override { return false; }

  Status Forward(const Pass& pass) const override {
    Copy(pass.inputs[0], pass.batch, pass.output);
    return Status::Ok();
  }
  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] != nullptr) Copy(pass.d_output, pass.batch, pass.d_inputs[0]);
    return Status::Ok();
  }

 private:
  void Copy(const float* from, int64_t batch, float* to) const {
    if (from != to) std::copy_n(from, batch * output().count(), to);
  }
};

// A picture with a margin, and the one inside.
class Margin {
 public:
  Margin(const Shape& outer, const Shape& inner, const std::array<int64_t, 3>& before)
      : outer_(outer), inner_(inner), before_(before) {}

  void Add(const float* inner, int64_t batch, float* outer) const {
    std::fill_n(outer, batch * outer_.count(), 0.0F);
    ForLines(batch, [&](int64_t in, int64_t out, int64_t count) {
      std::copy_n(inner + in, count, outer + out);
    });
  }
  void Remove(const float* outer, int64_t batch, float* inner) const {
    ForLines(batch, [&](int64_t in, int64_t out, int64_t count) {
      std::copy_n(outer + out, count, inner + in);
    });
  }

 private:
  // Calls f(in, out, count) for lines of numbers along the width, with where they begin inside and
  // in all.
  template <class F>
  void ForLines(int64_t batch, const F& f) const {
    const int64_t count = inner_.size[2] * inner_.channels;
    const int64_t rows = inner_.size[0] * inner_.size[1];
    ForRows(batch * rows, count, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        const int64_t z = r % rows / inner_.size[1] + before_[0];
        const int64_t y = r % inner_.size[1] + before_[1];
        const int64_t row = (r / rows * outer_.size[0] + z) * outer_.size[1] + y;
        f(r * count, (row * outer_.size[2] + before_[2]) * outer_.channels, count);
      }
    });
  }

  Shape outer_;
  Shape inner_;
  std::array<int64_t, 3> before_;
};

// pad, or crop.
class ChangeMargin : public Layer {
 public:
  ChangeMargin(const Shape& output, const Margin& margin, const Window& window, bool adds)
      : Layer(output), margin_(margin), window_(window), adds_(adds) {}

  std::optional<Window> window() const override { return window_; }

  Status Forward(const Pass& pass) const override {
    Change(adds_, pass.inputs[0], pass.batch, pass.output);
    return Status::Ok();
  }
  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] != nullptr) Change(!adds_, pass.d_output, pass.batch, pass.d_inputs[0]);
    return Status::Ok();
  }

 private:
  void Change(bool add, const float* from, int64_t batch, float* to) const {
    if (add) {
      margin_.Add(from, batch, to);
    } else {
      margin_.Remove(from, batch, to);
    }
  }

  Margin margin_;
  Window window_;
  bool adds_;
};

Result<std::unique_ptr<Layer>> MakeMargin(LayerArguments& arguments, const LayerInputs& inputs,
                                          bool adds) {
  constexpr int64_t kMost = int64_t{1} << 31;
  const LayerArguments::Sizes before = arguments.Size("places of the margin", 0);
  LayerArguments::Sizes after = arguments.KeySize("after", -1, 0);
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  const Shape& input = inputs.shapes[0];
  if (input.axes == 0) return arguments.Error("expected a picture, got " + ShapeText(input));
  Shape output = input;
  Window window;
  int64_t count = input.channels;
  for (size_t axis = size_t(FirstAxis(input)); axis < 3; ++axis) {
    if (after[axis] < 0) after[axis] = before[axis];
    const int64_t margin = before[axis] + after[axis];
    output.size[axis] += adds ? margin : -margin;
    window.pad_before[axis] = adds ? before[axis] : -before[axis];
    if (output.size[axis] < 1) {
      return arguments.Error("expected a margin smaller than the input, got " +
                             std::to_string(margin) + " places of " + ShapeText(input));
    }
    if (output.size[axis] > kMost / count) {
      return arguments.Error("expected a result of at most 2^31 numbers");
    }
    count *= output.size[axis];
  }
  const Margin margin(adds ? output : input, adds ? input : output, before);
  return std::unique_ptr<Layer>(std::make_unique<ChangeMargin>(output, margin, window, adds));
}

}  // namespace

Result<std::unique_ptr<Layer>> MakePad(LayerArguments& arguments, const LayerInputs& inputs) {
  return MakeMargin(arguments, inputs, true);
}

Result<std::unique_ptr<Layer>> MakeCrop(LayerArguments& arguments, const LayerInputs& inputs) {
  return MakeMargin(arguments, inputs, false);
}

Result<std::unique_ptr<Layer>> MakeFlatten(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  Shape output;
  output.channels = inputs.shapes[0].count();
  return std::unique_ptr<Layer>(std::make_unique<Flatten>(output));
}

}  // namespace sluice
