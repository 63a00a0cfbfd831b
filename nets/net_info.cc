#include "nets/net_info.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdio>
#include <utility>

namespace sluice {
namespace {

// The field of a layer with this window whose input has the field `in`. One too large for whole
// numbers is that of the whole input.
std::optional<ReceptiveField> Through(const Window& window, const ReceptiveField& in) {
  constexpr double kLargest = 0x1p53;
  ReceptiveField out;
  for (size_t axis = 0; axis < 3; ++axis) {
    const double step = in.stride[axis];
    const double size = double(in.size[axis]) + std::ceil(double(window.size[axis] - 1) * step);
    const double offset =
        double(in.offset[axis]) - std::ceil(double(window.pad_before[axis]) * step);
    out.stride[axis] = step * window.stride[axis];
    if (!(size < kLargest && offset > -kLargest && out.stride[axis] < kLargest)) {
      return std::nullopt;
    }
    out.size[axis] = static_cast<int64_t>(size);
    out.offset[axis] = static_cast<int64_t>(offset);
  }
  return out;
}

// What two layers that are joined see together.
ReceptiveField Union(const ReceptiveField& a, const ReceptiveField& b) {
  ReceptiveField out;
  for (size_t axis = 0; axis < 3; ++axis) {
    out.offset[axis] = std::min(a.offset[axis], b.offset[axis]);
    out.size[axis] =
        std::max(a.offset[axis] + a.size[axis], b.offset[axis] + b.size[axis]) - out.offset[axis];
    out.stride[axis] = std::max(a.stride[axis], b.stride[axis]);
  }
  return out;
}

using Fields = std::vector<std::optional<ReceptiveField>>;

std::optional<ReceptiveField> FieldOf(const Node& node, const Fields& fields) {
  const std::optional<Window> window = node.layer->window();
  if (!window) return std::nullopt;
  std::optional<ReceptiveField> joined;
  for (const int input : node.inputs) {
    const std::optional<ReceptiveField>& field = fields[size_t(input)];
    if (!field) return std::nullopt;
    joined = joined ? Union(*joined, *field) : *field;
  }
  return Through(*window, *joined);
}

// The most that the results take that are still to be read, where layers that can work in place
// do.
int64_t MostBytes(const Net& net, const std::vector<int64_t>& bytes) {
  const std::vector<Node>& nodes = net.nodes();
  std::vector<size_t> last_use(nodes.size(), 0);
  std::vector<int> uses(nodes.size(), 0);
  for (size_t n = 1; n < nodes.size(); ++n) {
    for (const int input : nodes[n].inputs) {
      last_use[size_t(input)] = n;
      ++uses[size_t(input)];
    }
  }
  for (const Head& head : net.heads()) {
    last_use[size_t(head.node)] = nodes.size();
    ++uses[size_t(head.node)];
  }
  std::vector<bool> gone(nodes.size(), false);
  int64_t now = 0;
  int64_t most = 0;
  for (size_t n = 1; n < nodes.size(); ++n) {
    const auto first = static_cast<size_t>(nodes[n].inputs[0]);
    const bool shares = first != 0 && nodes[n].layer->in_place() && uses[first] == 1;
    if (shares) gone[first] = true;
    if (!shares) now += bytes[n];
    most = std::max(most, now);
    for (const int input : nodes[n].inputs) {
      if (input == 0 || gone[size_t(input)] || last_use[size_t(input)] != n) continue;
      now -= bytes[size_t(input)];
      gone[size_t(input)] = true;
    }
  }
  return most;
}

// 1234567 as "1,234,567".
std::string Grouped(int64_t number) {
  std::string text = std::to_string(number);
  for (size_t i = text.size(); i > 3;) text.insert(i -= 3, ",");
  return text;
}

std::string Short(double number) {
  char text[32];
  std::snprintf(text, sizeof(text), "%.6g", number);
  return text;
}

// One number where all axes are alike.
template <class T>
std::string Axes(const std::array<T, 3>& values, int axes) {
  std::string text;
  bool alike = true;
  for (size_t axis = size_t(3 - axes); axis < 3; ++axis) {
    alike &= values[axis] == values[2];
    text += (text.empty() ? "" : "x") + Short(double(values[axis]));
  }
  return alike && axes > 0 ? Short(double(values[2])) : text;
}

using Row = std::vector<std::string>;

// Columns as wide as their longest text; numbers to the right.
std::string Columns(const std::vector<Row>& rows, size_t texts) {
  std::vector<size_t> widths(rows[0].size(), 0);
  for (const Row& row : rows) {
    for (size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
  }
  std::string out;
  for (const Row& row : rows) {
    std::string line;
    for (size_t c = 0; c < row.size(); ++c) {
      const std::string blanks(widths[c] - row[c].size(), ' ');
      line += (c == 0 ? "" : "  ") + (c < texts ? row[c] + blanks : blanks + row[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + "\n";
  }
  return out;
}

}  // namespace

NetInfo DescribeNet(const Net& net) {
  NetInfo info;
  info.input = net.input();
  const std::vector<Node>& nodes = net.nodes();
  Fields fields = {ReceptiveField()};
  std::vector<int64_t> bytes = {0};
  std::vector<int64_t> parameters(nodes.size(), 0);
  for (const ParameterSlot& slot : net.slots()) {
    const int64_t count = slot.parameter.count();
    (slot.learnt() ? parameters[size_t(slot.node)] : info.followed) += count;
  }
  for (size_t n = 1; n < nodes.size(); ++n) {
    const Node& node = nodes[n];
    LayerInfo layer;
    layer.name = node.name;
    layer.type = node.type;
    layer.text = node.text;
    for (const int input : node.inputs) layer.inputs.push_back(nodes[size_t(input)].name);
    layer.output = node.shape;
    layer.parameters = parameters[n];
    layer.multiply_adds = node.layer->multiply_adds();
    layer.bytes = node.shape.count() * int64_t{sizeof(float)};
    layer.receptive_field = FieldOf(node, fields);
    fields.push_back(layer.receptive_field);
    bytes.push_back(layer.bytes);
    info.parameters += layer.parameters;
    info.multiply_adds += layer.multiply_adds;
    info.bytes += layer.bytes;
    info.layers.push_back(std::move(layer));
  }
  info.most_bytes = MostBytes(net, bytes);
  return info;
}

std::string NetTable(const NetInfo& info) {
  std::vector<Row> rows = {{"name", "layer", "output", "parameters", "multiply-adds", "bytes",
                            "sees", "stride", "offset"}};
  rows.push_back({"input", "", ShapeText(info.input), "", "", "", "", "", ""});
  for (const LayerInfo& layer : info.layers) {
    Row row = {layer.name,
               layer.text,
               ShapeText(layer.output),
               Grouped(layer.parameters),
               Grouped(layer.multiply_adds),
               Grouped(layer.bytes),
               "all",
               "",
               ""};
    if (const auto& field = layer.receptive_field; field && info.input.axes > 0) {
      row[6] = Axes(field->size, info.input.axes);
      row[7] = Axes(field->stride, info.input.axes);
      row[8] = Axes(field->offset, info.input.axes);
    }
    rows.push_back(std::move(row));
  }
  std::string out = Columns(rows, 2);
  out += "parameters: " + Grouped(info.parameters);
  if (info.followed > 0) out += ", and " + Grouped(info.followed) + " running means and variances";
  out += " (" + Grouped((info.parameters + info.followed) * int64_t{sizeof(float)}) + " bytes)\n";
  out += "multiply-adds: " + Grouped(info.multiply_adds) + "\n";
  out += "bytes of results: " + Grouped(info.bytes) + ", at most " + Grouped(info.most_bytes) +
         " at a time\n";
  return out;
}

std::string NetGraph(const NetInfo& info) {
  std::string out = "digraph net {\n  node [shape=box];\n";
  out += "  \"input\" [label=\"input\\n" + ShapeText(info.input) + "\"];\n";
  for (const LayerInfo& layer : info.layers) {
    out += "  \"" + layer.name + "\" [label=\"" + layer.name + "\\n" + layer.text + "\\n" +
           ShapeText(layer.output) + "\"];\n";
    for (const std::string& input : layer.inputs) {
      out += "  \"" + input + "\" -> \"" + layer.name + "\";\n";
    }
  }
  return out + "}\n";
}

}  // namespace sluice
