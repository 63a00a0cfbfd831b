#include "nets/net_builder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <utility>

#include "nets/expression.h"
#include "nets/layer_arguments.h"
#include "nets/layers.h"
#include "nets/losses.h"

namespace sluice {
namespace {

constexpr int kMostLines = 100000;  // carried out, so that repeats end
constexpr int kDeepest = 32;

std::string NumberText(double value) {
  char text[32];
  const auto end = std::to_chars(text, text + sizeof(text), value).ptr;
  return std::string(text, end);
}

Result<double> NumberOf(const Word& word, const std::string& expected) {
  double value = 0;
  const std::string& text = word.text;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc() && rest == text.data() + text.size() && std::isfinite(value)) {
    return value;
  }
  return AtPlace(word.place, Status::Failed("expected " + expected + ", got " + text));
}

Status ExpectWords(const std::vector<Word>& words, size_t count, const std::string& usage) {
  if (words.size() == count) return Status::Ok();
  const Word& at = words[std::min(words.size() - 1, count)];
  return AtPlace(at.place, Status::Failed("expected " + usage));
}

}  // namespace

std::optional<double> NetBuilder::ValueOf(const std::string& name, const Scope& scope) const {
  if (const auto found = scope.values.find(name); found != scope.values.end()) {
    return found->second;
  }
  if (scope.file != nullptr) {
    const auto found = scope.file->values.find(name);
    if (found != scope.file->values.end()) return found->second;
  }
  // Of shapes: "channels" of the line before, "in.channels" of a node that has a name.
  const size_t dot = name.rfind('.');
  int node = current_;
  if (dot != std::string::npos) {
    const auto found = scope.nodes.find(name.substr(0, dot));
    if (found == scope.nodes.end()) return std::nullopt;
    node = found->second;
  }
  if (node < 0) return std::nullopt;
  const Shape& shape = net_.nodes_[size_t(node)].shape;
  const std::string part = dot == std::string::npos ? name : name.substr(dot + 1);
  if (part == "channels") return double(shape.channels);
  if (part == "depth") return double(shape.size[0]);
  if (part == "height") return double(shape.size[1]);
  if (part == "width") return double(shape.size[2]);
  return std::nullopt;
}

Result<double> NetBuilder::Value(const std::string& expression, const Scope& scope) const {
  return Evaluate(expression, [&](const std::string& name) { return ValueOf(name, scope); });
}

Result<std::vector<Word>> NetBuilder::Expand(const std::vector<Word>& words,
                                             const Scope& scope) const {
  std::vector<Word> expanded;
  for (const Word& word : words) {
    std::string text;
    for (size_t begin = 0; begin < word.text.size();) {
      const size_t open = std::min(word.text.find('{', begin), word.text.size());
      text += word.text.substr(begin, open - begin);
      if (open == word.text.size()) break;
      const size_t close = word.text.find('}', open);
      const Result<double> value = Value(word.text.substr(open + 1, close - open - 1), scope);
      if (!value.ok()) return AtPlace(word.place, value.status());
      text += NumberText(*value);
      begin = close + 1;
    }
    expanded.push_back({text, word.place});
  }
  return expanded;
}

Result<Net> NetBuilder::Build(const std::vector<Statement>& statements) {
  Scope file;
  SLUICE_RETURN_IF_ERROR(Run(statements, &file));
  if (current_ <= 0) return Status::Failed("expected layers after the input, got none");
  for (const auto& [name, value] : options_.values) {
    if (given_.count(name) != 0) continue;
    std::string names;
    for (const auto& [param, unused] : file.values) names += " " + param;
    return Status::Usage("the net has no parameter " + name,
                         names.empty() ? "" : "its parameters:" + names);
  }
  if (!net_.loss_.empty()) {
    const Shape& output = net_.nodes_[size_t(current_)].shape;
    SLUICE_RETURN_IF_ERROR(MakeLoss(net_.loss_, output).status());
  }
  net_.heads_.insert(net_.heads_.begin(), Head{current_, 1});
  return std::move(net_);
}

Status NetBuilder::Run(const std::vector<Statement>& statements, Scope* scope) {
  for (const Statement& statement : statements) {
    if (++lines_ > kMostLines) {
      return AtPlace(statement.place(), Status::Failed("more than 100000 lines to carry out"));
    }
    SLUICE_RETURN_IF_ERROR(RunOne(statement, scope));
  }
  return Status::Ok();
}

