// Which parts of many pictures excite the units of a layer most.
#ifndef SLUICE_NETS_TOP_PATCHES_H_
#define SLUICE_NETS_TOP_PATCHES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "lib/status.h"
#include "nets/net_info.h"
#include "nets/net_run.h"
#include "nets/trained_net.h"

namespace sluice {

// The part of an example that a place of a layer's result sees.
struct PatchWindow {
  std::array<int64_t, 3> first = {0, 0, 0};  // may lie outside, where layers pad
  std::array<int64_t, 3> size = {1, 1, 1};
};

// By the layer's receptive field; axes along which that is no smaller than the input, and layers
// that see all of it, have the whole input.
PatchWindow WindowOfPlace(const Shape& input, const std::optional<ReceptiveField>& field,
                          const std::array<int64_t, 3>& place);

struct Patch {
  float activation = 0;
  int64_t example = 0;                       // number of the example, in the order they were added
  std::array<int64_t, 3> place = {0, 0, 0};  // of the layer's result
  PatchWindow window;
  std::vector<float> numbers;  // of the window, channels last; 0 outside of the example
};

// Zeiler, Fergus, Visualizing and understanding convolutional networks, ECCV 2014, show units so.
class TopPatches {
 public:
  // Of `units`, channels of a node's result, the `top` examples whose greatest activation is
  // greatest, each with its first such place. The net must outlive this.
  TopPatches(const TrainedNet& trained, int node, std::vector<int> units, int top);

  // Runs over more examples: `prepared` as the net takes them, `shown` what patches are cut out of
  // (both count x the net's input). Fails when memory is short.
  Status Add(const float* prepared, const float* shown, int64_t count);

  const std::vector<int>& units() const { return units_; }
  // Those of the unit in place i of units(), most exciting first; of equal ones the earlier.
  const std::vector<Patch>& of(size_t i) const { return best_[i]; }

 private:
  void Keep(size_t unit, const float* results, const float* shown, int64_t example);

  const Shape input_;
  const Shape shape_;  // of the node's result
  const std::optional<ReceptiveField> field_;
  const std::vector<int> units_;
  const size_t top_;
  NetRun run_;
  std::vector<std::vector<Patch>> best_;
  int64_t examples_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_NETS_TOP_PATCHES_H_
