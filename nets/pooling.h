// Layers that make pictures smaller without parameters.
#ifndef SLUICE_NETS_POOLING_H_
#define SLUICE_NETS_POOLING_H_

#include <memory>

#include "nets/layers.h"
#include "nets/pool_window.h"

namespace sluice {

// maxpool SIZE|global [stride S] [pad P] [ceil]: the greatest number of each channel in windows of
// SIZE places every S (SIZE) places, in 1 to 3 axes. Along an axis of n places the result has
// floor((n + 2 P - SIZE) / S) + 1; with `ceil` it is rounded up, unless that window would begin
// outside: the last window is cut by the border, as in Caffe. `global`: all of the input, one
// place. The derivative goes to the first of several greatest numbers.
Result<std::unique_ptr<Layer>> MakeMaxPool(LayerArguments& arguments, const LayerInputs& inputs);

// avgpool, likewise: the mean of the places that a window sees. Padding does not count.
Result<std::unique_ptr<Layer>> MakeAvgPool(LayerArguments& arguments, const LayerInputs& inputs);

// globalpool: avgpool global.
Result<std::unique_ptr<Layer>> MakeGlobalPool(LayerArguments& arguments, const LayerInputs& inputs);

class MaxPool : public Layer {
 public:
  explicit MaxPool(const PoolPlan& plan) : Layer(plan.output), plan_(plan) {}

  const PoolPlan& plan() const { return plan_; }
  std::optional<Window> window() const override { return plan_.window(); }
  Status Forward(const Pass& pass) const override;
  Status Backward(const Pass& pass) const override;

 private:
  PoolPlan plan_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_POOLING_H_
