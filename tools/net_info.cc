// net info: what a net costs and what its layers see; the zoo; the words of net files.
#include "nets/net_info.h"

#include <charconv>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/net_classifier.h"
#include "lib/model_file.h"
#include "lib/source.h"
#include "nets/layers.h"
#include "nets/losses.h"
#include "nets/net.h"
#include "nets/zoo.h"
#include "tools/command.h"
#include "tools/io.h"
#include "tools/json.h"
#include "tools/message.h"
#include "tools/net_options.h"
#include "tools/suggest.h"
#include "tools/trained_model.h"
#include "tools/values.h"

namespace sluice {
namespace {

struct NetInfoOptions {
  std::string model;
  NetOptions net;
  bool graph = false;
  bool words = false;
};

Json ShapeJson(const Shape& shape) {
  Json json = Json::Array();
  for (int axis = FirstAxis(shape); axis < 3; ++axis) json.Add(shape.size[size_t(axis)]);
  json.Add(shape.channels);
  return json;
}

template <class T>
Json AxesJson(const std::array<T, 3>& values, int axes) {
  Json json = Json::Array();
  for (size_t axis = size_t(3 - axes); axis < 3; ++axis) {
    const auto whole = static_cast<int64_t>(values[axis]);
    json.Add(T(whole) == values[axis] ? Json(whole) : Json(values[axis]));
  }
  return json;
}

// What a model says of itself besides its net: classes, data, options.
std::map<std::string, std::string> Notes(const ModelFile& model) {
  const std::string prefix = "note.";  // of what classifiers/model.h calls notes
  std::map<std::string, std::string> notes;
  for (const auto& [key, value] : model.metadata()) {
    if (key == "format" || key == "net" || key == "net_input" || key == "classes") continue;
    notes[key.starts_with(prefix) ? key.substr(prefix.size()) : key] = value;
  }
  return notes;
}

std::string ModelLines(const ModelFile& model) {
  std::string out;
  if (const Result<std::vector<std::string>> classes = model.Names("classes"); classes.ok()) {
    out = "classes: " + std::to_string(classes.value().size());
    for (size_t i = 0; i < classes.value().size(); ++i) {
      out += (i == 0 ? " (" : ", ") + EscapeControls(classes.value()[i]);
    }
    out += ")\n";
  }
  for (const auto& [key, value] : Notes(model)) out += EscapeControls(key + ": " + value) + "\n";
  return out;
}

std::string JsonText(const NetInfo& info, const ModelFile* model) {
  Json json;
  json.Set("parameters", info.parameters);
  json.Set("multiply_adds", info.multiply_adds);
  json.Set("followed", info.followed);
  json.Set("bytes", info.bytes);
  json.Set("most_bytes", info.most_bytes);
  json.Set("input", ShapeJson(info.input));
  if (model != nullptr) {
    if (const auto classes = model->Names("classes"); classes.ok()) json.Set("classes", *classes);
    json.Set("notes", Notes(*model));
  }
  Json layers = Json::Array();
  for (const LayerInfo& layer : info.layers) {
    Json item;
    item.Set("name", layer.name);
    item.Set("type", layer.type);
    item.Set("text", layer.text);
    item.Set("inputs", layer.inputs);
    item.Set("output", ShapeJson(layer.output));
    item.Set("parameters", layer.parameters);
    item.Set("multiply_adds", layer.multiply_adds);
    item.Set("bytes", layer.bytes);
    item.Set("receptive_field", Json());
    if (const auto& field = layer.receptive_field) {
      const int axes = info.input.axes;
      item.Set("receptive_field", Json::Object({{"size", AxesJson(field->size, axes)},
                                                {"stride", AxesJson(field->stride, axes)},
                                                {"offset", AxesJson(field->offset, axes)}}));
    }
    layers.Add(std::move(item));
  }
  return json.Set("layers", layers).Line();
}

// A page of documentation: docs/net-layers.md.
std::string WordsText() {
  std::string out = "# Layers and losses of net files\n\n";
  out +=
      "Printed by `sluice net info --words`; [net-files.md](net-files.md) tells how files are "
      "written.\n";
  out += "\n## Layers\n\n";
  for (const LayerType& type : LayerTypes())
    out += "- `" + type.usage + "`: " + type.summary + "\n";
  out += "\n## Losses\n\n";
  for (const LossType& type : LossTypes()) {
    out += "- `loss " + type.usage + "`: " + type.summary + "\n";
  }
  return out;
}

std::string ZooText() {
  size_t width = 0;
  for (const ZooNet& net : Zoo()) width = std::max(width, net.name.size());
  std::string out;
  for (const ZooNet& net : Zoo()) {
    out += net.name + std::string(width + 2 - net.name.size(), ' ') + net.summary() + "\n";
  }
  return out;
}

std::string ZooJson() {
  Json json = Json::Array();
  for (const ZooNet& net : Zoo()) {
    json.Add(Json::Object({{"name", net.name}, {"summary", net.summary()}}));
  }
  return json.Line();
}

Result<Net> BuildNamed(const std::string& name, const NetOptions& options) {
  const Result<std::string> text = LoadNetText(name);
  if (!text.ok() && text.status().is_usage()) {
    std::vector<std::string> names;
    for (const ZooNet& net : Zoo()) names.push_back(net.name);
    const std::string near = DidYouMean(name, names);
    if (!near.empty()) return Status::Usage(text.status().message(), near);
  }
  if (!text.ok()) return text.status();
  Result<Net> net = Net::Build(*text, options);
  if (!net.ok()) return net.status().WithContext(name);
  return net;
}

Result<std::string> Describe(const NetInfoOptions& options, const std::string& name, bool json) {
  ModelFile model;
  const bool trained = FindZooNet(name) == nullptr && IsModelFile(name);
  if (trained) {
    SLUICE_ASSIGN_OR_RETURN(model, ModelFile::Load(name));
    if (model.Find("net") == nullptr) {
      return Status::Failed(name + ": expected a trained net, got another model");
    }
  }
  const Result<Net> net = trained ? NetOfModel(model, options.net) : BuildNamed(name, options.net);
  if (!net.ok()) return trained ? net.status().WithContext(name) : net.status();
  const NetInfo info = DescribeNet(*net);
  if (options.graph) return NetGraph(info);
  if (json) return JsonText(info, trained ? &model : nullptr);
  return (trained ? ModelLines(model) : "") + NetTable(info);
}

int Run(const NetInfoOptions& options, Io& io) {
  std::vector<std::string> names = io.command().arguments;
  if (!options.model.empty()) names.push_back(options.model);
  const std::string program = "sluice " + io.command().name;
  const bool json = io.options().json;
  if (options.words && (json || !names.empty())) {
    return ReportError(program, Status::Usage("--words goes with no net and not with --json"));
  }
  if (options.graph && (json || names.empty())) {
    return ReportError(program, Status::Usage("--dot needs a net and does not go with --json"));
  }
  if (names.size() > 1) {
    return ReportError(program, Status::Usage("expected one net, got also " + names[1]));
  }
  if (options.words || names.empty()) {
    io.Print(options.words ? WordsText() : (json ? ZooJson() : ZooText()));
    return io.Finish();
  }
  const Result<std::string> text = Describe(options, names[0], json);
  if (!text.ok()) return ReportError(program, text.status());
  io.Print(*text);
  return io.Finish();
}

}  // namespace

Command NetInfoCommand() {
  Command c;
  auto* o = c.Own(NetInfoOptions{});
  c.name = "net info";
  c.group = "learn";
  c.summary = "what a net costs and what its layers see";
  c.description =
      "NET is a name of the zoo, a net file (docs/net-files.md) or a trained net. The table has a "
      "line for each layer: the shape of its result for one example (depth, height, width as far "
      "as there are such axes, channels), learnt parameters, multiply-adds, bytes of the result, "
      "and its receptive field: place i of the result sees as many places of the input as `sees` "
      "says, from offset + i * stride on, padding included; `all`: the whole input.\n"
      "Without NET: the names of the zoo.";
  c.examples = {"sluice net info vgg16 --input 224x224x3",
                "sluice net info efficientnet-b0 --set width=1.1 --set depth=1.2 --set "
                "resolution=260 --json",
                "sluice net info googlenet --training --dot | dot -Tsvg > googlenet.svg",
                "sluice net info"};
  c.positional = "[NET]";
  c.source = [](const std::vector<std::string>&, const DecodeOptions& decode) {
    SourceOptions none;
    none.decode = decode;
    return Result<std::unique_ptr<Source>>(MakeFileSource({}, none));
  };
  ModelOption(&c, &o->model);
  c.Custom(
       "--input", "SHAPE",
       [o](const std::string& text) -> Status {
         SLUICE_ASSIGN_OR_RETURN(o->net.input, ParseShape(text));
         return Status::Ok();
       },
       "shape of one example, such as 224x224x3")
      .default_text = "the file's";
  c.Custom(
       "--set", "NAME=VALUE",
       [o](const std::string& text) { return ParseParam(text, &o->net.values); },
       "value of a parameter of the net file")
      .repeatable = true;
  c.Flag("--training", &o->net.auxiliary, "with the parts that only help training");
  c.Flag("--dot", &o->graph, "write the graph in the language of Graphviz instead");
  c.Flag("--words", &o->words, "list the layers and losses that net files know instead");
  c.text = true;
  c.run = [o](Io& io) { return Run(*o, io); };
  return c;
}

}  // namespace sluice
