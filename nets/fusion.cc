#include "nets/fusion.h"

#include <cstddef>

namespace sluice {
namespace {

// The only node that reads each node's result; -1 where there are none or several.
std::vector<int> OnlyReaders(const Net& net, const std::vector<int>& uses) {
  std::vector<int> readers(net.nodes().size(), -1);
  for (size_t n = 1; n < net.nodes().size(); ++n) {
    if (uses[n] == 0) continue;
    for (const int input : net.nodes()[n].inputs) {
      if (uses[size_t(input)] == 1) readers[size_t(input)] = static_cast<int>(n);
    }
  }
  return readers;
}

FusedChain ChainFrom(const Net& net, const std::vector<int>& readers, int first) {
  FusedChain chain;
  chain.first = chain.last = first;
  if (!net.nodes()[size_t(first)].layer->fuses()) return chain;
  while (true) {
    const int next = readers[size_t(chain.last)];
    if (next < 0) return chain;
    const Node& node = net.nodes()[size_t(next)];
    if (node.layer->is_channel_map() && chain.norm < 0) {
      chain.norm = next;
    } else if (node.layer->fused_activation()) {
      chain.activation = chain.last = next;
      return chain;
    } else {
      return chain;
    }
    chain.last = next;
  }
}

}  // namespace

std::vector<FusedChain> FindChains(const Net& net, const std::vector<int>& uses) {
  const std::vector<int> readers = OnlyReaders(net, uses);
  std::vector<FusedChain> chains(net.nodes().size());
  for (size_t n = 1; n < chains.size(); ++n) {
    chains[n].first = chains[n].last = static_cast<int>(n);
    if (uses[n] > 0) chains[n] = ChainFrom(net, readers, static_cast<int>(n));
  }
  return chains;
}

}  // namespace sluice
