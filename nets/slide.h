// Nets that look at every window of a larger picture at once: fully connected layers become
// convolutions.
#ifndef SLUICE_NETS_SLIDE_H_
#define SLUICE_NETS_SLIDE_H_

#include <array>
#include <cstdint>
#include <functional>
#include <string>

#include "lib/status.h"
#include "nets/net.h"
#include "nets/shape.h"
#include "nets/trained_net.h"

namespace sluice {

// The net file of a net with the parameters of `net`, in the same order, for the input `input`: its
// result has a place for each window. A dense layer after flatten becomes a convolution with
// kernels of the flattened size, a global pool becomes a pool of the size that it has in a window,
// every place by itself. Sermanet et al., OverFeat, ICLR 2014.
//
// Each place is what the net says of its window, if the net does not pad. Where it pads, windows
// see what is around them instead of zeros.
//
// Fails for nets that do not work place by place: those with upsampling, with a product of a map
// and a global pool (squeeze and excitation), and for nets of vectors.
Result<std::string> SlidingText(const Net& net, const Shape& input);

class SlidingNet {
 public:
  using Sizes = std::array<int64_t, 3>;  // as Shape::size
  // Takes what comes out for a window: its number, counted row by row, and a number for each
  // channel of the net's result.
  using Sink = std::function<void(int64_t place, const float* results)>;

  // The net must outlive this. Fails as SlidingText, and when the net gives more than one place for
  // a window.
  static Result<SlidingNet> Create(const TrainedNet& net);

  const Shape& window() const { return net_->net().input(); }
  // From a window to the next in the convolutional net.
  const Sizes& step() const { return step_; }
  // Whether windows see what is around them.
  bool pads() const { return pads_; }

  // How many windows there are every `stride` places from the first place of `input` on; what is
  // left over at the end is in none. Fails when the input is smaller than a window or has other
  // axes or channels.
  Result<Shape> Places(const Shape& input, const Sizes& stride) const;

  // Gives `use` the results of all windows. Where the stride is no multiple of step(), the net runs
  // several times, shifted. Works in tiles, so that results of layers take about `most_bytes`, or
  // what one window takes if that is more; tiles overlap where the net pads, so that they make no
  // difference. Fails as Places, and when memory is short.
  Status Run(const float* numbers, const Shape& input, const Sizes& stride, const Sink& use,
             int64_t most_bytes = int64_t{256} << 20) const;

 private:
  class Phase;

  explicit SlidingNet(const TrainedNet& net) : net_(&net) {}

  const TrainedNet* net_;
  Sizes step_ = {1, 1, 1};
  Sizes before_ = {0, 0, 0};  // windows of a tile that see places before it
  Sizes after_ = {0, 0, 0};
  bool pads_ = false;
};

}  // namespace sluice

#endif  // SLUICE_NETS_SLIDE_H_
