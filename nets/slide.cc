#include "nets/slide.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>
#include <utility>
#include <vector>

#include "nets/net_info.h"

namespace sluice {
namespace {

using Sizes = SlidingNet::Sizes;

int64_t DivideUp(int64_t a, int64_t b) { return a <= 0 ? 0 : (a + b - 1) / b; }

// Calls f(index) for all indices below `sizes`, the last axis fastest, while f succeeds.
template <class F>
Status ForGrid(const Sizes& sizes, const F& f) {
  Sizes at;
  for (at[0] = 0; at[0] < sizes[0]; ++at[0]) {
    for (at[1] = 0; at[1] < sizes[1]; ++at[1]) {
      for (at[2] = 0; at[2] < sizes[2]; ++at[2]) SLUICE_RETURN_IF_ERROR(f(at));
    }
  }
  return Status::Ok();
}

// A window of this layer reaches beyond its input.
bool Pads(const Node& node, const Shape& input) {
  const std::optional<Window> window = node.layer->window();
  if (!window) return false;
  for (size_t axis = 0; axis < 3; ++axis) {
    const double last = double(node.shape.size[axis] - 1) * window->stride[axis];
    const double end = last + double(window->size[axis] - window->pad_before[axis]);
    if (window->pad_before[axis] > 0 || end > double(input.size[axis])) return true;
  }
  return false;
}

// The part of a picture from `at` on that has the shape `part`.
void CopyPart(const float* numbers, const Shape& whole, const Sizes& at, const Shape& part,
              float* out) {
  const int64_t row = part.size[2] * part.channels;
  for (int64_t z = at[0]; z < at[0] + part.size[0]; ++z) {
    for (int64_t y = at[1]; y < at[1] + part.size[1]; ++y) {
      const int64_t place = (z * whole.size[1] + y) * whole.size[2] + at[2];
      out = std::copy_n(numbers + place * whole.channels, row, out);
    }
  }
}

}  // namespace

// The windows that are a multiple of the net's steps from a first one, in tiles.
class SlidingNet::Phase {
 public:
  // Numbers of windows along each axis.
  Phase(const SlidingNet& sliding, const Sizes& windows) : sliding_(sliding), windows_(windows) {}

  // Halves tiles until results take at most `most_bytes`, if they can.
  Status Plan(int64_t most_bytes) {
    tile_ = windows_;
    for (;;) {
      const Status status = Build();
      const bool smallest = *std::max_element(tile_.begin(), tile_.end()) == 1;
      if (smallest) return status;
      if (status.ok() && DescribeNet(*net_).most_bytes <= most_bytes) return status;
      int64_t& longest = *std::max_element(tile_.begin(), tile_.end());
      longest = (longest + 1) / 2;
    }
  }

  // `first`: where the first window lies. `use`: of a window of the phase and its results.
  Status Run(const float* numbers, const Shape& input, const Sizes& first,
             const std::function<void(const Sizes& window, const float* results)>& use) {
    Sizes tiles;
    for (size_t axis = 0; axis < 3; ++axis) tiles[axis] = DivideUp(windows_[axis], tile_[axis]);
    if (!run_) run_.emplace(sliding_.net_->Run(*net_));
    std::vector<float> part(static_cast<size_t>(net_->input().count()));
    return ForGrid(tiles, [&](const Sizes& tile) -> Status {
      Sizes begin;  // of the tile's own windows
      Sizes end;
      Sizes origin;  // of all windows that are computed
      Sizes at;
      for (size_t axis = 0; axis < 3; ++axis) {
        begin[axis] = tile[axis] * tile_[axis];
        end[axis] = std::min(begin[axis] + tile_[axis], windows_[axis]);
        origin[axis] = std::clamp<int64_t>(begin[axis] - sliding_.before_[axis], 0,
                                           windows_[axis] - computed_[axis]);
        at[axis] = first[axis] + origin[axis] * sliding_.step_[axis];
      }
      CopyPart(numbers, input, at, net_->input(), part.data());
      SLUICE_RETURN_IF_ERROR(run_->Forward(part.data(), 1));
      Sizes own;
      for (size_t axis = 0; axis < 3; ++axis) own[axis] = end[axis] - begin[axis];
      return ForGrid(own, [&](const Sizes& i) {
        Sizes window;
        int64_t place = 0;
        for (size_t axis = 0; axis < 3; ++axis) {
          window[axis] = begin[axis] + i[axis];
          place = place * computed_[axis] + window[axis] - origin[axis];
        }
        use(window, run_->output() + place * net_->output().channels);
        return Status::Ok();
      });
    });
  }

