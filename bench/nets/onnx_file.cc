#include "bench/nets/onnx_file.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

namespace sluice::bench {
namespace {

using Numbers = std::vector<int64_t>;

// Messages of protocol buffers, as far as ONNX needs them: varints (wire type 0), bytes (2) and
// 32-bit numbers (5).
class Message {
 public:
  void Varint(int field, uint64_t value) {
    Raw(uint64_t(field) << 3);
    Raw(value);
  }
  void Bytes(int field, const std::string& bytes) {
    Raw(uint64_t(field) << 3 | 2);
    Raw(bytes.size());
    bytes_ += bytes;
  }
  void Float(int field, float value) {
    Raw(uint64_t(field) << 3 | 5);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof(value));
  }
  const std::string& bytes() const { return bytes_; }

 private:
  void Raw(uint64_t value) {
    for (; value >= 128; value >>= 7) bytes_ += static_cast<char>(value | 128);
    bytes_ += static_cast<char>(value);
  }
  std::string bytes_;
};

std::string IntAttribute(const std::string& name, int64_t value) {
  Message m;
  m.Bytes(1, name);
  m.Varint(3, uint64_t(value));
  m.Varint(20, 2);
  return m.bytes();
}
std::string FloatAttribute(const std::string& name, double value) {
  Message m;
  m.Bytes(1, name);
  m.Float(2, static_cast<float>(value));
  m.Varint(20, 1);
  return m.bytes();
}
std::string IntsAttribute(const std::string& name, const Numbers& values) {
  Message m;
  m.Bytes(1, name);
  for (const int64_t value : values) m.Varint(8, uint64_t(value));
  m.Varint(20, 7);
  return m.bytes();
}

std::string TensorType(const std::string& name, const Numbers& sizes) {
  Message shape;
  for (const int64_t size : sizes) {
    Message dimension;
    dimension.Varint(1, uint64_t(size));
    shape.Bytes(1, dimension.bytes());
  }
  Message tensor;
  tensor.Varint(1, 1);  // f32
  tensor.Bytes(2, shape.bytes());
  Message type;
  type.Bytes(1, tensor.bytes());
  Message value;
  value.Bytes(1, name);
  value.Bytes(2, type.bytes());
  return value.bytes();
}

// The number after `key` in a layer's line.
double KeyValue(const std::string& text, const std::string& key, double otherwise) {
  std::istringstream words(text);
  std::string word;
  while (words >> word) {
    if (word == key && words >> word) return std::stod(word);
  }
  return otherwise;
}

class Writer {
 public:
  Writer(const Net& net, std::span<const float> learnt, std::span<const float> followed,
         int64_t batch)
      : net_(net), learnt_(learnt), followed_(followed), batch_(batch) {
    for (const ParameterSlot& slot : net.slots()) slots_[slot.node].push_back(&slot);
  }

  Result<std::string> Write() {
    names_.assign(net_.nodes().size(), "");
    names_[0] = "x";
    const int last = net_.heads().front().node;
    for (int n = 1; n <= last; ++n) {
      SLUICE_RETURN_IF_ERROR(WriteNode(n));
    }
    Add("Identity", {names_[size_t(last)]}, "y", {});
    graph_.Bytes(2, "net");
    const Shape& in = net_.input();
    graph_.Bytes(11, TensorType("x", {batch_, in.channels, in.size[1], in.size[2]}));
    graph_.Bytes(12, TensorType("y", {batch_, net_.output().channels}));
    Message set;
    set.Bytes(1, "");
    set.Varint(2, 13);
    Message model;
    model.Varint(1, 8);
    model.Bytes(7, graph_.bytes());
    model.Bytes(8, set.bytes());
    return model.bytes();
  }

 private:
  void Add(const std::string& type, const std::vector<std::string>& inputs,
           const std::string& output, const std::vector<std::string>& attributes) {
    Message node;
    for (const std::string& input : inputs) node.Bytes(1, input);
    node.Bytes(2, output);
    node.Bytes(3, "node" + output);
    node.Bytes(4, type);
    for (const std::string& attribute : attributes) node.Bytes(5, attribute);
    graph_.Bytes(1, node.bytes());
  }