Status NetBuilder::RunOne(const Statement& statement, Scope* scope) {
  const std::string& first = statement.words[0].text;
  if (!statement.name.empty() && (OpensBody(first) || first == "param" || first == "loss")) {
    return AtPlace(statement.place(), Status::Failed("expected a layer or a block after " +
                                                     statement.name + " =, got " + first));
  }
  if (first == "if") return If(statement, scope);
  if (first == "block") return DefineBlock(statement);
  SLUICE_ASSIGN_OR_RETURN(std::vector<Word> words, Expand(statement.words, *scope));
  if (first == "param") return Param(words, scope);
  if (first == "input") {
    SLUICE_RETURN_IF_ERROR(Input(words));
    return Label(statement.name, statement.place(), scope);
  }
  if (first == "loss") {
    net_.loss_.assign(words.begin() + 1, words.end());
    return Status::Ok();
  }
  if (current_ < 0) {
    return AtPlace(statement.place(),
                   Status::Failed("expected the input first, such as input 28x28x1, got " + first));
  }
  if (first == "repeat") return Repeat(statement, std::move(words), scope);
  if (first == "auxiliary") return Auxiliary(statement, words, scope);
  // "from NAME": another beginning than the line before.
  if (words.size() > 2 && words[words.size() - 2].text == "from") {
    const Word& name = words.back();
    const auto found = scope->nodes.find(name.text);
    if (found == scope->nodes.end()) {
      return AtPlace(name.place, Status::Failed("no line before is named " + name.text));
    }
    current_ = found->second;
    words.resize(words.size() - 2);
  }
  const auto block = blocks_.find(first);
  if (block != blocks_.end()) {
    SLUICE_RETURN_IF_ERROR(CallBlock(*block->second, words, statement.name, scope));
  } else {
    SLUICE_RETURN_IF_ERROR(AddLayer(std::move(words), statement.name, scope));
  }
  return Label(statement.name, statement.place(), scope);
}

Status NetBuilder::Label(const std::string& name, TextPlace place, Scope* scope) {
  if (name.empty()) return Status::Ok();
  if (name == "last" || !scope->nodes.emplace(name, current_).second) {
    return AtPlace(place, Status::Failed("expected a name that is free, got " + name));
  }
  return Status::Ok();
}

Status NetBuilder::Input(const std::vector<Word>& words) {
  SLUICE_RETURN_IF_ERROR(ExpectWords(words, 2, "input SHAPE, such as input 28x28x1"));
  if (current_ >= 0) return AtPlace(words[0].place, Status::Failed("a second input"));
  const Result<Shape> shape = ParseShape(words[1].text);
  if (!shape.ok()) return AtPlace(words[1].place, shape.status());
  Node node;
  node.name = node.type = "input";
  node.place = words[0].place;
  node.shape = options_.input.value_or(*shape);
  if (node.shape.axes != shape->axes) {
    return AtPlace(words[1].place,
                   Status::Failed("the net takes inputs of " + std::to_string(shape->axes) +
                                  " axes and channels, such as " + ShapeText(*shape) + ", got " +
                                  ShapeText(node.shape)));
  }
  net_.nodes_.push_back(std::move(node));
  current_ = 0;
  return Status::Ok();
}

Status NetBuilder::Param(const std::vector<Word>& words, Scope* scope) {
  SLUICE_RETURN_IF_ERROR(ExpectWords(words, 3, "param NAME VALUE"));
  SLUICE_ASSIGN_OR_RETURN(double value, NumberOf(words[2], "a number"));
  if (words[1].text == "classes" && options_.classes > 0) value = options_.classes;
  const auto given = options_.values.find(words[1].text);
  if (given != options_.values.end()) {
    value = given->second;
    given_[given->first] = true;
  }
  scope->values[words[1].text] = value;
  return Status::Ok();
}

Status NetBuilder::DefineBlock(const Statement& statement) {
  if (statement.words.size() < 2) {
    return AtPlace(statement.place(), Status::Failed("expected block NAME [PARAMETER...]"));
  }
  const Word& name = statement.words[1];
  if (FindLayerType(name.text) != nullptr) {
    return AtPlace(name.place, Status::Failed(name.text + " is a layer: the block needs a name "
                                                          "of its own"));
  }
  if (!blocks_.emplace(name.text, &statement).second) {
    return AtPlace(name.place, Status::Failed("a second block " + name.text));
  }
  return Status::Ok();
}

