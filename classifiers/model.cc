#include "classifiers/model.h"

#include <cmath>
#include <cstddef>
#include <set>
#include <utility>

#include "lib/digest.h"

namespace sluice {
namespace {

constexpr const char* kNote = "note.";
constexpr const char* kDictionaries = "dictionaries";

std::string DictionaryPrefix(size_t i) { return "dictionary." + std::to_string(i) + "."; }

}  // namespace

Result<Tensor> Model::Scores(ConstMatrix x) const {
  if (x.columns != preprocessing.inputs()) {
    return Status::Failed("the model expects vectors of " + std::to_string(preprocessing.inputs()) +
                          " numbers" + (features.empty() ? "" : " (made by " + features + ")") +
                          ", got " + std::to_string(x.columns));
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor scores, Tensor::Create({x.rows, int64_t(classes.size())}));
  if (preprocessing.empty()) {
    SLUICE_RETURN_IF_ERROR(classifier->Scores(x, AsMatrix(scores)));
    return scores;
  }
  SLUICE_ASSIGN_OR_RETURN(const Tensor prepared, preprocessing.Apply(x));
  SLUICE_RETURN_IF_ERROR(classifier->Scores(AsMatrix(prepared), AsMatrix(scores)));
  return scores;
}

Result<ModelFile> Model::ToFile() const {
  ModelFile file;
  file.Set("format", "sluice");
  file.Set("kind", classifier->kind());
  file.SetNames("classes", classes);
  if (!features.empty()) file.Set("features", features);
  std::vector<std::string> paths;
  for (const auto& [path, dictionary] : dictionaries) {
    SLUICE_RETURN_IF_ERROR(file.Embed(DictionaryPrefix(paths.size()), *dictionary));
    paths.push_back(path);
  }
  if (!paths.empty()) file.SetNames(kDictionaries, paths);
  for (const auto& [key, value] : notes) file.Set(kNote + key, value);
  SLUICE_RETURN_IF_ERROR(preprocessing.Save(&file));
  SLUICE_RETURN_IF_ERROR(classifier->Save(&file));
  return file;
}

Result<Model> Model::FromFile(const ModelFile& file) {
  Model model;
  SLUICE_ASSIGN_OR_RETURN(model.classifier, LoadClassifier(file));
  SLUICE_ASSIGN_OR_RETURN(model.classes, file.Names("classes"));
  if (std::set<std::string>(model.classes.begin(), model.classes.end()).size() !=
      model.classes.size()) {
    return Status::Failed("model metadata classes: a name is there twice");
  }
  SLUICE_ASSIGN_OR_RETURN(model.preprocessing, Preprocessing::Load(file));
  if (const std::string* features = file.Find("features")) model.features = *features;
  if (file.Find(kDictionaries) != nullptr) {
    SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> paths, file.Names(kDictionaries));
    for (size_t i = 0; i < paths.size(); ++i) {
      SLUICE_ASSIGN_OR_RETURN(ModelFile dictionary, file.Extract(DictionaryPrefix(i)));
      model.dictionaries[paths[i]] = std::make_shared<const ModelFile>(std::move(dictionary));
    }
  }
  for (const auto& [key, value] : file.metadata()) {
    if (key.starts_with(kNote)) model.notes[key.substr(std::string(kNote).size())] = value;
  }
  if (model.classifier->dimensions() != model.preprocessing.outputs() ||
      model.classifier->classes() != static_cast<int>(model.classes.size())) {
    return Status::Failed("the model's parts do not fit: preprocessing gives " +
                          std::to_string(model.preprocessing.outputs()) +
                          " numbers, the classifier takes " +
                          std::to_string(model.classifier->dimensions()));
  }
  return model;
}

std::string Digest(const Examples& examples) {
  Digester digest;
  digest.Add(examples.features.data(), size_t(examples.features.size()) * sizeof(float));
  for (const int label : examples.labels) {
    const std::string& name = examples.classes[size_t(label)];
    digest.Add(name.data(), name.size() + 1);
  }
  return digest.Text();
}

}  // namespace sluice
