#include "classifiers/net_classifier.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "lib/folds.h"
#include "nets/labelled_data.h"
#include "nets/net_run.h"
#include "nets/softmax_kernels.h"

namespace sluice {
namespace {

constexpr int64_t kBatch = 64;  // examples that run together

// The shape that examples come in: that of the option, of the pictures, or of the net's file.
std::optional<Shape> InputShape(const Examples& examples, const NetClassifierOptions& options) {
  if (options.input || examples.shape.empty()) return options.input;
  return ShapeOf(examples);
}

LabelledData View(const Examples& examples, const Shape& shape, const NetClassifierOptions& options,
                  bool augment) {
  return LabelledData(examples.count() == 0 ? ConstMatrix{} : examples.matrix(),
                      examples.labels.data(), shape,
                      augment ? options.augmentation : Augmentation{}, options.train.seed);
}

}  // namespace

Result<NetExamples> KeepBack(const Examples& examples, double share) {
  const std::vector<bool> held = StratifiedHoldout(examples.labels, share, 0);
  std::vector<int64_t> train;
  std::vector<int64_t> validation;
  for (size_t i = 0; i < held.size(); ++i) {
    (held[i] ? validation : train).push_back(static_cast<int64_t>(i));
  }
  if (train.empty() || validation.empty()) {
    return Status::Usage("--validation leaves nothing to learn from, or to judge by");
  }
  NetExamples parts;
  SLUICE_ASSIGN_OR_RETURN(parts.train, SelectExamples(examples, train));
  SLUICE_ASSIGN_OR_RETURN(parts.validation, SelectExamples(examples, validation));
  return parts;
}

void TellEpoch(const NetEpoch& epoch, const TrainProgress& progress) {
  if (!progress.on_value) return;
  if (epoch.score.accuracy) progress.on_value("accuracy", *epoch.score.accuracy);
  if (epoch.validation) {
    progress.on_value("validation_loss", epoch.validation->loss);
    if (epoch.validation->accuracy) {
      progress.on_value("validation_accuracy", *epoch.validation->accuracy);
    }
  }
  progress.on_value("rate", epoch.rate);
  if (epoch.seconds > 0) progress.on_value("seconds", epoch.seconds);
}

NetClassifier::NetClassifier(TrainedNet trained) : trained_(std::move(trained)) {}

bool NetClassifier::probabilities() const {
  const std::vector<Word>& loss = trained_.net().loss();
  return loss.empty() || loss[0].text == "softmax";
}

Status NetClassifier::Scores(ConstMatrix x, Matrix scores) const {
  NetRun run = trained_.Run();
  std::vector<float> packed;
  for (int64_t begin = 0; begin < x.rows; begin += kBatch) {
    const int64_t batch = std::min(kBatch, x.rows - begin);
    const float* input = x.row(begin);
    if (x.stride != x.columns) {
      packed.clear();
      for (int64_t i = begin; i < begin + batch; ++i) {
        packed.insert(packed.end(), x.row(i), x.row(i) + x.columns);
      }
      input = packed.data();
    }
    SLUICE_RETURN_IF_ERROR(run.Forward(input, batch));
    for (int64_t i = 0; i < batch; ++i) {
      float* const row = scores.row(begin + i);
      std::copy_n(run.output() + i * scores.columns, scores.columns, row);
      if (probabilities()) Softmax(row, 1, scores.columns, row);
    }
  }
  return Status::Ok();
}

std::vector<std::string> NetClassifier::Describe() const {
  const Net& net = trained_.net();
  return {"input: " + ShapeText(net.input()), "layers: " + std::to_string(net.nodes().size() - 1),
          "parameters: " + std::to_string(net.parameter_count()),
          "multiply-adds: " + std::to_string(net.multiply_adds())};
}

Shape ShapeOf(const Examples& examples) {
  Shape shape;
  shape.axes = static_cast<int>(examples.shape.size()) - 1;
  for (int axis = 0; axis < shape.axes; ++axis) {
    shape.size[size_t(FirstAxis(shape) + axis)] = examples.shape[size_t(axis)];
  }
  shape.channels = examples.shape.back();
  return shape;
}

Result<std::unique_ptr<Classifier>> TrainNetClassifier(const Examples& examples,
                                                       const NetClassifierOptions& options,
                                                       const TrainProgress& progress) {
  NetRecipe recipe{options.text, {}};
  recipe.options.input = InputShape(examples, options);
  recipe.options.values = options.values;
  recipe.options.auxiliary = true;
  recipe.options.classes = static_cast<int>(examples.classes.size());
  SLUICE_ASSIGN_OR_RETURN(const Net net, recipe.Build());
  if (net.input().count() != examples.dimensions()) {
    return Status::Failed("the net takes inputs of " + ShapeText(net.input()) + ", that is " +
                              std::to_string(net.input().count()) + " numbers; the examples have " +
                              std::to_string(examples.dimensions()),
                          "--size resizes pictures, --input says what shape numbers have");
  }
  if (net.output().count() != int64_t(examples.classes.size())) {
    return Status::Failed("the net gives " + ShapeText(net.output()) + " results, the data have " +
                              std::to_string(examples.classes.size()) + " classes",
                          "param classes 10 in a net file is set to their number");
  }
  NetExamples parts;
  if (options.validation > 0) {
    SLUICE_ASSIGN_OR_RETURN(parts, KeepBack(examples, options.validation));
  }
  const LabelledData data =
      View(options.validation > 0 ? parts.train : examples, net.input(), options, true);
  const LabelledData validation = View(parts.validation, net.input(), options, false);
  const auto on_epoch = [&](const NetEpoch& epoch, const NetState&) {
    TellEpoch(epoch, progress);
    return !progress.on_epoch || progress.on_epoch(epoch.epoch, epoch.score.loss);
  };
  SLUICE_ASSIGN_OR_RETURN(
      const NetState state,
      TrainFrom(options.start, net, data, options.validation > 0 ? &validation : nullptr,
                options.train, {on_epoch, progress.on_fraction}));
  SLUICE_ASSIGN_OR_RETURN(TrainedNet trained,
                          TrainedNet::FromTraining(net, std::move(recipe), state));
  return std::unique_ptr<Classifier>(std::make_unique<NetClassifier>(std::move(trained)));
}

Result<Net> NetOfModel(const ModelFile& file, NetOptions instead) {
  if (file.Find("classes") != nullptr) {
    SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> classes, file.Names("classes"));
    instead.classes = static_cast<int>(classes.size());
  }
  SLUICE_ASSIGN_OR_RETURN(const NetRecipe recipe, RecipeOfModel(file, instead));
  Result<Net> net = recipe.Build();
  if (!net.ok()) return net.status().WithContext("net");
  return net;
}

Result<std::unique_ptr<Classifier>> LoadNet(const ModelFile& file, int classes) {
  NetOptions instead;
  instead.classes = classes;
  SLUICE_ASSIGN_OR_RETURN(TrainedNet trained, TrainedNet::Load(file, instead));
  const Shape& output = trained.net().output();
  if (output.count() != classes) {
    return Status::Failed("the net gives " + ShapeText(output) + " results, the model has " +
                          std::to_string(classes) + " classes");
  }
  return std::unique_ptr<Classifier>(std::make_unique<NetClassifier>(std::move(trained)));
}

}  // namespace sluice
