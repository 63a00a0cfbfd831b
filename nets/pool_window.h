// Where the windows of a pooling layer lie.
#ifndef SLUICE_NETS_POOL_WINDOW_H_
#define SLUICE_NETS_POOL_WINDOW_H_

#include <array>
#include <cstdint>
#include <functional>
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

// Calls body(run, from, to) for all runs of a batch, with where the run's offsets count from in the
// input and where its results begin in the output, over the threads. When `scatters`, no two calls
// at a time see the same places of the input.
void ForPoolRuns(const PoolPlan& plan, int64_t batch, bool scatters,
                 const std::function<void(const PoolRun& run, int64_t from, int64_t to)>& body);

}  // namespace sluice

#endif  // SLUICE_NETS_POOL_WINDOW_H_
