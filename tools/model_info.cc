// NAME info: what a model holds.
#include <string>
#include <utility>
#include <vector>

#include "classifiers/model.h"
#include "lib/model_file.h"
#include "tools/classifier_command.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/trained_model.h"

namespace sluice {
namespace {

struct InfoOptions {
  std::string model;
  std::vector<std::string> kinds;
};

std::string Joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + EscapeControls(word);
  return text;
}

std::string Lines(const Model& model, const ModelFile& file) {
  std::string out = "kind: " + model.classifier->kind() + "\n";
  out += "classes: " + std::to_string(model.classes.size()) + " (" + Joined(model.classes) + ")\n";
  if (!model.features.empty()) out += "features: " + EscapeControls(model.features) + "\n";
  out += "dimensions: " + std::to_string(model.preprocessing.inputs()) + "\n";
  if (!model.preprocessing.empty()) {
    out += "preprocess: " + model.preprocessing.text() + " to " +
           std::to_string(model.preprocessing.outputs()) + "\n";
  }
  for (const std::string& line : model.classifier->Describe()) out += EscapeControls(line) + "\n";
  out += "score: " + model.classifier->score_name() + "\n";
  for (const auto& [key, value] : model.notes) out += EscapeControls(key + ": " + value) + "\n";
  for (const auto& [name, shape] : file.Shapes()) {
    out += "tensor " + EscapeControls(name) + ":";
    for (size_t i = 0; i < shape.size(); ++i)
      out += (i == 0 ? " " : "x") + std::to_string(shape[i]);
    out += "\n";
  }
  return out;
}

std::string JsonText(const Model& model, const ModelFile& file) {
  Json json;
  json.Set("kind", model.classifier->kind());
  json.Set("classes", model.classes);
  json.Set("features", model.features);
  json.Set("dimensions", model.preprocessing.inputs());
  json.Set("preprocess", model.preprocessing.text());
  json.Set("score", model.classifier->score_name());
  json.Set("notes", model.notes);
  Json tensors = Json::Object();
  for (const auto& [name, shape] : file.Shapes()) tensors.Set(name, shape);
  json.Set("tensors", tensors);
  return json.Line();
}

int Run(const InfoOptions& options, Io& io) {
  ModelFile file;
  const Result<Model> model = LoadModel(options.model, options.kinds, &file);
  if (!model.ok()) return ReportError("sluice " + io.command().name, model.status());
  io.Print(io.options().json ? JsonText(*model, file) : Lines(*model, file));
  return io.Finish();
}

}  // namespace

Command MakeModelInfo(const ClassifierFamily& family) {
  Command c;
  auto* o = c.Own(InfoOptions{});
  o->kinds = family.KindList();
  c.name = family.name + " info";
  c.group = "learn";
  c.summary = "what a model holds";
  c.description =
      "Kind, classes, the command that described the pictures, preprocessing, the options and the "
      "data it was trained with, and its tensors with their shapes.";
  c.examples = {"sluice " + family.name + " info -m m.safetensors",
                "sluice " + family.name + " info -m m.safetensors --json",
                "sluice " + family.name + " info -m m.safetensors | grep accuracy"};
  c.positional = "";
  ModelOption(&c, &o->model);
  c.text = true;
  c.run = [o](Io& io) { return Run(*o, io); };
  return c;
}

}  // namespace sluice