Status NetBuilder::Repeat(const Statement& statement, std::vector<Word> words, Scope* scope) {
  const bool counts = words.size() == 4 && words[2].text == "as";
  if (!counts) SLUICE_RETURN_IF_ERROR(ExpectWords(words, 2, "repeat N, or repeat N as NAME"));
  int times = 0;
  const std::string& text = words[1].text;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), times);
  if (error != std::errc() || rest != text.data() + text.size() || times < 0) {
    return AtPlace(words[1].place, Status::Failed("expected a whole number, got " + text));
  }
  // Names within the body belong to one turn.
  const std::map<std::string, int> nodes = scope->nodes;
  for (int i = 0; i < times; ++i) {
    if (counts) scope->values[words[3].text] = i;
    SLUICE_RETURN_IF_ERROR(Run(statement.body, scope));
    scope->nodes = nodes;
  }
  if (counts) scope->values.erase(words[3].text);
  return Status::Ok();
}

Status NetBuilder::If(const Statement& statement, Scope* scope) {
  SLUICE_RETURN_IF_ERROR(ExpectWords(statement.words, 2, "if {CONDITION}"));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Word> words, Expand(statement.words, *scope));
  SLUICE_ASSIGN_OR_RETURN(const double value, NumberOf(words[1], "{CONDITION}"));
  return Run(value != 0 ? statement.body : statement.otherwise, scope);
}

Status NetBuilder::Auxiliary(const Statement& statement, const std::vector<Word>& words,
                             Scope* scope) {
  SLUICE_RETURN_IF_ERROR(ExpectWords(words, 2, "auxiliary WEIGHT"));
  const std::string expected = "a weight above 0";
  SLUICE_ASSIGN_OR_RETURN(const double weight, NumberOf(words[1], expected));
  if (weight <= 0) {
    return AtPlace(words[1].place,
                   Status::Failed("expected " + expected + ", got " + words[1].text));
  }
  if (!options_.auxiliary) return Status::Ok();
  // Names of its own, so that those of other layers are the same with and without it.
  const int before = current_;
  Scope inside = *scope;
  inside.counts.clear();
  inside.prefix += "auxiliary" + std::to_string(++auxiliaries_) + ".";
  SLUICE_RETURN_IF_ERROR(Run(statement.body, &inside));
  net_.heads_.push_back({current_, weight});
  current_ = before;
  return Status::Ok();
}

Status NetBuilder::CallBlock(const Statement& block, const std::vector<Word>& words,
                             const std::string& name, Scope* scope) {
  const std::string& type = words[0].text;
  if (++depth_ > kDeepest) {
    return AtPlace(words[0].place, Status::Failed("blocks within blocks without end: " + type));
  }
  const Scope* const file = scope->file == nullptr ? scope : scope->file;
  Scope inside;
  inside.file = file;
  inside.nodes["in"] = current_;
  const int number = ++scope->counts[type];
  inside.prefix = scope->prefix + (name.empty() ? type + std::to_string(number) : name) + ".";
  LayerArguments arguments(words, 0);
  for (size_t i = 2; i < block.words.size(); ++i) {
    const std::string& text = block.words[i].text;
    const size_t equals = text.find('=');
    const std::string parameter = text.substr(0, equals);
    double value = 0;
    if (equals != std::string::npos) {
      const Word number{text.substr(equals + 1), block.words[i].place};
      SLUICE_ASSIGN_OR_RETURN(value, NumberOf(number, "a number after " + parameter + "="));
    }
    constexpr double kAny = 1e300;
    if (arguments.HasNumber() || equals == std::string::npos) {
      value = arguments.Number(parameter, -kAny, kAny);
    } else {
      value = arguments.KeyNumber(parameter, value, -kAny, kAny);
    }
    inside.values[parameter] = value;
  }
  SLUICE_RETURN_IF_ERROR(arguments.Finish());
  SLUICE_RETURN_IF_ERROR(Run(block.body, &inside));
  --depth_;
  return Status::Ok();
}

}  // namespace sluice
