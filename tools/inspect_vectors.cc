// Linear models and knn as pictures.
#include <algorithm>
#include <utility>

#include "filters/montage.h"
#include "tools/array_picture.h"
#include "tools/inspect.h"

namespace sluice {
namespace {

constexpr int kSide = 112;  // pixels of a tile

}  // namespace

Result<Frame> DrawTemplates(const Model& model, const LinearModel& linear,
                            const InspectOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(const Tensor weights,
                          model.preprocessing.WeightsOnInputs(AsMatrix(linear.weights())));
  SLUICE_ASSIGN_OR_RETURN(const Shape shape, InputShape(model, options));
  std::vector<MontageTile> tiles;
  for (int64_t c = 0; c < weights.dim(0); ++c) {
    const float* const row = AsMatrix(weights).row(c);
    std::vector<float> numbers(row, row + weights.dim(1));
    ScaleAroundZero(&numbers);
    MontageTile tile;
    SLUICE_ASSIGN_OR_RETURN(tile.picture, DrawArray(shape, numbers, kSide));
    tile.caption = model.classes[size_t(c)];
    tiles.push_back(std::move(tile));
  }
  return MakeMontage(std::move(tiles), {});
}

Result<Frame> DrawNeighbours(const Model& model, const Knn& knn, const InspectOptions& options,
                             Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const Shape shape, InputShape(model, options));
  const auto k = static_cast<int>(std::min<int64_t>(options.neighbours, knn.examples().rows));
  std::vector<MontageTile> tiles;
  const auto draw = [&](const Batch& inputs) -> Status {
    const ConstMatrix x{inputs.numbers.data(), 1, shape.count(), shape.count()};
    SLUICE_ASSIGN_OR_RETURN(const Tensor prepared, model.preprocessing.Apply(x));
    std::vector<int32_t> indices(static_cast<size_t>(k));
    std::vector<float> distances(static_cast<size_t>(k));
    SLUICE_RETURN_IF_ERROR(knn.Neighbours(AsMatrix(prepared), k, indices.data(), distances.data()));
    SLUICE_ASSIGN_OR_RETURN(MontageTile query, InputTile(shape, inputs, 0, kSide));
    query.caption = "input";
    tiles.push_back(std::move(query));
    for (int i = 0; i < k; ++i) {
      const int32_t at = indices[size_t(i)];
      SLUICE_ASSIGN_OR_RETURN(const Tensor example,
                              model.preprocessing.Restore(knn.examples().Rows(at, at + 1)));
      std::vector<float> numbers(example.data(), example.data() + example.size());
      ScaleToRange(&numbers);
      MontageTile tile;
      SLUICE_ASSIGN_OR_RETURN(tile.picture, DrawArray(shape, numbers, kSide));
      tile.caption = model.classes[size_t(knn.labels()[size_t(at)])];
      tiles.push_back(std::move(tile));
    }
    return Status::Ok();
  };
  SLUICE_RETURN_IF_ERROR(ForEachInput(model, options, io, 1, draw));
  MontageOptions montage;
  montage.columns = k + 1;
  return MakeMontage(std::move(tiles), montage);
}

}  // namespace sluice
