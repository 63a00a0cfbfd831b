// Runs a net over batches, forward and backward.
#ifndef SLUICE_NETS_NET_RUN_H_
#define SLUICE_NETS_NET_RUN_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "lib/status.h"
#include "nets/buffer_pool.h"
#include "nets/fusion.h"
#include "nets/net.h"
#include "nets/strips.h"

namespace sluice {

// What a run computes and keeps.
struct NetRunOptions {
  bool training = false;     // layers work as in training: batch statistics, dropout
  bool derivatives = false;  // Backward will be called; of itself when training
  bool fuse = true;          // layers run together (nets/fusion.h) where nothing is kept
  // Nodes whose results are wanted, in place of the heads; nothing beyond them is computed.
  std::vector<int> results = {};
};

class NetRun {
 public:
  // The net and its numbers (see Net::slots) must outlive this. When `training`, results of all
  // layers are kept for Backward; else memory is used again as soon as nobody needs what it holds,
  // auxiliary heads are not computed, and layers are fused (nets/fusion.h) unless `fuse` is false.
  NetRun(const Net& net, std::span<float> learnt, std::span<float> followed, bool training,
         bool fuse = true);
  // When training or with derivatives, results of all layers are kept.
  NetRun(const Net& net, std::span<float> learnt, std::span<float> followed,
         const NetRunOptions& options);

  // Parameters that stay as they are while training, by net.slots(); empty: none. Layers that have
  // one use their running statistics and leave them. Backward leaves their derivatives 0.
  void Freeze(const std::vector<bool>& slots);

  // Runs over `batch` examples (see Shape), which must stay until Backward is done. `step` names
  // the random numbers of layers such as dropout.
  Status Forward(const float* input, int64_t batch, uint64_t seed = 0, uint32_t step = 0);
  // Says that parameters have changed since the run was made or Forward called the last time.
  void ParametersChanged() { changed_ = true; }
  // What came out of a head, or of one of the nodes wanted instead: batch x shape.
  const float* output(size_t head = 0) const { return ResultOf(ends_[head]); }

  // The derivatives by all learnt numbers, given those by the results of all heads (or nodes wanted
  // instead); an empty `gradient` leaves them out. Those by the input go to `d_input` unless it is
  // null.
  Status Backward(std::span<const float* const> d_heads, std::span<float> gradient,
                  float* d_input = nullptr);

  // Memory of activations and their derivatives so far.
  size_t bytes() const { return pool_.bytes(); }

 private:
  // The memory of a node's result; several nodes that work in place share one.
  struct Value {
    float* data = nullptr;
    std::byte* saved = nullptr;
  };

  Status RunChain(const FusedChain& chain, uint64_t seed, uint32_t step);
  Status RunStrips(const FusedChain& chain);
  Status PrepareStrips(const FusedChain& chain);
  void GiveUnread(const FusedChain& chain);
  bool Learns(size_t slot) const;
  void FindLearning();
  Status BackwardNode(size_t node, std::span<float> gradient, bool wants_input);
  Status AddDerivative(int node, const float* from);
  // What a node's layer reads and writes now; overwritten by the next call for it.
  Pass& MakePass(size_t node, uint64_t seed, uint32_t step);
  bool SharesInput(size_t node) const;
  void FindOrder();
  Fusion FusionOf(const FusedChain& chain);
  // The result of a node that is kept now.
  const float* ResultOf(int node) const { return node == 0 ? input_ : values_[size_t(node)].data; }
  void Release();
  Status Prepare(size_t node);
  Status PrepareParameters();

  const Net& net_;
  const std::span<float> learnt_;
  const std::span<float> followed_;
  const bool training_;  // layers work as in training
  const bool keeps_;     // results for Backward
  const bool fuse_;
  std::vector<int> ends_;                   // nodes whose results are wanted
  std::vector<std::vector<size_t>> slots_;  // of each node
  std::vector<int> uses_;                   // of each node's result, heads included
  std::vector<FusedChain> chains_;          // by first nodes; of one node each while training
  std::vector<int> runs_with_;              // the first node of the chain that each node is in
  std::vector<int> last_use_;               // the last chain that reads it; the end for heads
  std::vector<bool> shares_;                // works in place of its input
  std::vector<bool> needed_;                // for the results of this run
  std::vector<bool> frozen_;                // has parameters that stay as they are
  std::vector<bool> frozen_slots_;          // by net.slots(); empty: none
  std::vector<bool> learns_;                // it or a node before it has parameters to learn
  std::vector<Pass> passes_;                // of each node: its lists keep their memory
  std::vector<std::shared_ptr<const void>> prepared_;  // of each layer's parameters
  std::vector<std::shared_ptr<const Strips>> strips_;  // by first nodes of chains that have them
  bool changed_ = true;                                // parameters, since they were prepared

  BufferPool pool_;
  const float* input_ = nullptr;
  int64_t batch_ = 0;
  uint64_t seed_ = 0;
  uint32_t step_ = 0;
  std::vector<Value> values_;
  std::vector<float*> derivatives_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_NET_RUN_H_
