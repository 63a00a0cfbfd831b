// Where the windows of a pooling layer lie.
#ifndef SLUICE_NETS_POOL_WINDOW_H_
#define SLUICE_NETS_POOL_WINDOW_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "nets/layer.h"
#include "nets/layer_arguments.h"
#include "nets/shape.h"

namespace sluice {

struct PoolPlan {
  Shape input;
  Shape output;
  std::array<int64_t, 3> size = {1, 1, 1};
  std::array<int64_t, 3> stride = {1, 1, 1};
  std::array<int64_t, 3> pad = {0, 0, 0};  // before the first place
  bool global = false;                     // one window, all of the input

  std::optional<Window> window() const;
  // Whether no place of the input is in two windows.
  bool apart() const;
  // Whether every place of the input is in one window.
  bool tiles() const;
};

// Of the words "SIZE|global [stride S] [pad P] [ceil]" (see pooling.h). Fails for windows that
// would see nothing but padding.
Result<PoolPlan> ParsePool(LayerArguments& arguments, const Shape& input);

// Windows of one row of the output, side by side, that see as many places at the same distances.
struct PoolRun {
  std::vector<int64_t> offsets;  // of the places that the first window sees, in numbers
  int64_t step = 0;              // from one window to the next, likewise
  int64_t windows = 0;
  int64_t channels = 0;
};

// Takes a run, where its offsets count from in the input and where its results begin in the output.
using PoolBody = std::function<void(const PoolRun& run, int64_t from, int64_t to)>;

// Calls the body for all runs of a batch, over the threads.
void ForPoolRuns(const PoolPlan& plan, int64_t batch, const PoolBody& body);

// The same for a body that adds to what windows see of `sums`, of the input's shape, which is 0 at
// first: no two threads see the same places.
void ScatterPoolRuns(const PoolPlan& plan, int64_t batch, float* sums, const PoolBody& body);

}  // namespace sluice

#endif  // SLUICE_NETS_POOL_WINDOW_H_
