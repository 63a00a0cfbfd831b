#include "tools/trained_model.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "classifiers/net_classifier.h"
#include "tools/values.h"

namespace sluice {
namespace {

constexpr const char* kModelNeeded = "--model is needed";
constexpr const char* kModelHint = "-m model.safetensors, as train wrote it";

// The size of the pictures that a net takes as they are; 0 for models that resize pictures, or do
// not say.
SizeOption PictureSize(const Model& model) {
  const auto* const net = dynamic_cast<const NetClassifier*>(model.classifier.get());
  if (net == nullptr || !model.features.starts_with("pixels") ||
      model.features.find("--size") != std::string::npos) {
    return {};
  }
  const Shape& input = net->trained().net().input();
  if (input.axes != 2) return {};
  return {static_cast<int>(input.size[2]), static_cast<int>(input.size[1])};
}

}  // namespace

Option& ModelOption(Command* command, std::string* path) {
  Option& option = command->Text("--model", "FILE", path, "the model, as train wrote it");
  option.letter = 'm';
  option.default_text = "";
  return option;
}

Result<Model> LoadModel(const std::string& path, const std::vector<std::string>& kinds,
                        ModelFile* contents) {
  if (path.empty()) {
    return Status::Usage(kModelNeeded, kModelHint);
  }
  SLUICE_ASSIGN_OR_RETURN(ModelFile file, ModelFile::Load(path));
  const std::string* const kind = file.Find("kind");
  if (kind != nullptr && !kinds.empty() &&
      std::find(kinds.begin(), kinds.end(), *kind) == kinds.end()) {
    std::string list;
    for (const std::string& k : kinds) list += (list.empty() ? "" : " or ") + k;
    return Status::Failed(path + ": expected a model of kind " + list + ", got " + *kind,
                          "sluice predict takes models of any kind");
  }
  Result<Model> model = Model::FromFile(file);
  if (!model.ok()) return model.status().WithContext(path);
  if (contents != nullptr) *contents = std::move(file);
  return model;
}

Status CheckScores(const float* scores, int classes) {
  float worst = *std::max_element(scores, scores + classes);
  for (int c = 0; c < classes; ++c) {
    if (std::isnan(scores[c])) worst = scores[c];
  }
  if (std::isfinite(worst)) return Status::Ok();
  return Status::Failed("expected finite scores, got " + FormatNumber(worst) +
                        ": the numbers are too large for the model");
}

void DeclareEnsemble(Command* command, EnsembleOptions* options) {
  Option& model = command->Custom(
      "--model", "FILE",
      [options](const std::string& text) {
        options->paths.push_back(text);
        return Status::Ok();
      },
      "the model, as train wrote it; several answer by the mean of their scores");
  model.letter = 'm';
  model.repeatable = true;
  ViewsOption(command, &options->views);
}

Result<TrainedEnsemble> TrainedEnsemble::Load(const EnsembleOptions& options,
                                              const std::vector<std::string>& kinds) {
  if (options.paths.empty()) return Status::Usage(kModelNeeded, kModelHint);
  std::vector<Model> models;
  std::vector<Vectorizer> vectorizers;
  for (const std::string& path : options.paths) {
    SLUICE_ASSIGN_OR_RETURN(Model model, LoadModel(path, kinds));
    Result<Vectorizer> vectorizer = Vectorizer::Create(model.features, model.dictionaries);
    if (!vectorizer.ok()) return vectorizer.status().WithContext(path);
    if (model.classifier->takes_arrays()) vectorizer->TakeArrays();
    vectorizers.push_back(std::move(*vectorizer));
    models.push_back(std::move(model));
  }
  SLUICE_ASSIGN_OR_RETURN(Ensemble ensemble, Ensemble::Create(std::move(models), options.paths,
                                                              CountOf(options.views)));
  TrainedEnsemble trained(std::move(ensemble));
  trained.views_ = options.views;
  trained.paths_ = options.paths;
  trained.vectorizers_ = std::move(vectorizers);
  return trained;
}

Result<std::vector<float>> TrainedEnsemble::Numbers(Frame frame) {
  const size_t models = vectorizers_.size();
  if (models == 1 && views_ == Views::kWhole) {
    return vectorizers_[0].Vector(std::move(frame), ensemble_.inputs());
  }
  std::vector<float> numbers;
  numbers.reserve(static_cast<size_t>(ensemble_.inputs()));
  for (size_t m = 0; m < models; ++m) {
    const Model& model = ensemble_.models()[m];
    const auto add = [&]() -> Status {
      SLUICE_ASSIGN_OR_RETURN(Frame copy, frame.Clone());
      SLUICE_ASSIGN_OR_RETURN(std::vector<Frame> views,
                              ViewsOf(std::move(copy), views_, PictureSize(model)));
      for (Frame& view : views) {
        SLUICE_ASSIGN_OR_RETURN(
            const std::vector<float> vector,
            vectorizers_[m].Vector(std::move(view), model.preprocessing.inputs()));
        numbers.insert(numbers.end(), vector.begin(), vector.end());
      }
      return Status::Ok();
    };
    const Status added = add();
    if (!added.ok()) return models == 1 ? added : added.WithContext(paths_[m]);
  }
  return numbers;
}

Status TrainedEnsemble::ForEachBatch(
    Io& io, int64_t batch, bool keep_frames,
    const std::function<bool(Batch& frames, const Tensor& scores)>& use) {
  constexpr int64_t kMostNumbers = int64_t{1} << 25;  // of a batch: 128 MiB
  const int64_t inputs = ensemble_.inputs();
  Status status;
  sluice::ForEachBatch(
      io, [this](Frame frame) { return Numbers(std::move(frame)); },
      std::clamp<int64_t>(kMostNumbers / inputs, 1, batch), keep_frames,
      [&](Batch& frames) {
        const Result<Tensor> scores =
            ensemble_.Scores({frames.numbers.data(), frames.size(), inputs, inputs});
        status = scores.status();
        return status.ok() && use(frames, *scores);
      });
  return status;
}

}  // namespace sluice
