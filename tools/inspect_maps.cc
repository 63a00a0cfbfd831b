// What in an input speaks for a class.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "filters/montage.h"
#include "nets/saliency.h"
#include "tools/array_picture.h"
#include "tools/inspect.h"
#include "tools/suggest.h"
#include "tools/values.h"

namespace sluice {
namespace {

constexpr int kSide = 224;  // pixels of a tile

// The class of --class; -1: the best one.
Result<int> ClassCalled(const std::string& name, const std::vector<std::string>& classes) {
  if (name.empty()) return -1;
  const auto found = std::find(classes.begin(), classes.end(), name);
  if (found != classes.end()) return static_cast<int>(found - classes.begin());
  return Status::Usage("--class: the model has no class called " + Quoted(name),
                       DidYouMean(name, classes));
}

std::string Share(float number) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.3f", double(number));
  return text;
}

// Inputs and their maps beside one another, on a sheet that is not much higher than wide.
Result<Frame> MakePairs(std::vector<MontageTile> tiles) {
  const double pairs = double(tiles.size()) / 2;
  MontageOptions options;
  options.columns = 2 * static_cast<int>(std::clamp(std::ceil(std::sqrt(pairs / 2)), 1.0, 4.0));
  return MakeMontage(std::move(tiles), options);
}

}  // namespace

Result<Frame> DrawSaliency(const Model& model, const NetClassifier& net,
                           const InspectOptions& options, Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const Shape shape, InputShape(model, options));
  SLUICE_ASSIGN_OR_RETURN(const int wanted, ClassCalled(options.label, model.classes));
  std::vector<MontageTile> tiles;
  const auto draw = [&](const Batch& inputs) -> Status {
    const ConstMatrix x{inputs.numbers.data(), 1, shape.count(), shape.count()};
    SLUICE_ASSIGN_OR_RETURN(const Tensor scores, model.Scores(x));
    const int label =
        wanted >= 0 ? wanted : BestClass(scores.data(), static_cast<int>(model.classes.size()));
    SLUICE_ASSIGN_OR_RETURN(const Tensor prepared, model.preprocessing.Apply(x));
    SLUICE_ASSIGN_OR_RETURN(std::vector<float> gradient,
                            ScoreGradient(net.trained(), prepared.data(), label));
    if (!model.preprocessing.empty()) {  // by the numbers as they came
      const auto count = static_cast<int64_t>(gradient.size());
      SLUICE_ASSIGN_OR_RETURN(const Tensor turned, model.preprocessing.WeightsOnInputs(
                                                       {gradient.data(), 1, count, count}));
      gradient.assign(turned.data(), turned.data() + turned.size());
    }
    SLUICE_ASSIGN_OR_RETURN(MontageTile tile, InputTile(shape, inputs, 0, kSide));
    tiles.push_back(std::move(tile));
    MontageTile beside;
    std::vector<float> map = StrongestChannels(shape, gradient);
    ScaleFromZero(&map);
    Shape places = shape;
    places.channels = 1;
    SLUICE_ASSIGN_OR_RETURN(beside.picture, DrawArray(places, map, kSide));
    beside.caption = model.classes[size_t(label)] + " " + Share(scores.data()[label]);
    tiles.push_back(std::move(beside));
    return Status::Ok();
  };
  SLUICE_RETURN_IF_ERROR(ForEachInput(model, options, io, 1, draw));
  return MakePairs(std::move(tiles));
}

Result<Frame> DrawOcclusion(const Model& model, const InspectOptions& options, Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const Shape shape, InputShape(model, options));
  if (shape.axes == 0) {
    return Status::Failed(
        "expected a model of pictures, signals or volumes to cover parts of, got "
        "one of plain vectors");
  }
  SLUICE_ASSIGN_OR_RETURN(const int wanted, ClassCalled(options.label, model.classes));
  std::vector<MontageTile> tiles;
  const auto draw = [&](const Batch& inputs) -> Status {
    SLUICE_ASSIGN_OR_RETURN(
        const Occlusion occlusion,
        Occlude(model, shape, inputs.numbers.data(), wanted, {options.patch, options.stride}));
    SLUICE_ASSIGN_OR_RETURN(MontageTile tile, InputTile(shape, inputs, 0, kSide));
    const std::string name = model.classes[size_t(occlusion.label)];
    tiles.push_back(std::move(tile));
    MontageTile beside;
    std::vector<float> heat = occlusion.falls;
    ScaleAroundZero(&heat);
    if (shape.axes == 1) {
      Shape places = shape;
      places.channels = 1;
      SLUICE_ASSIGN_OR_RETURN(beside.picture, DrawArray(places, heat, kSide));
    } else {
      for (float& number : heat) number = 2 * number - 1;
      std::vector<float> numbers = inputs.numbers;
      ScaleToRange(&numbers);
      SLUICE_ASSIGN_OR_RETURN(beside.picture, DrawHeat(shape, numbers, heat, kSide));
    }
    beside.caption = name + " " + Share(occlusion.score) + ", down to " + Share(occlusion.least);
    tiles.push_back(std::move(beside));
    return Status::Ok();
  };
  SLUICE_RETURN_IF_ERROR(ForEachInput(model, options, io, 1, draw));
  return MakePairs(std::move(tiles));
}

}  // namespace sluice
