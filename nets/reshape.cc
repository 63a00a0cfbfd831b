#include "nets/reshape.h"

#include <algorithm>

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

}  // namespace

Result<std::unique_ptr<Layer>> MakeFlatten(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  Shape output;
  output.channels = inputs.shapes[0].count();
  return std::unique_ptr<Layer>(std::make_unique<Flatten>(output));
}

}  // namespace sluice
