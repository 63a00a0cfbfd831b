#include "nets/pooling.h"

#include <algorithm>

#include "nets/pool_kernels.h"

namespace sluice {
namespace {

class AvgPool : public Layer {
 public:
  explicit AvgPool(const PoolPlan& plan) : Layer(plan.output), plan_(plan) {}

  std::optional<Window> window() const override { return plan_.window(); }

  Status Forward(const Pass& pass) const override {
    ForPoolRuns(plan_, pass.batch, false, [&](const PoolRun& run, int64_t from, int64_t to) {
      MeanOfWindows(run, pass.inputs[0] + from, pass.output + to);
    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    float* const d_input = pass.d_inputs[0];
    if (d_input == nullptr) return Status::Ok();
    std::fill_n(d_input, pass.batch * plan_.input.count(), 0.0F);
    ForPoolRuns(plan_, pass.batch, true, [&](const PoolRun& run, int64_t from, int64_t to) {
      AddMeans(run, pass.d_output + to, d_input + from);
    });
    return Status::Ok();
  }

 private:
  PoolPlan plan_;
};

}  // namespace

Status MaxPool::Forward(const Pass& pass) const {
  ForPoolRuns(plan_, pass.batch, false, [&](const PoolRun& run, int64_t from, int64_t to) {
    MaxOfWindows(run, pass.inputs[0] + from, pass.output + to);
  });
  return Status::Ok();
}

// Where the maxima were is found again: the input is there, and a list of places would have to be
// written and read as well.
Status MaxPool::Backward(const Pass& pass) const {
  float* const d_input = pass.d_inputs[0];
  if (d_input == nullptr) return Status::Ok();
  const auto scatter = plan_.apart() ? StoreAtMax : AddAtMax;
  if (!plan_.tiles()) std::fill_n(d_input, pass.batch * plan_.input.count(), 0.0F);
  ForPoolRuns(plan_, pass.batch, true, [&](const PoolRun& run, int64_t from, int64_t to) {
    scatter(run, pass.inputs[0] + from, pass.d_output + to, d_input + from);
  });
  return Status::Ok();
}

Result<std::unique_ptr<Layer>> MakeMaxPool(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_ASSIGN_OR_RETURN(const PoolPlan plan, ParsePool(arguments, inputs.shapes[0]));
  return std::unique_ptr<Layer>(std::make_unique<MaxPool>(plan));
}

Result<std::unique_ptr<Layer>> MakeAvgPool(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_ASSIGN_OR_RETURN(const PoolPlan plan, ParsePool(arguments, inputs.shapes[0]));
  return std::unique_ptr<Layer>(std::make_unique<AvgPool>(plan));
}

Result<std::unique_ptr<Layer>> MakeGlobalPool(LayerArguments& arguments,
                                              const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  PoolPlan plan;
  plan.input = plan.output = inputs.shapes[0];
  plan.size = plan.input.size;
  plan.output.size = {1, 1, 1};
  plan.global = true;
  return std::unique_ptr<Layer>(std::make_unique<AvgPool>(plan));
}

}  // namespace sluice
