#include "nets/pooling.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "nets/channel_kernels.h"
#include "nets/elements.h"
#include "nets/pool_kernels.h"

namespace sluice {
namespace {

class AvgPool : public Layer {
 public:
  explicit AvgPool(const PoolPlan& plan) : Layer(plan.output), plan_(plan) {}

  std::optional<Window> window() const override { return plan_.window(); }

  Status Forward(const Pass& pass) const override {
    ForPoolRuns(plan_, pass.batch, [&](const PoolRun& run, int64_t from, int64_t to) {
      MeanOfWindows(run, pass.inputs[0] + from, pass.output + to);
    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    float* const d_input = pass.d_inputs[0];
    if (d_input == nullptr) return Status::Ok();
    ScatterPoolRuns(plan_, pass.batch, d_input, [&](const PoolRun& run, int64_t from, int64_t to) {
      AddMeans(run, pass.d_output + to, d_input + from);
    });
    return Status::Ok();
  }

 private:
  PoolPlan plan_;
};

// One window, all of the input: rows of channels are added as they lie in memory.
class GlobalPool : public Layer {
 public:
  GlobalPool(const Shape& input, const Shape& output) : Layer(output), places_(input.places()) {}

  std::optional<Window> window() const override { return std::nullopt; }

  Status Forward(const Pass& pass) const override {
    const int64_t channels = output().channels;
    const auto share = static_cast<float>(1 / double(places_));
    // Blocks are summed first: rounding errors of many places stay small, and the threads have
    // something to share where there is a single example.
    constexpr int64_t kBlock = 64;
    const int64_t blocks = (places_ + kBlock - 1) / kBlock;
    std::vector<float> sums(static_cast<size_t>(pass.batch * blocks * channels), 0.0F);
    ForRows(pass.batch * blocks, kBlock * channels, [&](int64_t begin, int64_t end) {
      for (int64_t i = begin; i < end; ++i) {
        const int64_t place = i % blocks * kBlock;
        AddColumns(pass.inputs[0] + (i / blocks * places_ + place) * channels,
                   std::min(kBlock, places_ - place), channels, sums.data() + i * channels);
      }
    });
    ForRows(pass.batch, blocks * channels, [&](int64_t begin, int64_t end) {
      for (int64_t n = begin; n < end; ++n) {
        float* const means = pass.output + n * channels;
        std::fill_n(means, channels, 0.0F);
        for (int64_t i = n * blocks; i < (n + 1) * blocks; ++i) {
          AddScaledRow(sums.data() + i * channels, share, channels, means);
        }
      }
    });
    return Status::Ok();
  }

  Status Backward(const Pass& pass) const override {
    float* const d_input = pass.d_inputs[0];
    if (d_input == nullptr) return Status::Ok();
    const int64_t channels = output().channels;
    const auto share = static_cast<float>(1 / double(places_));
    ForRows(pass.batch, places_ * channels, [&](int64_t begin, int64_t end) {
      std::vector<float> row(static_cast<size_t>(channels));
      for (int64_t n = begin; n < end; ++n) {
        std::fill(row.begin(), row.end(), 0.0F);
        AddScaledRow(pass.d_output + n * channels, share, channels, row.data());
        for (int64_t r = 0; r < places_; ++r) {
          std::copy(row.begin(), row.end(), d_input + (n * places_ + r) * channels);
        }
      }
    });
    return Status::Ok();
  }

 private:
  int64_t places_;
};

}  // namespace

Status MaxPool::Forward(const Pass& pass) const {
  ForPoolRuns(plan_, pass.batch, [&](const PoolRun& run, int64_t from, int64_t to) {
    MaxOfWindows(run, pass.inputs[0] + from, pass.output + to);
  });
  return Status::Ok();
}

// Where the maxima were is found again: the input is there, and a list of places would have to be
// written and read as well.
Status MaxPool::Backward(const Pass& pass) const {
  float* const d_input = pass.d_inputs[0];
  if (d_input == nullptr) return Status::Ok();
  if (plan_.tiles()) {
    ForPoolRuns(plan_, pass.batch, [&](const PoolRun& run, int64_t from, int64_t to) {
      StoreAtMax(run, pass.inputs[0] + from, pass.d_output + to, d_input + from);
    });
    return Status::Ok();
  }
  ScatterPoolRuns(plan_, pass.batch, d_input, [&](const PoolRun& run, int64_t from, int64_t to) {
    AddAtMax(run, pass.inputs[0] + from, pass.d_output + to, d_input + from);
  });
  return Status::Ok();
}

Result<std::unique_ptr<Layer>> MakeMaxPool(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_ASSIGN_OR_RETURN(const PoolPlan plan, ParsePool(arguments, inputs.shapes[0]));
  return std::unique_ptr<Layer>(std::make_unique<MaxPool>(plan));
}

Result<std::unique_ptr<Layer>> MakeAvgPool(LayerArguments& arguments, const LayerInputs& inputs) {
  SLUICE_ASSIGN_OR_RETURN(const PoolPlan plan, ParsePool(arguments, inputs.shapes[0]));
  if (plan.global) {
    return std::unique_ptr<Layer>(std::make_unique<GlobalPool>(plan.input, plan.output));
  }
  return std::unique_ptr<Layer>(std::make_unique<AvgPool>(plan));
}

Result<std::unique_ptr<Layer>> MakeGlobalPool(LayerArguments& arguments,
                                              const LayerInputs& inputs) {
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  Shape output = inputs.shapes[0];
  output.size = {1, 1, 1};
  return std::unique_ptr<Layer>(std::make_unique<GlobalPool>(inputs.shapes[0], output));
}

}  // namespace sluice
