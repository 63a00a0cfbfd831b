// What a net costs and what its layers see, from its text alone.
#ifndef SLUICE_NETS_NET_INFO_H_
#define SLUICE_NETS_NET_INFO_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "nets/net.h"

namespace sluice {

// The part of the input that one number of a layer's result depends on. Along each axis, place i of
// the result sees `size` places of the input from offset + i * stride on, padding included: places
// outside of the input are padding. Where layers enlarge (stride below 1), the offset is rounded
// down and the size is that of the widest.
struct ReceptiveField {
  std::array<int64_t, 3> size = {1, 1, 1};  // as Shape::size
  std::array<double, 3> stride = {1, 1, 1};
  std::array<int64_t, 3> offset = {0, 0, 0};
};

struct LayerInfo {
  std::string name;
  std::string type;
  std::string text;  // the line: "conv 6 5x5"
  std::vector<std::string> inputs;
  Shape output;
  int64_t parameters = 0;     // learnt numbers
  int64_t multiply_adds = 0;  // for one example
  int64_t bytes = 0;          // of the result for one example, in f32
  // Nothing where each number sees the whole input.
  std::optional<ReceptiveField> receptive_field;
};

struct NetInfo {
  Shape input;
  std::vector<LayerInfo> layers;  // without the input
  int64_t parameters = 0;
  int64_t followed = 0;  // numbers that are not learnt, such as running means
  int64_t multiply_adds = 0;
  // Of results for one example: of all layers, which training keeps, and the most at one time when
  // nothing is kept that no later layer reads.
  int64_t bytes = 0;
  int64_t most_bytes = 0;
};

NetInfo DescribeNet(const Net& net);

// A table with a line for each layer, and totals.
std::string NetTable(const NetInfo& info);

// A graph in the language of Graphviz (dot): `dot -Tsvg`.
std::string NetGraph(const NetInfo& info);

}  // namespace sluice

#endif  // SLUICE_NETS_NET_INFO_H_
