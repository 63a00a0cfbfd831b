// The part of NetBuilder that makes layers and connects them.
#include <cstddef>
#include <utility>

#include "nets/layer_arguments.h"
#include "nets/layers.h"
#include "nets/net_builder.h"

namespace sluice {
namespace {

constexpr size_t kMostNodes = 10000;
constexpr int64_t kMostParameters = int64_t{1} << 31;
constexpr double kMostNumbers = 0x1p36;  // in the result of a layer

// In floating point: the sizes of hostile files are beyond integers.
Status CheckSize(const Node& node) {
  double count = double(node.shape.channels);
  for (const int64_t size : node.shape.size) count *= double(size);
  if (!(count >= 1 && count <= kMostNumbers)) {
    return AtPlace(node.place, Status::Failed(node.type + ": more than 2^36 numbers in a result"));
  }
  for (const Parameter& parameter : node.layer->parameters()) {
    double size = 1;
    for (const int64_t extent : parameter.shape) size *= double(extent);
    if (size <= double(kMostParameters)) continue;
    return AtPlace(node.place, Status::Failed(node.type + ": more than 2^31 parameters"));
  }
  return Status::Ok();
}

std::string SimilarTypes() {
  std::string list;
  for (const LayerType& type : LayerTypes()) list += (list.empty() ? "" : " ") + type.name;
  return list;
}

}  // namespace

// The names after a type that joins; options come after them.
Status NetBuilder::FindJoined(std::vector<Word>* words, const Scope& scope,
                              std::vector<int>* inputs) const {
  for (size_t i = 1; i < words->size(); ++i) {
    const Word& word = (*words)[i];
    const auto found = scope.nodes.find(word.text);
    if (word.text != "last" && found == scope.nodes.end()) {
      return AtPlace(word.place,
                     Status::Failed((*words)[0].text + ": no line before is named " + word.text));
    }
    inputs->push_back(word.text == "last" ? current_ : found->second);
  }
  if (inputs->size() < 2) {
    return AtPlace((*words)[0].place,
                   Status::Failed((*words)[0].text + ": expected the names of at least two lines "
                                                     "(last: the line before)"));
  }
  words->resize(1);
  return Status::Ok();
}

// The node that the word after a type names.
Result<int> NetBuilder::FindUndone(std::vector<Word>* words, const Scope& scope) const {
  const std::string& type = (*words)[0].text;
  if (words->size() != 2) {
    return AtPlace(words->front().place, Status::Failed(type + ": expected the name of a line"));
  }
  const Word name = words->back();
  const auto found = scope.nodes.find(name.text);
  if (found == scope.nodes.end()) {
    return AtPlace(name.place, Status::Failed(type + ": no line before is named " + name.text));
  }
  words->resize(1);
  return found->second;
}

Status NetBuilder::AddLayer(std::vector<Word> words, const std::string& name, Scope* scope) {
  const std::string type_name = words[0].text;
  const TextPlace place = words[0].place;
  const LayerType* const type = FindLayerType(type_name);
  if (type == nullptr) {
    return AtPlace(place, Status::Failed("expected a layer or a block, got " + type_name,
                                         "layers: " + SimilarTypes()));
  }
  if (net_.nodes_.size() >= kMostNodes) {
    return AtPlace(place, Status::Failed("more than 10000 layers"));
  }
  Node node;
  node.type = type_name;
  for (const Word& word : words) node.text += (node.text.empty() ? "" : " ") + word.text;
  node.place = place;
  if (type->joins) {
    SLUICE_RETURN_IF_ERROR(FindJoined(&words, *scope, &node.inputs));
  } else {
    node.inputs = {current_};
  }
  LayerInputs inputs;
  if (type->undoes) {
    SLUICE_ASSIGN_OR_RETURN(const int undone, FindUndone(&words, *scope));
    const Node& other = net_.nodes_[size_t(undone)];
    inputs.undone = other.layer.get();
    node.inputs.insert(node.inputs.end(), other.inputs.begin(), other.inputs.end());
  }
  for (const int input : node.inputs) {
    inputs.shapes.push_back(net_.nodes_[size_t(input)].shape);
    inputs.layers.push_back(net_.nodes_[size_t(input)].layer.get());
  }
  LayerArguments arguments(std::move(words), inputs.shapes[0].axes);
  SLUICE_ASSIGN_OR_RETURN(node.layer, type->make(arguments, inputs));
  node.shape = node.layer->output();
  SLUICE_RETURN_IF_ERROR(CheckSize(node));
  const int number = ++scope->counts[type_name];
  node.name = scope->prefix + (name.empty() ? type_name + std::to_string(number) : name);
  net_.nodes_.push_back(std::move(node));
  current_ = static_cast<int>(net_.nodes_.size()) - 1;
  AddSlots(current_);
  if (net_.parameter_count() > kMostParameters) {
    return AtPlace(place, Status::Failed("more than 2^31 parameters"));
  }
  return Status::Ok();
}

void NetBuilder::AddSlots(int node) {
  constexpr size_t kStep = 16;  // whole vectors
  const Node& added = net_.nodes_[size_t(node)];
  for (Parameter& parameter : added.layer->parameters()) {
    ParameterSlot slot;
    slot.node = node;
    slot.name = added.name + "." + parameter.name;
    slot.parameter = std::move(parameter);
    size_t& end = slot.learnt() ? net_.learnt_ : net_.followed_;
    slot.offset = end;
    end += (size_t(slot.parameter.count()) + kStep - 1) / kStep * kStep;
    net_.slots_.push_back(std::move(slot));
  }
}

}  // namespace sluice
