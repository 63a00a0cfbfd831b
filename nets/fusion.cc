#include "nets/fusion.h"

#include <cstddef>
#include <utility>

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

// Results that would not stay in the second-level cache (512 KiB), and weights that do (128 KiB)
// although they are read again for each strip.
constexpr int64_t kLargeResult = 128 * 1024;
constexpr int64_t kSmallWeights = 32 * 1024;
// Strips are a few rows of many.
constexpr int64_t kLeastRows = 16;

// Whether a convolution can be one of several that run strip by strip: those that do not need many
// rows, or whose weights would be transformed for Winograd's way.
bool RunsInStrips(const Layer& layer) {
  const ConvShape* const s = layer.convolution();
  if (s == nullptr || s->input[0] != 1 || s->kernel[0] != 1) return false;
  if (s->weight_count() > kSmallWeights || s->output(1) < kLeastRows) return false;
  const bool depthwise = s->groups == s->in_channels && s->groups == s->out_channels;
  return depthwise || (s->groups == 1 && (s->kernel[1] * s->kernel[2] == 1 || s->in_channels <= 4));
}

// The chain that goes on with strips of this one's result; -1 if there is none.
int NextInStrips(const Net& net, const std::vector<int>& readers, const FusedChain& chain) {
  const Node& node = net.nodes()[size_t(chain.last)];
  const int next = readers[size_t(chain.last)];
  if (next < 0 || node.shape.count() < kLargeResult) return -1;
  if (!RunsInStrips(*net.nodes()[size_t(chain.first)].layer)) return -1;
  return RunsInStrips(*net.nodes()[size_t(next)].layer) ? next : -1;
}

}  // namespace

std::vector<FusedChain> FindChains(const Net& net, const std::vector<int>& uses) {
  const std::vector<int> readers = OnlyReaders(net, uses);
  std::vector<FusedChain> chains(net.nodes().size());
  for (size_t n = 1; n < chains.size(); ++n) {
    chains[n].first = chains[n].last = static_cast<int>(n);
    if (uses[n] > 0) chains[n] = ChainFrom(net, readers, static_cast<int>(n));
  }
  std::vector<bool> follows(chains.size(), false);
  for (size_t n = 1; n < chains.size(); ++n) {
    if (follows[n] || uses[n] == 0) continue;
    FusedChain whole = chains[n];
    int next = NextInStrips(net, readers, whole);
    while (next >= 0) {
      follows[size_t(next)] = true;
      whole.next.push_back(chains[size_t(next)]);
      next = NextInStrips(net, readers, whole.next.back());
    }
    chains[n] = std::move(whole);
  }
  return chains;
}

}  // namespace sluice
