#include "nets/pool_window.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "nets/elements.h"

namespace sluice {
namespace {

struct Part {
  int64_t begin = 0;
  int64_t end = 0;
  int64_t size() const { return end - begin; }
};

// The places of the input that a window sees along an axis.
Part Seen(const PoolPlan& plan, size_t axis, int64_t window) {
  const int64_t begin = window * plan.stride[axis] - plan.pad[axis];
  return {std::max<int64_t>(0, begin), std::min(begin + plan.size[axis], plan.input.size[axis])};
}

// Of a row of windows that see `depth` x `height` rows of the input, counted from the first.
std::vector<PoolRun> RunsOfRow(const PoolPlan& plan, int64_t depth, int64_t height) {
  const Shape& input = plan.input;
  std::vector<PoolRun> runs;
  bool whole = false;  // the last run's windows are not cut
  for (int64_t w = 0; w < plan.output.size[2]; ++w) {
    const Part seen = Seen(plan, 2, w);
    const bool is_whole = seen.size() == plan.size[2];
    if (whole && is_whole) {
      ++runs.back().windows;
      continue;
    }
    whole = is_whole;
    PoolRun run;
    run.step = plan.stride[2] * input.channels;
    run.windows = 1;
    run.channels = input.channels;
    for (int64_t z = 0; z < depth; ++z) {
      for (int64_t y = 0; y < height; ++y) {
        const int64_t row = (z * input.size[1] + y) * input.size[2];
        for (int64_t x = seen.begin; x < seen.end; ++x) {
          run.offsets.push_back((row + x) * input.channels);
        }
      }
    }
    runs.push_back(std::move(run));
  }
  return runs;
}

// The number of windows along an axis. Fails for windows that see no place.
Result<int64_t> CountWindows(const LayerArguments& arguments, const PoolPlan& plan, size_t axis,
                             int64_t pad_after, bool ceil) {
  const int64_t size = plan.size[axis];
  const int64_t stride = plan.stride[axis];
  const int64_t begin = plan.input.size[axis] + plan.pad[axis];
  const int64_t room = begin + pad_after - size;
  if (room < 0) {
    return arguments.Error("expected a window no larger than the input with its padding, got " +
                           std::to_string(size) + " for an input of " + ShapeText(plan.input));
  }
  if (std::max(plan.pad[axis], pad_after) >= size) {
    return arguments.Error("expected padding smaller than the window, got " +
                           std::to_string(std::max(plan.pad[axis], pad_after)) +
                           " for a window of " + std::to_string(size));
  }
  const int64_t count = (ceil ? (room + stride - 1) / stride : room / stride) + 1;
  // The last one must begin before the input ends.
  return (count - 1) * stride >= begin ? count - 1 : count;
}

// Places are listed for a row's whole windows, and for each that the border cuts.
Status CheckWindow(const LayerArguments& arguments, const PoolPlan& plan) {
  constexpr int64_t kMost = int64_t{1} << 24;
  const int64_t lists = 3 + 2 * plan.pad[2] / plan.stride[2];
  int64_t places = lists;
  for (const int64_t size : plan.size) {
    if (size > kMost / places) {
      return arguments.Error("expected a window of at most 2^24 places, fewer with much padding");
    }
    places *= size;
  }
  return Status::Ok();
}

}  // namespace

std::optional<Window> PoolPlan::window() const {
  if (global) return std::nullopt;
  Window window;
  window.size = size;
  for (size_t axis = 0; axis < 3; ++axis) window.stride[axis] = double(stride[axis]);
  window.pad_before = pad;
  return window;
}

bool PoolPlan::apart() const {
  bool apart = true;
  for (size_t axis = 0; axis < 3; ++axis) {
    apart &= stride[axis] >= size[axis] || output.size[axis] == 1;
  }
  return apart;
}

bool PoolPlan::tiles() const {
  bool tiles = apart();
  for (size_t axis = 0; axis < 3; ++axis) {
    tiles &= stride[axis] <= size[axis];
    tiles &= output.size[axis] * size[axis] - pad[axis] >= input.size[axis];
  }
  return tiles;
}

Result<PoolPlan> ParsePool(LayerArguments& arguments, const Shape& input) {
  PoolPlan plan;
  plan.input = plan.output = input;
  if (!arguments.HasNumber()) {
    arguments.Choice({"global"});
    SLUICE_RETURN_IF_ERROR(arguments.Finish());
    plan.global = true;
    plan.size = input.size;
    plan.output.size = {1, 1, 1};
    SLUICE_RETURN_IF_ERROR(CheckWindow(arguments, plan));
    return plan;
  }
  plan.size = arguments.Size("the size of the window, or global");
  plan.stride = arguments.KeySize("stride", 0);
  for (size_t axis = 0; axis < 3; ++axis) {
    if (plan.stride[axis] == 0) plan.stride[axis] = plan.size[axis];
  }
  const LayerArguments::Padding pad = arguments.KeyPadding(input.size, plan.size, plan.stride);
  const bool ceil = arguments.Flag("ceil");
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  if (input.axes == 0) return arguments.Error("expected a picture, got " + ShapeText(input));
  plan.pad = pad.before;
  for (size_t axis = 0; axis < 3; ++axis) {
    SLUICE_ASSIGN_OR_RETURN(plan.output.size[axis],
                            CountWindows(arguments, plan, axis, pad.after[axis], ceil));
  }
  SLUICE_RETURN_IF_ERROR(CheckWindow(arguments, plan));
  return plan;
}

void ForPoolRuns(const PoolPlan& plan, int64_t batch, bool scatters,
                 const std::function<void(const PoolRun& run, int64_t from, int64_t to)>& body) {
  const Shape& output = plan.output;
  const int64_t rows = output.size[0] * output.size[1];
  const int64_t together = scatters && !plan.apart() ? rows : 1;  // rows of one thread
  const int64_t cost =
      plan.size[0] * plan.size[1] * plan.size[2] * output.size[2] * output.channels * together;
  ForRows(batch * rows / together, cost, [&](int64_t begin, int64_t end) {
    std::vector<PoolRun> runs;
    int64_t depth = -1;  // that the runs are for
    int64_t height = -1;
    for (int64_t i = begin * together; i < end * together; ++i) {
      const Part z = Seen(plan, 0, i % rows / output.size[1]);
      const Part y = Seen(plan, 1, i % output.size[1]);
      if (z.size() != depth || y.size() != height) {
        depth = z.size();
        height = y.size();
        runs = RunsOfRow(plan, depth, height);
      }
      const int64_t row = (z.begin * plan.input.size[1] + y.begin) * plan.input.size[2];
      const int64_t from = i / rows * plan.input.count() + row * plan.input.channels;
      int64_t to = i * output.size[2] * output.channels;
      for (const PoolRun& run : runs) {
        // A run's offsets count from the first place of the row, wherever its windows begin.
        body(run, from, to);
        to += run.windows * output.channels;
      }
    }
  });
}

}  // namespace sluice
