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

// Numbers that a row of windows sees.
int64_t RowCost(const PoolPlan& plan) {
  return plan.size[0] * plan.size[1] * plan.size[2] * plan.output.size[2] * plan.output.channels;
}

// Goes through rows of windows of a batch.
class RowWalk {
 public:
  explicit RowWalk(const PoolPlan& plan) : plan_(plan) {}

  // Where, in numbers of the example, the last row of the input ends that a row of windows sees.
  int64_t SeenUntil(int64_t row) const {
    const int64_t last = (Depth(row).end - 1) * plan_.input.size[1] + Height(row).end;
    return last * plan_.input.size[2] * plan_.input.channels;
  }

  void Run(int64_t row, const PoolBody& body) {
    const Part z = Depth(row);
    const Part y = Height(row);
    if (z.size() != depth_ || y.size() != height_) {
      depth_ = z.size();
      height_ = y.size();
      runs_ = RunsOfRow(plan_, depth_, height_);
    }
    const Shape& output = plan_.output;
    const int64_t example = row / (output.size[0] * output.size[1]);
    const int64_t first = (z.begin * plan_.input.size[1] + y.begin) * plan_.input.size[2];
    const int64_t from = example * plan_.input.count() + first * plan_.input.channels;
    int64_t to = row * output.size[2] * output.channels;
    for (const PoolRun& run : runs_) {
      // A run's offsets count from the first place of the row, wherever its windows begin.
      body(run, from, to);
      to += run.windows * output.channels;
    }
  }

 private:
  Part Depth(int64_t row) const {
    return Seen(plan_, 0, row / plan_.output.size[1] % plan_.output.size[0]);
  }
  Part Height(int64_t row) const { return Seen(plan_, 1, row % plan_.output.size[1]); }

  const PoolPlan& plan_;
  std::vector<PoolRun> runs_;
  int64_t depth_ = -1;  // that the runs are for
  int64_t height_ = -1;
};

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

void ForPoolRuns(const PoolPlan& plan, int64_t batch, const PoolBody& body) {
  const int64_t rows = plan.output.size[0] * plan.output.size[1];
  ForRows(batch * rows, RowCost(plan), [&](int64_t begin, int64_t end) {
    RowWalk walk(plan);
    for (int64_t row = begin; row < end; ++row) walk.Run(row, body);
  });
}

void ScatterPoolRuns(const PoolPlan& plan, int64_t batch, float* sums, const PoolBody& body) {
  const int64_t count = plan.input.count();
  if (plan.apart()) {
    std::fill_n(sums, batch * count, 0.0F);
    return ForPoolRuns(plan, batch, body);
  }
  const int64_t rows = plan.output.size[0] * plan.output.size[1];
  ForRows(batch, RowCost(plan) * rows, [&](int64_t begin, int64_t end) {
    RowWalk walk(plan);
    for (int64_t n = begin; n < end; ++n) {
      int64_t cleared = 0;  // numbers of this example
      const auto clear = [&](int64_t to) {
        if (to <= cleared) return;
        std::fill(sums + n * count + cleared, sums + n * count + to, 0.0F);
        cleared = to;
      };
      // While they are about to be summed into, so that they come into the cache once.
      for (int64_t row = n * rows; row < (n + 1) * rows; ++row) {
        clear(walk.SeenUntil(row));
        walk.Run(row, body);
      }
      clear(count);
    }
  });
}

}  // namespace sluice
