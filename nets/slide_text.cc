// The part of nets/slide.h that rewrites nets.
#include <cstddef>
#include <set>
#include <vector>

#include "nets/slide.h"

namespace sluice {
namespace {

const std::set<std::string>& EachNumber() {
  static const std::set<std::string> types = {"relu",      "relu6",  "leaky", "elu",
                                              "sigmoid",   "tanh",   "swish", "hardsigmoid",
                                              "hardswish", "dropout"};
  return types;
}
const std::set<std::string>& EachPlace() {
  static const std::set<std::string> types = {"dense", "batchnorm", "lrn", "maxout", "softmax"};
  return types;
}
const std::set<std::string>& EachWindow() {
  static const std::set<std::string> types = {"conv",    "depthwise",  "maxpool",
                                              "avgpool", "globalpool", "pad"};
  return types;
}

bool HasWord(const std::string& line, const std::string& word) {
  return (" " + line + " ").find(" " + word + " ") != std::string::npos;
}

std::string SizeText(const Shape& shape) {
  std::string text;
  for (size_t axis = size_t(FirstAxis(shape)); axis < 3; ++axis) {
    text += (text.empty() ? "" : "x") + std::to_string(shape.size[axis]);
  }
  return text;
}

class Rewriter {
 public:
  explicit Rewriter(const Net& net) : net_(net) {
    lines_.resize(net.nodes().size(), 0);
    flattened_.resize(net.nodes().size());
  }

  Result<std::string> Text(const Shape& input) {
    std::string text = "r0 = input " + ShapeText(input) + "\n";
    size_t last = 0;
    for (size_t n = 1; n < net_.nodes().size(); ++n) {
      const Result<std::string> line = Line(n);
      if (!line.ok()) return line.status().WithContext(net_.nodes()[n].name);
      if (line->empty()) continue;
      text += "r" + std::to_string(n) + " = " + *line + "\n";
      last = n;
    }
    if (lines_.back() != last || flattened_.back().places() > 1) {
      return Status::Failed(net_.nodes().back().name + ": a net does not slide if it ends with it");
    }
    return text;
  }

 private:
  // Of a node; none for one whose result is that of another.
  Result<std::string> Line(size_t n) {
    const Node& node = net_.nodes()[n];
    const auto input = static_cast<size_t>(node.inputs[0]);
    const Shape& in = net_.nodes()[input].shape;
    lines_[n] = n;
    if (node.inputs.size() > 1) return Join(node);
    const std::string from = " from r" + std::to_string(lines_[input]);
    flattened_[n] = flattened_[input];
    const Shape pending = flattened_[input];
    if (EachNumber().count(node.type) != 0) return node.text + from;
    if (node.type == "flatten") {
      lines_[n] = lines_[input];
      if (in.axes > 0) flattened_[n] = in;
      return std::string();
    }
    if (pending.places() > 1) {
      if (node.type != "dense") {
        return Status::Failed("a net slides if a dense layer follows flatten, got " + node.type);
      }
      flattened_[n] = Shape();
      return "conv " + std::to_string(node.shape.channels) + " " + SizeText(pending) +
             (HasWord(node.text, "nobias") ? " nobias" : "") + from;
    }
    if (EachPlace().count(node.type) != 0) return node.text + from;
    if (EachWindow().count(node.type) == 0) {
      return Status::Failed("nets with " + node.type + " layers do not slide");
    }
    if (node.type == "globalpool" || HasWord(node.text, "global")) {
      return (node.type == "maxpool" ? "maxpool " : "avgpool ") + SizeText(in) + " stride 1" + from;
    }
    return node.text + from;
  }

  Result<std::string> Join(const Node& node) const {
    std::string line = node.type;
    const Shape& first = net_.nodes()[size_t(node.inputs[0])].shape;
    for (const int input : node.inputs) {
      const Shape& shape = net_.nodes()[size_t(input)].shape;
      if (shape.size != first.size || flattened_[size_t(input)].places() > 1) {
        return Status::Failed("a net slides if all that is joined has the same places, got " +
                              ShapeText(first) + " and " + ShapeText(shape));
      }
      line += " r" + std::to_string(lines_[size_t(input)]);
    }
    if (node.type == "maxunpool") return Status::Failed("nets with maxunpool layers do not slide");
    return line;
  }

  const Net& net_;
  std::vector<size_t> lines_;  // whose result each node's is
  std::vector<Shape>
      flattened_;  // what a flatten before it took in, until a dense layer sums it up
};

}  // namespace

Result<std::string> SlidingText(const Net& net, const Shape& input) {
  if (net.input().axes == 0) {
    return Status::Failed("expected a net of signals, pictures or volumes, got one of vectors");
  }
  return Rewriter(net).Text(input);
}

}  // namespace sluice
