// Layers that run as part of the convolution or dense layer before them, once a net is trained: its
// sums are normalised and bent before they are stored, which saves reading and writing them again.
// Sums of two results stay apart: reading the other one while a convolution stores took longer than
// the sum by itself (resnet18 22.5 ms against 18.8).
#ifndef SLUICE_NETS_FUSION_H_
#define SLUICE_NETS_FUSION_H_

#include <vector>

#include "nets/net.h"

namespace sluice {

// Nodes that run in one go, each the only reader of the one before it. -1: there is none.
struct FusedChain {
  int first = 0;  // the convolution or dense layer
  int last = 0;   // whose result is stored
  int norm = -1;  // a batchnorm, whose scale and shift go into weights and bias
  int activation = -1;
  // Convolutions that run with it, strip by strip (nets/strips.h), each reading the one before.
  std::vector<FusedChain> next;

  // Whose result is stored once all have run.
  int end() const { return next.empty() ? last : next.back().last; }
};

// For each node the chain that it is the first of; a chain of one node where nothing can be fused.
// What is the `next` of another chain is there as a chain of its own, too.
// `uses`: how many nodes (and heads) read each node's result; 0 for nodes that are not needed.
std::vector<FusedChain> FindChains(const Net& net, const std::vector<int>& uses);

}  // namespace sluice

#endif  // SLUICE_NETS_FUSION_H_
