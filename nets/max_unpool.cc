#include "nets/max_unpool.h"

#include <algorithm>
#include <cstddef>

#include "nets/pool_kernels.h"
#include "nets/pooling.h"

namespace sluice {
namespace {

class MaxUnpool : public Layer {
 public:
  explicit MaxUnpool(const PoolPlan& plan) : Layer(plan.input), plan_(plan) {}

  std::optional<Window> window() const override {
    std::optional<Window> window = plan_.window();
    if (!window.has_value()) return window;
    // A place sees the results of the windows that it may be the greatest of.
    for (size_t axis = 0; axis < 3; ++axis) {
      window->size[axis] = (plan_.size[axis] + plan_.stride[axis] - 1) / plan_.stride[axis];
      window->stride[axis] = 1 / double(plan_.stride[axis]);
      window->pad_before[axis] = window->size[axis] - 1;
    }
    return window;
  }

  Status Forward(const Pass& pass) const override {
    ScatterPoolRuns(plan_, pass.batch, pass.output,
                    [&](const PoolRun& run, int64_t from, int64_t to) {
                      AddAtMax(run, pass.inputs[1] + from, pass.inputs[0] + to, pass.output + from);
                    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    if (pass.d_inputs[0] != nullptr) {
      ForPoolRuns(plan_, pass.batch, [&](const PoolRun& run, int64_t from, int64_t to) {
        TakeAtMax(run, pass.inputs[1] + from, pass.d_output + from, pass.d_inputs[0] + to);
      });
    }
    if (pass.d_inputs[1] != nullptr) {
      std::fill_n(pass.d_inputs[1], pass.batch * plan_.input.count(), 0.0F);
    }
    return Status::Ok();
  }

 private:
  PoolPlan plan_;  // of the layer that is undone
};

}  // namespace

Result<std::unique_ptr<Layer>> MakeMaxUnpool(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  const auto* const pool = dynamic_cast<const MaxPool*>(inputs.undone);
  if (pool == nullptr) return arguments.Error("expected the name of a maxpool line");
  if (inputs.shapes[0] != pool->output()) {
    return arguments.Error("expected a result of the shape of the pooled one, " +
                           ShapeText(pool->output()) + ", got " + ShapeText(inputs.shapes[0]));
  }
  return std::unique_ptr<Layer>(std::make_unique<MaxUnpool>(pool->plan()));
}

}  // namespace sluice
