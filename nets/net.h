// A net: layers connected to one another, as a net file describes them (docs/net-files.md).
#ifndef SLUICE_NETS_NET_H_
#define SLUICE_NETS_NET_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/status.h"
#include "nets/layer.h"
#include "nets/net_text.h"
#include "nets/shape.h"

namespace sluice {

struct NetOptions {
  std::optional<Shape> input;            // instead of the file's
  std::map<std::string, double> values;  // instead of those of the file's `param` lines
  int classes = 0;                       // value of the file's `param classes`, if not 0
  bool auxiliary = false;                // with the parts that only help training
};

// A layer and where its input comes from.
struct Node {
  std::string name;  // "conv1", "residual2.conv1": no two have the same
  std::string type;
  std::string text;  // the line: "conv 6 5x5", names and expressions replaced
  TextPlace place;
  std::unique_ptr<Layer> layer;  // null for the input, which is node 0
  std::vector<int> inputs;       // nodes before this one
  Shape shape;                   // of the result
};

// A node whose result is judged while training; the first one is the net's result.
struct Head {
  int node = 0;
  double weight = 1;  // of its loss in the sum
};

// The numbers of one parameter within the flat lists of all.
struct ParameterSlot {
  int node = 0;
  Parameter parameter;
  size_t offset = 0;  // in the learnt numbers, or in the others
  std::string name;   // "conv1.weights"
  bool learnt() const { return IsLearnt(parameter.role); }
};

class Net {
 public:
  // Fails with line and column, what was expected and what was found, for wrong words and for
  // shapes that do not fit.
  static Result<Net> Build(const std::string& text, const NetOptions& options = {});

  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Head>& heads() const { return heads_; }
  const Shape& input() const { return nodes_.front().shape; }
  const Shape& output() const { return nodes_[size_t(heads_.front().node)].shape; }
  // The words of the `loss` line; none: softmax.
  const std::vector<Word>& loss() const { return loss_; }

  // All parameters, in the order of nodes. Each list of numbers begins at a multiple of 16.
  const std::vector<ParameterSlot>& slots() const { return slots_; }
  size_t learnt() const { return learnt_; }  // length of the flat list
  size_t followed() const { return followed_; }
  int64_t parameter_count() const;  // learnt numbers, without gaps
  int64_t multiply_adds() const;    // of one example

  // Initial numbers, the same on every machine: weights as their layer's `init` says (see
  // Initializer).
  void Initialize(uint64_t seed, std::vector<float>* learnt, std::vector<float>* followed) const;

 private:
  friend class NetBuilder;

  std::vector<Node> nodes_;
  std::vector<Head> heads_;
  std::vector<Word> loss_;
  std::vector<ParameterSlot> slots_;
  size_t learnt_ = 0;
  size_t followed_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_NETS_NET_H_
