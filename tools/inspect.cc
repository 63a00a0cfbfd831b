// inspect: what a model has learnt, as a picture.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/knn.h"
#include "classifiers/linear_model.h"
#include "classifiers/model.h"
#include "filters/display.h"
#include "filters/montage.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/message.h"
#include "tools/trained_model.h"
#include "tools/values.h"
#include "tools/vectors.h"

namespace sluice {
namespace {

struct InspectOptions {
  std::string model;
  SizeOption size;
  int neighbours = 8;
};

// How vectors of numbers are pictures.
struct Shape {
  int width = 0;
  int height = 0;
  int channels = 0;
};

// By --size, or a square of one or three channels.
Result<Shape> PictureShape(const SizeOption& size, int64_t numbers) {
  for (const int channels : {1, 3}) {
    if (numbers % channels != 0) continue;
    const int64_t pixels = numbers / channels;
    if (size.width > 0) {
      if (int64_t{size.width} * size.height == pixels) {
        return Shape{size.width, size.height, channels};
      }
      continue;
    }
    const auto side = static_cast<int64_t>(std::lround(std::sqrt(double(pixels))));
    if (side * side == pixels) return Shape{int(side), int(side), channels};
  }
  return Status::Failed(
      "vectors of " + std::to_string(numbers) + " numbers are no " +
          (size.width > 0 ? std::to_string(size.width) + "x" + std::to_string(size.height)
                          : std::string("square")) +
          " pictures of 1 or 3 channels",
      "--size WxH says how large the pictures are; models of other features cannot be drawn");
}

// A vector as a picture for display, small ones enlarged.
Result<Frame> Picture(const float* numbers, const Shape& shape) {
  SLUICE_ASSIGN_OR_RETURN(Image<float> image,
                          Image<float>::Create(shape.width, shape.height, shape.channels));
  const int64_t row = int64_t{shape.width} * shape.channels;
  for (int y = 0; y < shape.height; ++y) std::copy_n(numbers + y * row, row, image.Row(y));
  SLUICE_ASSIGN_OR_RETURN(Displayed displayed, ForDisplay(Frame::FromImage(std::move(image))));
  const int side = std::max(shape.width, shape.height);
  const int scale = std::max(1, 112 / side);
  return FitTile(std::move(displayed.picture), shape.width * scale, shape.height * scale);
}

// Weights from -w to w, where w is the greatest magnitude, as 0 to 1: gray is 0.
void Centre(float* weights, int64_t count) {
  float greatest = 0;
  for (int64_t i = 0; i < count; ++i) greatest = std::max(greatest, std::abs(weights[i]));
  for (int64_t i = 0; i < count; ++i) {
    weights[i] = greatest > 0 ? 0.5F + weights[i] / (2 * greatest) : 0.5F;
  }
}

Result<Frame> DrawTemplates(const Model& model, const LinearModel& linear,
                            const InspectOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(Tensor weights,
                          model.preprocessing.WeightsOnInputs(AsMatrix(linear.weights())));
  SLUICE_ASSIGN_OR_RETURN(const Shape shape, PictureShape(options.size, weights.dim(1)));
  std::vector<MontageTile> tiles;
  for (int64_t c = 0; c < weights.dim(0); ++c) {
    Centre(AsMatrix(weights).row(c), weights.dim(1));
    MontageTile tile;
    SLUICE_ASSIGN_OR_RETURN(tile.picture, Picture(AsMatrix(weights).row(c), shape));
    tile.caption = model.classes[size_t(c)];
    tiles.push_back(std::move(tile));
  }
  return MakeMontage(std::move(tiles), {});
}

// Each input in a row with its nearest examples.
Result<Frame> DrawNeighbours(const Model& model, const Knn& knn, const InspectOptions& options,
                             Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const Shape shape,
                          PictureShape(options.size, model.preprocessing.inputs()));
  if (io.WaitsForTerminal()) {
    return Status::Usage("expected pictures whose neighbours to draw, got none");
  }
  Result<Vectorizer> vectorizer = Vectorizer::Create(model.features, model.dictionaries);
  if (!vectorizer.ok()) return vectorizer.status().WithContext(options.model);
  const auto k = static_cast<int>(std::min<int64_t>(options.neighbours, knn.examples().rows));
  const int64_t dimensions = model.preprocessing.inputs();
  std::vector<MontageTile> tiles;
  Status status;
  const auto draw = [&](Batch& batch) -> Status {
    const ConstMatrix x{batch.numbers.data(), 1, dimensions, dimensions};
    SLUICE_ASSIGN_OR_RETURN(const Tensor prepared, model.preprocessing.Apply(x));
    std::vector<int32_t> indices(static_cast<size_t>(k));
    std::vector<float> distances(static_cast<size_t>(k));
    SLUICE_RETURN_IF_ERROR(knn.Neighbours(AsMatrix(prepared), k, indices.data(), distances.data()));
    MontageTile query;
    SLUICE_ASSIGN_OR_RETURN(query.picture, Picture(batch.numbers.data(), shape));
    query.caption = "input";
    tiles.push_back(std::move(query));
    for (int i = 0; i < k; ++i) {
      const int32_t at = indices[size_t(i)];
      SLUICE_ASSIGN_OR_RETURN(const Tensor example,
                              model.preprocessing.Restore(knn.examples().Rows(at, at + 1)));
      MontageTile tile;
      SLUICE_ASSIGN_OR_RETURN(tile.picture, Picture(example.data(), shape));
      tile.caption = model.classes[size_t(knn.labels()[size_t(at)])];
      tiles.push_back(std::move(tile));
    }
    return Status::Ok();
  };
  ForEachBatch(io, *vectorizer, dimensions, 1, false, [&](Batch& batch) {
    status = draw(batch);
    return status.ok();
  });
  SLUICE_RETURN_IF_ERROR(status);
  if (tiles.empty()) {
    return Status::Failed(io.failed() ? ""
                                      : "expected pictures whose neighbours to draw, got none");
  }
  MontageOptions montage;
  montage.columns = k + 1;
  return MakeMontage(std::move(tiles), montage);
}

Result<Frame> Draw(const InspectOptions& options, Io& io) {
  SLUICE_ASSIGN_OR_RETURN(const Model model, LoadModel(options.model, {}));
  const Classifier* const classifier = model.classifier.get();
  if (const auto* linear = dynamic_cast<const LinearModel*>(classifier)) {
    return DrawTemplates(model, *linear, options);
  }
  if (const auto* knn = dynamic_cast<const Knn*>(classifier)) {
    return DrawNeighbours(model, *knn, options, io);
  }
  return Status::Failed(
      options.model + ": models of kind " + classifier->kind() + " cannot be drawn",
      "linear models and knn can");
}

int Run(const InspectOptions& options, Io& io) {
  Result<Frame> picture = Draw(options, io);
  if (!picture.ok()) return ReportError("sluice inspect", picture.status());
  io.Write(std::move(*picture));
  return io.Finish();
}

}  // namespace

Command InspectCommand() {
  Command c;
  auto* o = c.Own(InspectOptions{});
  c.name = "inspect";
  c.group = "glue";
  c.summary = "what a model has learnt, as a picture";
  c.description =
      "Of a linear model (softmax, svm, linear): what each class looks for, as a picture of its "
      "weights. Gray is 0; bright pixels speak for the class, dark ones against it. Preprocessing "
      "is worked into the weights as far as it is linear.\n"
      "Of a knn: each input in a row with its nearest examples and their classes.\n"
      "The model's features must be pixels.";
  c.examples = {"sluice inspect -m softmax.safetensors | sluice show",
                "sluice inspect -m knn.safetensors --neighbours 5 digit.png -o neighbours.png",
                "sluice inspect -m svm.safetensors --size 92x112 -o templates.png"};
  ModelOption(&c, &o->model);
  c.Size("--size", &o->size, "of the pictures, in pixels").default_text = "square";
  c.Integer("--neighbours", "N", &o->neighbours, "examples beside each input, of a knn", {1, 1000});
  c.one_frame = true;
  c.input_optional = true;
  c.run = [o](Io& io) { return Run(*o, io); };
  return c;
}

}  // namespace sluice
