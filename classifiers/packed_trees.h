// Decision trees laid out for many vectors to descend at the same time.
//
// A step waits for two numbers that the step before it chose: the node, and the feature it asks
// for. So several vectors take turns, without branches that depend on the answers (N. Asadi, J. Lin
// and A. de Vries, Runtime optimizations for tree-based machine learning models, IEEE TKDE 26(9),
// 2014); nodes are small, so that a tree stays in the second cache; and while vectors go through
// one tree the next is fetched.
#ifndef SLUICE_CLASSIFIERS_PACKED_TREES_H_
#define SLUICE_CLASSIFIERS_PACKED_TREES_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/decision_tree.h"

namespace sluice {

class PackedTrees {
 public:
  // Of vectors with so many numbers.
  explicit PackedTrees(int64_t dimensions);

  // Adds a tree: its nodes, whose children are counted from node `origin` on. The last one is a
  // leaf.
  void Add(std::span<const TreeNode> nodes, int32_t origin);

  // False for a tree that has too many nodes to be packed with so many features: such are all below
  // 2^32 / features / 2 nodes.
  bool Holds(size_t tree) const { return trees_[tree].begin < trees_[tree].end; }
  // The rows of the table of values that each of `count` vectors reaches in a tree that is held.
  void Leaves(size_t tree, const float* const* x, size_t count, int32_t* rows) const;

 private:
  // A link holds a child's place and, in the low bits, the feature. A leaf is a node that every
  // vector leaves for itself, so that steps need not ask whether there is another one.
  struct Node {
    float threshold;
    uint32_t link;
  };
  struct Tree {
    size_t begin, end;  // of its nodes
  };

  void Fetch(const Tree& tree, size_t vectors) const;
  template <size_t kCount>
  size_t Descend(const Node* nodes, const float* const* x, const uint16_t* some, int32_t* places,
                 uint16_t* active, size_t left) const;

  uint32_t feature_bits_ = 0;
  std::vector<Tree> trees_;
  std::vector<Node> nodes_;
  std::vector<int32_t> rows_;  // of leaves; for each node
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_PACKED_TREES_H_