 private:
  // The net for a tile, with the windows around it that it needs to see the same as without tiles.
  Status Build() {
    Shape input = sliding_.window();
    for (size_t axis = 0; axis < 3; ++axis) {
      computed_[axis] =
          std::min(windows_[axis], tile_[axis] + sliding_.before_[axis] + sliding_.after_[axis]);
      input.size[axis] += (computed_[axis] - 1) * sliding_.step_[axis];
    }
    SLUICE_ASSIGN_OR_RETURN(const std::string text, SlidingText(sliding_.net_->net(), input));
    SLUICE_ASSIGN_OR_RETURN(net_, Net::Build(text));
    if (net_->output().size == computed_) return Status::Ok();
    return Status::Failed("the net gives " + ShapeText(net_->output()) + " for " +
                          ShapeText(input) + ", which are other windows than expected");
  }

  const SlidingNet& sliding_;
  Sizes windows_;
  Sizes tile_ = {1, 1, 1};
  Sizes computed_ = {1, 1, 1};  // windows of a run
  std::optional<Net> net_;
  std::optional<NetRun> run_;
};

Result<SlidingNet> SlidingNet::Create(const TrainedNet& net) {
  SlidingNet sliding(net);
  SLUICE_ASSIGN_OR_RETURN(const std::string text, SlidingText(net.net(), net.net().input()));
  SLUICE_ASSIGN_OR_RETURN(const Net one, Net::Build(text));
  if (one.output().places() != 1) {
    return Status::Failed("expected a net with one place as its result, got " +
                          ShapeText(one.output()));
  }
  const std::optional<ReceptiveField> field = DescribeNet(one).layers.back().receptive_field;
  bool fits = field && one.learnt() == net.net().learnt() && one.followed() == net.net().followed();
  for (size_t axis = 0; fits && axis < 3; ++axis) {
    const double step = field->stride[axis];
    fits = step >= 1 && step == std::floor(step) && step <= 0x1p31;
    if (!fits) break;
    sliding.step_[axis] = static_cast<int64_t>(step);
    const int64_t end = field->offset[axis] + field->size[axis] - one.input().size[axis];
    sliding.before_[axis] = DivideUp(-field->offset[axis], sliding.step_[axis]);
    sliding.after_[axis] = DivideUp(end, sliding.step_[axis]);
  }
  if (!fits) return Status::Failed("the net's steps are no whole numbers");
  for (size_t n = 1; n < one.nodes().size(); ++n) {
    const Node& node = one.nodes()[n];
    sliding.pads_ |= Pads(node, one.nodes()[size_t(node.inputs[0])].shape);
  }
  return sliding;
}

Result<Shape> SlidingNet::Places(const Shape& input, const Sizes& stride) const {
  bool fits = input.axes == window().axes && input.channels == window().channels;
  for (size_t axis = 0; axis < 3; ++axis) fits &= input.size[axis] >= window().size[axis];
  if (!fits) {
    return Status::Failed("expected an input no smaller than the net's, " + ShapeText(window()) +
                          ", with as many channels, got " + ShapeText(input));
  }
  Shape places = input;
  places.channels = net_->net().output().channels;
  for (size_t axis = 0; axis < 3; ++axis) {
    places.size[axis] = (input.size[axis] - window().size[axis]) / stride[axis] + 1;
  }
  return places;
}

Status SlidingNet::Run(const float* numbers, const Shape& input, const Sizes& stride,
                       const Sink& use, int64_t most_bytes) const {
  SLUICE_ASSIGN_OR_RETURN(const Shape places, Places(input, stride));
  // Windows i, i + phases, ... of an axis are a multiple of the net's step apart: each `every`-th
  // of those that one run of the net sees.
  Sizes phases;
  Sizes every;
  for (size_t axis = 0; axis < 3; ++axis) {
    const int64_t both = std::gcd(stride[axis], step_[axis]);
    phases[axis] = std::min(step_[axis] / both, places.size[axis]);
    every[axis] = stride[axis] / both;
  }
  std::optional<Phase> phase;
  Sizes planned = {0, 0, 0};
  return ForGrid(phases, [&](const Sizes& shift) -> Status {
    Sizes first;
    Sizes windows;
    for (size_t axis = 0; axis < 3; ++axis) {
      first[axis] = shift[axis] * stride[axis];
      windows[axis] = (input.size[axis] - window().size[axis] - first[axis]) / step_[axis] + 1;
    }
    if (windows != planned) {
      phase.emplace(*this, windows);
      SLUICE_RETURN_IF_ERROR(phase->Plan(most_bytes));
      planned = windows;
    }
    return phase->Run(numbers, input, first, [&](const Sizes& window, const float* results) {
      int64_t place = 0;
      for (size_t axis = 0; axis < 3; ++axis) {
        if (window[axis] % every[axis] != 0) return;
        const int64_t i = shift[axis] + window[axis] / every[axis] * phases[axis];
        place = place * places.size[axis] + i;
      }
      use(place, results);
    });
  });
}

}  // namespace sluice
