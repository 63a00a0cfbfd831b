// inspect: what a model has learnt, and what it sees, as a picture.
#include "tools/inspect.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filters/montage.h"
#include "tools/array_picture.h"
#include "tools/message.h"
#include "tools/net_layer.h"
#include "tools/trained_model.h"
#include "tools/values.h"

namespace sluice {
namespace {

const std::vector<std::string>& ViewNames() {
  static const std::vector<std::string> names = {"filters", "activations", "patches", "saliency",
                                                 "occlusion"};
  return names;
}

Result<Frame> DrawNet(const Model& model, const NetClassifier& net, const InspectOptions& options,
                      Io& io) {
  switch (options.view < 0 ? InspectView::kFilters : InspectView(options.view)) {
    case InspectView::kActivations:
      return DrawActivations(model, net, options, io);
    case InspectView::kPatches:
      return DrawTopPatches(model, net, options, io);
    case InspectView::kSaliency:
      return DrawSaliency(model, net, options, io);
    case InspectView::kOcclusion:
      return DrawOcclusion(model, options, io);
    case InspectView::kFilters:
      break;
  }
  if (!io.command().arguments.empty()) {
    return Status::Usage(
        "filters are the net's own: no pictures are needed, got " + io.command().arguments.front(),
        "--show activations, patches, saliency or occlusion look at pictures");
  }
  return DrawFilters(net.trained(), options, io);
}

// The filters of a net that is no classifier: a denoiser's.
Result<Frame> DrawOtherNet(const InspectOptions& options, const Status& no_classifier, Io& io) {
  const Result<ModelFile> file = ModelFile::Load(options.model);
  const bool other = file.ok() && file->Find("net") != nullptr && file->Text("kind").ok() &&
                     file->Text("kind").value() == "denoiser";
  if (!other) return no_classifier;
  if (options.view > int(InspectView::kFilters)) {
    return Status::Failed(options.model +
                          ": of nets that are no classifiers only filters are drawn");
  }
  const Result<TrainedNet> net = TrainedNet::Load(*file, {});
  if (!net.ok()) return net.status().WithContext(options.model);
  return DrawFilters(*net, options, io);
}

Result<Frame> Draw(const InspectOptions& options, Io& io) {
  const Result<Model> loaded = LoadModel(options.model, {});
  if (!loaded.ok()) {
    return options.model.empty() ? loaded.status() : DrawOtherNet(options, loaded.status(), io);
  }
  const Model& model = *loaded;
  const Classifier& classifier = *model.classifier;
  if (const auto* net = dynamic_cast<const NetClassifier*>(&classifier)) {
    return DrawNet(model, *net, options, io);
  }
  if (options.view == int(InspectView::kOcclusion)) return DrawOcclusion(model, options, io);
  if (options.view >= 0) {
    return Status::Failed(options.model + ": models of kind " + classifier.kind() + " have no " +
                              ViewNames()[size_t(options.view)],
                          "nets do; --show occlusion works with models of any kind");
  }
  if (const auto* linear = dynamic_cast<const LinearModel*>(&classifier)) {
    return DrawTemplates(model, *linear, options);
  }
  if (const auto* knn = dynamic_cast<const Knn*>(&classifier)) {
    return DrawNeighbours(model, *knn, options, io);
  }
  return Status::Failed(
      options.model + ": models of kind " + classifier.kind() + " cannot be drawn",
      "linear models, knn and nets can; --show occlusion works with models of any kind");
}

int Run(const InspectOptions& options, Io& io) {
  Result<Frame> picture = Draw(options, io);
  if (!picture.ok()) return ReportError("sluice inspect", picture.status());
  io.Write(std::move(*picture));
  return io.Finish();
}

}  // namespace

Result<Shape> InputShape(const Model& model, const InspectOptions& options) {
  const int64_t numbers = model.preprocessing.inputs();
  const auto* net = dynamic_cast<const NetClassifier*>(model.classifier.get());
  if (net != nullptr && net->trained().net().input().count() == numbers) {
    return net->trained().net().input();
  }
  const SizeOption& size = options.size;
  for (const int channels : {1, 3}) {
    if (numbers % channels != 0) continue;
    const int64_t pixels = numbers / channels;
    if (size.width > 0) {
      if (int64_t{size.width} * size.height == pixels) {
        return Shape{2, {1, size.height, size.width}, channels};
      }
      continue;
    }
    const auto side = static_cast<int64_t>(std::lround(std::sqrt(double(pixels))));
    if (side * side == pixels) return Shape{2, {1, side, side}, channels};
  }
  return Status::Failed(
      "vectors of " + std::to_string(numbers) + " numbers are no " +
          (size.width > 0 ? std::to_string(size.width) + "x" + std::to_string(size.height)
                          : std::string("square")) +
          " pictures of 1 or 3 channels",
      "--size WxH says how large the pictures are; models of other features cannot be drawn");
}

Status ForEachInput(const Model& model, const InspectOptions& options, Io& io, int64_t batch,
                    const std::function<Status(const Batch& inputs)>& use) {
  const Status none = Status::Failed("expected pictures to look at, got none");
  if (io.WaitsForTerminal()) return Status::Usage(none.message());
  Result<Vectorizer> vectorizer = Vectorizer::Create(model.features, model.dictionaries);
  if (!vectorizer.ok()) return vectorizer.status().WithContext(options.model);
  if (model.classifier->takes_arrays()) vectorizer->TakeArrays();
  bool any = false;
  Status status;
  ForEachBatch(io, *vectorizer, model.preprocessing.inputs(), batch, false, [&](Batch& inputs) {
    any = true;
    status = use(inputs);
    return status.ok();
  });
  if (status.ok() && !any) return io.failed() ? Status::Failed("") : none;
  return status;
}

Result<MontageTile> InputTile(const Shape& shape, const Batch& inputs, int64_t i, int side) {
  const auto first = inputs.numbers.begin() + i * shape.count();
  std::vector<float> numbers(first, first + shape.count());
  ScaleToRange(&numbers);
  MontageTile tile;
  SLUICE_ASSIGN_OR_RETURN(tile.picture, DrawArray(shape, numbers, side));
  const std::string* const label = inputs.infos[size_t(i)].attributes.Find("label");
  tile.caption = label == nullptr ? "input" : *label;
  return tile;
}

Result<std::vector<int>> UnitsOf(const InspectOptions& options, int64_t count, int64_t most,
                                 const Io& io) {
  for (const int unit : options.units) {
    if (unit < count) continue;
    return Status::Usage("--unit: expected a unit from 0 to " + std::to_string(count - 1) +
                         ", got " + std::to_string(unit));
  }
  if (!options.units.empty()) return options.units;
  if (count > most && !io.options().quiet) {
    PrintNote("sluice inspect", "shows units 0 to " + std::to_string(most - 1) + " of " +
                                    std::to_string(count) + "; --unit N shows others");
  }
  std::vector<int> units(size_t(std::min(count, most)));
  for (size_t i = 0; i < units.size(); ++i) units[i] = static_cast<int>(i);
  return units;
}

Result<int> InspectedLayer(const Net& net, const InspectOptions& options) {
  if (!options.layer.empty()) {
    Result<int> layer = FindLayer(net, options.layer);
    if (!layer.ok()) return layer.status().WithContext("--layer");
    return layer;
  }
  if (net.slots().empty()) return Status::Failed("the net has no layer with parameters");
  return net.slots().front().node;
}

int TileSide(int64_t columns) {
  return static_cast<int>(std::clamp<int64_t>(1200 / std::max<int64_t>(1, columns), 36, 112));
}

Command InspectCommand() {
  Command c;
  auto* o = c.Own(InspectOptions{});
  c.name = "inspect";
  c.group = "glue";
  c.summary = "what a model has learnt and what it sees, as a picture";
  c.description =
      "Of a linear model (softmax, svm, linear): what each class looks for, as a picture of its "
      "weights. Gray is 0; bright pixels speak for the class, dark ones against it. Preprocessing "
      "is worked into the weights as far as it is linear.\n"
      "Of a knn: each input in a row with its nearest examples and their classes.\n"
      "Of a net, by --show (of denoisers filters alone):\n"
      "filters: the weights of a layer, gray is 0. Filters of 1 or 3 channels are gray or colour; "
      "of others each channel is a picture by itself, called filter.channel, up to 16 channels; "
      "beyond that their mean. Filters of one place make one picture, a row for each filter. A "
      "dense layer on maps has filters as large as these.\n"
      "activations: the results of a layer for each input, each map from black (0) to white (its "
      "greatest number, told below it); gray is 0 where numbers are negative, too.\n"
      "patches: the parts of the inputs that excite each unit of a layer most, as large as its "
      "receptive field, most exciting first, with the activation; one part of each input.\n"
      "saliency: of each input, how much the class's score changes with each place: the magnitude "
      "of the derivative, the greatest of all channels (Simonyan, Vedaldi and Zisserman, ICLR "
      "workshop 2014).\n"
      "occlusion, with models of any kind: of each input, how far the class's score (a net's "
      "probability) falls when a patch of it is covered with its mean colour (Zeiler and Fergus, "
      "ECCV 2014): red where it falls, blue where it rises.\n"
      "Signals are drawn as curves, volumes slice by slice. Features other than pixels cannot be "
      "drawn.";
  c.examples = {
      "sluice inspect -m softmax.safetensors | sluice show",
      "sluice inspect -m knn.safetensors --neighbours 5 digit.png -o neighbours.png",
      "sluice inspect -m lenet.safetensors --layer conv2 -o filters.png",
      "sluice inspect -m m.safetensors --show saliency --class 3 digit.png -o map.png",
      "sluice inspect -m m.safetensors --show occlusion --patch 8 digit.png | sluice show",
      "sluice inspect -m m.safetensors --show patches --layer relu2 *.png -o patches.png"};
  ModelOption(&c, &o->model);
  c.Choice(
       "--show", ViewNames(), -1, [o](int i) { o->view = i; }, "what to look at")
      .default_text = "filters of nets, else what the model has learnt";
  c.Text("--layer", "NAME", &o->layer, "of a net, which sluice net info names").default_text =
      "the first with parameters";
  c.Custom(
       "--unit", "N",
       [o](const std::string& text) -> Status {
         SLUICE_ASSIGN_OR_RETURN(const int unit, ParseInteger(text, {0, 1 << 30}));
         o->units.push_back(unit);
         return Status::Ok();
       },
       "a filter, map or channel of the layer, from 0")
      .repeatable = true;
  c.Integer("--top", "K", &o->top, "with --show patches, how many of each unit", {1, 1000});
  c.Text("--class", "NAME", &o->label, "with --show saliency and occlusion, the class")
      .default_text = "the input's best one";
  c.Integer("--patch", "N", &o->patch, "with --show occlusion, the cover's sides in pixels",
            {1, 1 << 20})
      .default_text = "a fifth of the longest side";
  c.Integer("--stride", "N", &o->stride, "from one cover to the next in pixels", {1, 1 << 20})
      .default_text = "a quarter of the patch";
  c.Size("--size", &o->size, "of the pictures, in pixels, where no net tells").default_text =
      "square";
  c.Integer("--neighbours", "N", &o->neighbours, "examples beside each input, of a knn", {1, 1000});
  c.one_frame = true;
  c.input_optional = true;
  c.run = [o](Io& io) { return Run(*o, io); };
  return c;
}

}  // namespace sluice
