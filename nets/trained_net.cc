#include "nets/trained_net.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <map>
#include <system_error>
#include <utility>

namespace sluice {
namespace {

std::string ValueText(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof(text), value).ptr};
}

}  // namespace

void NetRecipe::Save(const Shape& input, ModelFile* file) const {
  file->Set("net", text);
  file->Set("net_input", ShapeText(input));
  std::vector<std::string> values;
  for (const auto& [name, value] : options.values) {
    values.push_back(name + "=" + ValueText(value));
  }
  if (!values.empty()) file->SetNames("net_values", values);
}

Result<NetRecipe> NetRecipe::Load(const ModelFile& file) {
  NetRecipe recipe;
  SLUICE_ASSIGN_OR_RETURN(recipe.text, file.Text("net"));
  SLUICE_ASSIGN_OR_RETURN(const std::string input, file.Text("net_input"));
  const Result<Shape> shape = ParseShape(input);
  if (!shape.ok()) return Status::Failed("model metadata net_input: " + shape.status().message());
  recipe.options.input = *shape;
  if (file.Find("net_values") == nullptr) return recipe;
  SLUICE_ASSIGN_OR_RETURN(const std::vector<std::string> values, file.Names("net_values"));
  for (const std::string& text : values) {
    const size_t equals = text.find('=');
    double value = 0;
    if (equals == std::string::npos ||
        std::from_chars(text.data() + equals + 1, text.data() + text.size(), value).ec !=
            std::errc()) {
      return Status::Failed("model metadata net_values: expected NAME=NUMBER, got " + text);
    }
    recipe.options.values[text.substr(0, equals)] = value;
  }
  return recipe;
}

Result<NetRecipe> RecipeOfModel(const ModelFile& file, const NetOptions& instead) {
  SLUICE_ASSIGN_OR_RETURN(NetRecipe recipe, NetRecipe::Load(file));
  if (instead.input) recipe.options.input = instead.input;
  for (const auto& [name, value] : instead.values) recipe.options.values[name] = value;
  recipe.options.classes = instead.classes;
  recipe.options.auxiliary = instead.auxiliary;
  return recipe;
}

Status ReadNumbers(const ModelFile& file, const Net& net, int skipped, std::vector<float>* learnt,
                   std::vector<float>* followed) {
  for (const ParameterSlot& slot : net.slots()) {
    if (slot.node == skipped) continue;
    SLUICE_ASSIGN_OR_RETURN(const Tensor* const tensor,
                            file.Floats(slot.name, slot.parameter.shape));
    const bool finite = std::all_of(tensor->data(), tensor->data() + tensor->size(),
                                    [](float number) { return std::isfinite(number); });
    if (!finite) return Status::Failed("tensor " + slot.name + ": expected finite numbers");
    std::copy_n(tensor->data(), tensor->size(),
                (slot.learnt() ? learnt : followed)->data() + slot.offset);
  }
  return Status::Ok();
}

TrainedNet::TrainedNet(NetRecipe recipe, Net net)
    : recipe_(std::move(recipe)),
      net_(std::move(net)),
      learnt_(net_.learnt()),
      followed_(net_.followed()) {}

Result<TrainedNet> TrainedNet::FromTraining(const Net& net, NetRecipe recipe,
                                            const NetState& state) {
  recipe.options.auxiliary = false;
  recipe.options.input = net.input();
  SLUICE_ASSIGN_OR_RETURN(Net used, recipe.Build());
  TrainedNet trained(std::move(recipe), std::move(used));
  std::map<std::string, const ParameterSlot*> slots;
  for (const ParameterSlot& slot : net.slots()) slots[slot.name] = &slot;
  for (const ParameterSlot& slot : trained.net_.slots()) {
    const ParameterSlot& from = *slots.at(slot.name);
    std::copy_n((slot.learnt() ? state.learnt : state.followed).data() + from.offset,
                slot.parameter.count(),
                (slot.learnt() ? trained.learnt_ : trained.followed_).data() + slot.offset);
  }
  return trained;
}

Result<TrainedNet> TrainedNet::Load(const ModelFile& file, const NetOptions& instead) {
  SLUICE_ASSIGN_OR_RETURN(NetRecipe recipe, RecipeOfModel(file, instead));
  Result<Net> net = recipe.Build();
  if (!net.ok()) return net.status().WithContext("net");
  TrainedNet trained(std::move(recipe), std::move(*net));
  SLUICE_RETURN_IF_ERROR(ReadNumbers(file, trained.net_, -1, &trained.learnt_, &trained.followed_));
  return trained;
}

Status TrainedNet::Save(ModelFile* file) const {
  recipe_.Save(net_.input(), file);
  for (const ParameterSlot& slot : net_.slots()) {
    SLUICE_ASSIGN_OR_RETURN(Tensor tensor, Tensor::Create(slot.parameter.shape));
    std::copy_n((slot.learnt() ? learnt_ : followed_).data() + slot.offset, tensor.size(),
                tensor.data());
    file->Add(slot.name, std::move(tensor));
  }
  return Status::Ok();
}

}  // namespace sluice