  std::string Constant(const Numbers& sizes, const std::vector<float>& numbers) {
    Message tensor;
    for (const int64_t size : sizes) tensor.Varint(1, uint64_t(size));
    tensor.Varint(2, 1);  // f32
    const std::string name = "w" + std::to_string(constants_++);
    tensor.Bytes(8, name);
    tensor.Bytes(9, std::string(reinterpret_cast<const char*>(numbers.data()),
                                numbers.size() * sizeof(float)));
    graph_.Bytes(5, tensor.bytes());
    return name;
  }

  std::vector<float> Values(const ParameterSlot& slot) const {
    const float* const from = (slot.learnt() ? learnt_ : followed_).data() + slot.offset;
    return {from, from + slot.parameter.count()};
  }
  std::string Vector(const ParameterSlot& slot) {
    return Constant({slot.parameter.count()}, Values(slot));
  }

  const Shape& InputShape(int n) const {
    return net_.nodes()[size_t(net_.nodes()[size_t(n)].inputs[0])].shape;
  }

  std::vector<std::string> WindowAttributes(int n, bool dilated) const {
    const Node& node = net_.nodes()[size_t(n)];
    const Window window = *node.layer->window();
    const Shape& in = InputShape(n);
    Numbers kernel, strides, before, after;
    const int64_t dilation = dilated ? int64_t(KeyValue(node.text, "dilation", 1)) : 1;
    for (size_t axis = 1; axis < 3; ++axis) {
      const auto stride = static_cast<int64_t>(window.stride[axis]);
      const int64_t covered = (node.shape.size[axis] - 1) * stride + window.size[axis];
      kernel.push_back((window.size[axis] - 1) / dilation + 1);
      strides.push_back(stride);
      before.push_back(window.pad_before[axis]);
      after.push_back(std::max<int64_t>(0, covered - in.size[axis] - window.pad_before[axis]));
    }
    before.insert(before.end(), after.begin(), after.end());
    std::vector<std::string> list = {IntsAttribute("kernel_shape", kernel),
                                     IntsAttribute("strides", strides),
                                     IntsAttribute("pads", before)};
    if (dilated) list.push_back(IntsAttribute("dilations", {dilation, dilation}));
    return list;
  }

  void WriteConv(int n, const std::string& input) {
    const ParameterSlot& weights = *slots_[n][0];
    const Numbers& s = weights.parameter.shape;  // out, 1, height, width, in / groups
    const int64_t places = s[2] * s[3];
    const std::vector<float> from = Values(weights);
    std::vector<float> to(from.size());
    for (int64_t o = 0; o < s[0]; ++o) {
      for (int64_t p = 0; p < places; ++p) {
        for (int64_t c = 0; c < s[4]; ++c) {
          to[size_t((o * s[4] + c) * places + p)] = from[size_t((o * places + p) * s[4] + c)];
        }
      }
    }
    std::vector<std::string> inputs = {input, Constant({s[0], s[4], s[2], s[3]}, to)};
    if (slots_[n].size() > 1) inputs.push_back(Vector(*slots_[n][1]));
    std::vector<std::string> attributes = WindowAttributes(n, true);
    attributes.push_back(IntAttribute("group", InputShape(n).channels / s[4]));
    Add("Conv", inputs, names_[size_t(n)], attributes);
  }

