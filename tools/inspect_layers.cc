// What a layer of a net makes of inputs, and what excites it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "filters/montage.h"
#include "nets/top_patches.h"
#include "tools/array_picture.h"
#include "tools/inspect.h"
#include "tools/values.h"

namespace sluice {
namespace {

constexpr int64_t kMostMaps = 256;
constexpr int64_t kMostRows = 16;  // units that have a row of patches each

// Three digits: "1.25", "0.00312".
std::string Short(float number) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3g", double(number));
  return text;
}

// Inputs as the net takes them.
Result<std::vector<float>> Prepared(const Model& model, const Batch& inputs) {
  if (model.preprocessing.empty()) return inputs.numbers;
  const int64_t dimensions = model.preprocessing.inputs();
  SLUICE_ASSIGN_OR_RETURN(
      const Tensor prepared,
      model.preprocessing.Apply({inputs.numbers.data(), inputs.size(), dimensions, dimensions}));
  return std::vector<float>(prepared.data(), prepared.data() + prepared.size());
}

Result<MontageTile> MapTile(const Shape& shape, std::vector<float> numbers, const std::string& name,
                            int side) {
  const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
  MontageTile tile;
  tile.caption = name + ": " + Short(-*least > *greatest ? *least : *greatest);
  ScaleFromZero(&numbers);
  SLUICE_ASSIGN_OR_RETURN(tile.picture, DrawArray(shape, numbers, side));
  return tile;
}

// The maps of one example, or its vector as one.
Status AddMaps(const Node& node, const float* results, const std::vector<int>& units, int side,
               std::vector<MontageTile>* tiles) {
  Shape map = node.shape;
  map.channels = 1;
  for (const int unit : units) {
    std::vector<float> numbers;
    for (int64_t place = 0; place < map.places(); ++place) {
      numbers.push_back(results[place * node.shape.channels + unit]);
    }
    SLUICE_ASSIGN_OR_RETURN(MontageTile tile,
                            MapTile(map, std::move(numbers), std::to_string(unit), side));
    tiles->push_back(std::move(tile));
  }
  return Status::Ok();
}

}  // namespace

Result<Frame> DrawActivations(const Model& model, const NetClassifier& net,
                              const InspectOptions& options, Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const Shape input, InputShape(model, options));
  const TrainedNet& trained = net.trained();
  SLUICE_ASSIGN_OR_RETURN(const int layer, InspectedLayer(trained.net(), options));
  const Node& node = trained.net().nodes()[size_t(layer)];
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int> units,
                          UnitsOf(options, node.shape.channels, kMostMaps, io));
  NetRunOptions wanted;
  wanted.results = {layer};
  NetRun run = trained.Run(wanted);
  const bool vector = node.shape.axes == 0;
  const int64_t maps = vector ? 1 : int64_t(units.size());
  const int side =
      vector ? 112 : TileSide(static_cast<int64_t>(std::ceil(std::sqrt(double(maps + 1)))));
  std::vector<MontageTile> tiles;
  int64_t examples = 0;
  const auto draw = [&](const Batch& inputs) -> Status {
    ++examples;
    SLUICE_ASSIGN_OR_RETURN(const std::vector<float> x, Prepared(model, inputs));
    SLUICE_RETURN_IF_ERROR(run.Forward(x.data(), 1));
    SLUICE_ASSIGN_OR_RETURN(MontageTile tile, InputTile(input, inputs, 0, side));
    tiles.push_back(std::move(tile));
    if (!vector) return AddMaps(node, run.output(), units, side, &tiles);
    SLUICE_ASSIGN_OR_RETURN(
        tile,
        MapTile(node.shape, {run.output(), run.output() + node.shape.count()}, node.name, side));
    tiles.push_back(std::move(tile));
    return Status::Ok();
  };
  SLUICE_RETURN_IF_ERROR(ForEachInput(model, options, io, 1, draw));
  MontageOptions montage;
  if (examples > 1 || vector) montage.columns = static_cast<int>(1 + maps);
  return MakeMontage(std::move(tiles), montage);
}

Result<Frame> DrawTopPatches(const Model& model, const NetClassifier& net,
                             const InspectOptions& options, Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const Shape input, InputShape(model, options));
  if (input != net.trained().net().input()) {
    return Status::Failed("the model's preprocessing leaves no pictures to take patches of");
  }
  SLUICE_ASSIGN_OR_RETURN(const int layer, InspectedLayer(net.trained().net(), options));
  const int64_t channels = net.trained().net().nodes()[size_t(layer)].shape.channels;
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int> units, UnitsOf(options, channels, kMostRows, io));
  TopPatches patches(net.trained(), layer, units, options.top);
  SLUICE_RETURN_IF_ERROR(ForEachInput(model, options, io, 64, [&](const Batch& inputs) -> Status {
    SLUICE_ASSIGN_OR_RETURN(const std::vector<float> x, Prepared(model, inputs));
    return patches.Add(x.data(), inputs.numbers.data(), inputs.size());
  }));
  MontageOptions montage;
  montage.columns = static_cast<int>(patches.of(0).size());
  montage.gap = input.axes == 3 ? 16 : 4;
  const int side = TileSide(montage.columns);
  std::vector<MontageTile> tiles;
  for (size_t u = 0; u < units.size(); ++u) {
    bool first = true;
    for (const Patch& patch : patches.of(u)) {
      Shape shape = input;
      shape.size = patch.window.size;
      std::vector<float> numbers = patch.numbers;
      ScaleToRange(&numbers);
      MontageTile tile;
      SLUICE_ASSIGN_OR_RETURN(tile.picture, DrawArray(shape, numbers, side));
      tile.caption = (first ? "#" + std::to_string(units[u]) + " " : "") + Short(patch.activation);
      first = false;
      tiles.push_back(std::move(tile));
    }
  }
  return MakeMontage(std::move(tiles), montage);
}

}  // namespace sluice
