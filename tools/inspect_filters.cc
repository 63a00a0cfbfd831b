// The weights of a net's layer as pictures.
#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "filters/montage.h"
#include "tools/array_picture.h"
#include "tools/inspect.h"

namespace sluice {
namespace {

constexpr int64_t kMostFilters = 256;
constexpr int64_t kMostChannels = 16;  // that have pictures of their own

struct Weights {
  const float* numbers = nullptr;
  int64_t filters = 0;
  Shape shape;  // of one of them
};

// The shape of the maps that a dense layer reads, before they were made a vector.
Shape MapsBefore(const Net& net, int node) {
  const int64_t count = net.nodes()[size_t(node)].shape.count();
  while (node > 0 && net.nodes()[size_t(node)].shape.axes == 0) {
    const Node& n = net.nodes()[size_t(node)];
    const bool same = n.inputs.size() == 1 && (n.type == "flatten" || n.type == "dropout");
    if (!same || net.nodes()[size_t(n.inputs[0])].shape.count() != count) break;
    node = n.inputs[0];
  }
  return net.nodes()[size_t(node)].shape;
}

Result<Weights> WeightsOf(const TrainedNet& trained, int node) {
  const Net& net = trained.net();
  for (const ParameterSlot& slot : net.slots()) {
    const std::vector<int64_t>& shape = slot.parameter.shape;
    if (slot.node != node || slot.parameter.role != Role::kWeights) continue;
    Weights weights;
    weights.numbers = trained.numbers(slot);
    weights.filters = shape[0];
    const int input = net.nodes()[size_t(node)].inputs[0];
    if (shape.size() == 5) {
      weights.shape = {
          net.nodes()[size_t(input)].shape.axes, {shape[1], shape[2], shape[3]}, shape[4]};
      return weights;
    }
    if (shape.size() == 2) {
      weights.shape = MapsBefore(net, input);
      if (weights.shape.count() != shape[1]) weights.shape = {0, {1, 1, 1}, shape[1]};
      return weights;
    }
  }
  return Status::Failed("layer " + net.nodes()[size_t(node)].name + " (" +
                            net.nodes()[size_t(node)].text + ") has no filters",
                        "convolutions and dense layers have; sluice net info MODEL shows them");
}

// Filters of one place: a row of fields for each.
Result<Frame> DrawMatrix(const Weights& weights, const std::vector<int>& units) {
  const int64_t columns = weights.shape.count();
  std::vector<float> numbers;
  for (const int unit : units) {
    const float* const row = weights.numbers + unit * columns;
    numbers.insert(numbers.end(), row, row + columns);
  }
  ScaleAroundZero(&numbers);
  const Shape shape{2, {1, int64_t(units.size()), columns}, 1};
  std::vector<MontageTile> tiles(1);
  SLUICE_ASSIGN_OR_RETURN(tiles[0].picture, DrawArray(shape, numbers, 960));
  return MakeMontage(std::move(tiles), {});
}

// Channel c of a filter, or the mean of all where c is none.
std::vector<float> Channel(const std::vector<float>& filter, int64_t channels,
                           std::optional<int64_t> c) {
  std::vector<float> numbers;
  for (size_t i = 0; i < filter.size(); i += size_t(channels)) {
    float sum = 0;
    for (size_t k = 0; k < size_t(channels); ++k) sum += filter[i + k];
    numbers.push_back(c ? filter[i + size_t(*c)] : sum / static_cast<float>(channels));
  }
  return numbers;
}

}  // namespace

Result<Frame> DrawFilters(const TrainedNet& trained, const InspectOptions& options, const Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const int node, InspectedLayer(trained.net(), options));
  SLUICE_ASSIGN_OR_RETURN(const Weights weights, WeightsOf(trained, node));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int> units,
                          UnitsOf(options, weights.filters, kMostFilters, io));
  if (weights.shape.places() == 1) return DrawMatrix(weights, units);

  const int64_t channels = weights.shape.channels;
  const bool whole = channels == 1 || channels == 3;
  const bool each = !whole && channels <= kMostChannels;
  Shape map = weights.shape;
  map.channels = 1;
  MontageOptions montage;
  montage.gap = map.axes == 3 ? 16 : 6;  // wider than between slices
  if (each) montage.columns = static_cast<int>(channels);
  const auto square = static_cast<int64_t>(std::ceil(std::sqrt(double(units.size()))));
  const int side = TileSide(each ? std::max<int64_t>(channels, int64_t(units.size()) / 2) : square);
  std::vector<MontageTile> tiles;
  for (const int unit : units) {
    const float* const first = weights.numbers + unit * weights.shape.count();
    std::vector<float> filter(first, first + weights.shape.count());
    const auto add = [&](const Shape& shape, const std::vector<float>& numbers,
                         const std::string& caption) -> Status {
      MontageTile tile;
      SLUICE_ASSIGN_OR_RETURN(tile.picture, DrawArray(shape, numbers, side));
      tile.caption = caption;
      tiles.push_back(std::move(tile));
      return Status::Ok();
    };
    const std::string name = std::to_string(unit);
    if (each) {
      ScaleAroundZero(&filter);  // all channels alike
      for (int64_t c = 0; c < channels; ++c) {
        SLUICE_RETURN_IF_ERROR(
            add(map, Channel(filter, channels, c), name + "." + std::to_string(c)));
      }
    } else if (whole) {
      ScaleAroundZero(&filter);
      SLUICE_RETURN_IF_ERROR(add(weights.shape, filter, name));
    } else {
      std::vector<float> mean = Channel(filter, channels, std::nullopt);
      ScaleAroundZero(&mean);
      SLUICE_RETURN_IF_ERROR(add(map, mean, name));
    }
  }
  return MakeMontage(std::move(tiles), montage);
}

}  // namespace sluice