  // As a convolution where the result belongs to a picture's places, else as a product.
  void WriteDense(int n, const std::string& input) {
    const ParameterSlot& weights = *slots_[n][0];
    const Numbers& s = weights.parameter.shape;
    std::vector<float> numbers = Values(weights);
    const Shape& shape = InputShape(n);
    const bool is_head = n == net_.heads().front().node;
    if (shape.axes > 0 && !is_head) {
      std::vector<std::string> inputs = {input, Constant({s[0], s[1], 1, 1}, numbers)};
      if (slots_[n].size() > 1) inputs.push_back(Vector(*slots_[n][1]));
      Add("Conv", inputs, names_[size_t(n)], {});
      return;
    }
    std::string vector = input;
    if (shape.axes > 0) {
      vector = names_[size_t(n)] + "flat";
      Add("Flatten", {input}, vector, {IntAttribute("axis", 1)});
    }
    const int before = net_.nodes()[size_t(n)].inputs[0];
    if (net_.nodes()[size_t(before)].type == "flatten") {
      const Shape& picture = InputShape(before);
      const std::vector<float> from = numbers;
      const int64_t places = picture.places();
      const int64_t channels = picture.channels;
      for (int64_t o = 0; o < s[0]; ++o) {
        for (int64_t p = 0; p < places; ++p) {
          for (int64_t c = 0; c < channels; ++c) {
            numbers[size_t(o * s[1] + c * places + p)] = from[size_t(o * s[1] + p * channels + c)];
          }
        }
      }
    }
    std::vector<std::string> inputs = {vector, Constant({s[0], s[1]}, numbers)};
    if (slots_[n].size() > 1) inputs.push_back(Vector(*slots_[n][1]));
    Add("Gemm", inputs, names_[size_t(n)], {IntAttribute("transB", 1)});
  }

  Status WriteNode(int n) {
    const Node& node = net_.nodes()[size_t(n)];
    const std::string& type = node.type;
    std::vector<std::string> in;
    for (const int input : node.inputs) in.push_back(names_[size_t(input)]);
    std::string& name = names_[size_t(n)] = "n" + std::to_string(n);
    if (type == "conv" || type == "depthwise") {
      WriteConv(n, in[0]);
    } else if (type == "dense") {
      WriteDense(n, in[0]);
    } else if (type == "batchnorm") {
      std::vector<std::string> inputs = {in[0]};
      for (const ParameterSlot* slot : slots_[n]) inputs.push_back(Vector(*slot));
      Add("BatchNormalization", inputs, name, {FloatAttribute("epsilon", 1e-5)});
    } else if (type == "maxpool") {
      Add("MaxPool", in, name, WindowAttributes(n, false));
    } else if (type == "avgpool") {
      Add("AveragePool", in, name, WindowAttributes(n, false));
    } else if (type == "globalpool") {
      Add("GlobalAveragePool", in, name, {});
    } else if (type == "relu") {
      Add("Relu", in, name, {});
    } else if (type == "relu6") {
      Add("Clip", {in[0], Constant({}, {0}), Constant({}, {6})}, name, {});
    } else if (type == "swish") {
      Add("Sigmoid", in, name + "s", {});
      Add("Mul", {in[0], name + "s"}, name, {});
    } else if (type == "sigmoid") {
      Add("Sigmoid", in, name, {});
    } else if (type == "softmax") {
      Add("Softmax", in, name, {IntAttribute("axis", 1)});
    } else if (type == "lrn") {
      // ONNX takes the mean of squares where the paper takes the sum.
      Add("LRN", in, name,
          {IntAttribute("size", 5), FloatAttribute("alpha", 5 * KeyValue(node.text, "alpha", 1e-4)),
           FloatAttribute("beta", KeyValue(node.text, "beta", 0.75)),
           FloatAttribute("bias", KeyValue(node.text, "k", 2))});
    } else if (type == "add" || type == "multiply") {
      Add(type == "add" ? "Add" : "Mul", in, name, {});
    } else if (type == "concat") {
      Add("Concat", in, name, {IntAttribute("axis", 1)});
    } else if (type == "flatten") {
      Add("Flatten", in, name, {IntAttribute("axis", 1)});
    } else if (type == "dropout") {
      name = in[0];
    } else {
      return Status::Failed("no ONNX operator for " + node.text);
    }
    return Status::Ok();
  }

  const Net& net_;
  const std::span<const float> learnt_;
  const std::span<const float> followed_;
  const int64_t batch_;
  std::map<int, std::vector<const ParameterSlot*>> slots_;
  std::vector<std::string> names_;  // of the nodes' results
  Message graph_;
  int constants_ = 0;
};

}  // namespace

Result<std::string> OnnxFile(const Net& net, std::span<const float> learnt,
                             std::span<const float> followed, int64_t batch) {
  return Writer(net, learnt, followed, batch).Write();
}

}  // namespace sluice::bench
