#include "classifiers/packed_trees.h"

#include <algorithm>
#include <limits>
#include <numeric>

#include "hwy/cache_control.h"

namespace sluice {
namespace {

// Vectors that go through a tree together; those that take turns, step by step; and steps between
// two looks at which of them have arrived.
constexpr size_t kBlock = 256;
constexpr size_t kLanes = 8;
constexpr int kSteps = 4;
// Nodes to fetch ahead for each vector that will descend: about as many as it meets.
constexpr size_t kFetched = 64;
constexpr size_t kCacheLine = 64;

}  // namespace

PackedTrees::PackedTrees(int64_t dimensions) {
  while (feature_bits_ < 31 && (int64_t{1} << feature_bits_) < dimensions) ++feature_bits_;
}

void PackedTrees::Add(std::span<const TreeNode> nodes, int32_t origin) {
  const size_t begin = nodes_.size();
  if (nodes.size() > size_t{1} << (32 - feature_bits_)) {
    trees_.push_back({begin, begin});
    return;
  }
  for (size_t i = 0; i < nodes.size(); ++i) {
    const TreeNode& node = nodes[i];
    Node packed = {std::numeric_limits<float>::infinity(), uint32_t(i) << feature_bits_};
    if (node.feature != TreeNode::kLeaf) {
      packed = {node.threshold,
                uint32_t(node.child - origin) << feature_bits_ | uint32_t(node.feature)};
    }
    nodes_.push_back(packed);
    rows_.push_back(node.child);
  }
  trees_.push_back({begin, nodes_.size()});
}

void PackedTrees::Fetch(const Tree& tree, size_t vectors) const {
  const size_t end = std::min(tree.end, tree.begin + vectors * kFetched);
  for (size_t i = tree.begin; i < end; i += kCacheLine / sizeof(Node)) hwy::Prefetch(&nodes_[i]);
}

// Takes kSteps steps with each of kCount vectors, appends those that have not arrived yet to
// active[0 ... left) and returns how many there are then.
template <size_t kCount>
size_t PackedTrees::Descend(const Node* nodes, const float* const* x, const uint16_t* some,
                            int32_t* places, uint16_t* active, size_t left) const {
  const uint32_t bits = feature_bits_;
  const uint32_t mask = (uint32_t{1} << bits) - 1;
  uint16_t which[kCount];
  const float* vector[kCount];
  uint32_t at[kCount];
  uint32_t before[kCount];
#pragma GCC unroll 8
  for (size_t i = 0; i < kCount; ++i) {
    which[i] = some[i];
    vector[i] = x[which[i]];
    at[i] = static_cast<uint32_t>(places[which[i]]);
  }
#pragma GCC unroll 4
  for (int step = 0; step < kSteps; ++step) {
#pragma GCC unroll 8
    for (size_t i = 0; i < kCount; ++i) {
      before[i] = at[i];
      const Node node = nodes[at[i]];
      at[i] = (node.link >> bits) + (vector[i][node.link & mask] > node.threshold ? 1 : 0);
    }
  }
#pragma GCC unroll 8
  for (size_t i = 0; i < kCount; ++i) {
    places[which[i]] = static_cast<int32_t>(at[i]);
    active[left] = which[i];
    left += at[i] != before[i] ? 1 : 0;
  }
  return left;
}

void PackedTrees::Leaves(size_t tree, const float* const* x, size_t count, int32_t* rows) const {
  for (; count > kBlock; count -= kBlock, x += kBlock, rows += kBlock) {
    Leaves(tree, x, kBlock, rows);
  }
  if (tree + 1 < trees_.size()) Fetch(trees_[tree + 1], count);
  const Node* const nodes = nodes_.data() + trees_[tree].begin;
  const int32_t* const leaf_rows = rows_.data() + trees_[tree].begin;
  uint16_t active[kBlock];
  std::iota(active, active + count, uint16_t{0});
  std::fill_n(rows, count, 0);  // for now the places of nodes
  for (size_t moving = count; moving > 0;) {
    size_t left = 0;
    size_t i = 0;
    for (; i + kLanes <= moving; i += kLanes) {
      left = Descend<kLanes>(nodes, x, active + i, rows, active, left);
    }
    for (; i < moving; ++i) left = Descend<1>(nodes, x, active + i, rows, active, left);
    moving = left;
  }
  for (size_t i = 0; i < count; ++i) rows[i] = leaf_rows[rows[i]];
}

}  // namespace sluice
