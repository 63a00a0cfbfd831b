// Decision trees: a vector goes left or right by one of its numbers until it reaches a leaf.
//
// L. Breiman, J. Friedman, R. Olshen and C. Stone, Classification and Regression Trees, 1984.
#ifndef SLUICE_CLASSIFIERS_DECISION_TREE_H_
#define SLUICE_CLASSIFIERS_DECISION_TREE_H_

#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/feature_bins.h"
#include "lib/random.h"

namespace sluice {

// One node of a tree kept as a list in which children come after their parents, in pairs.
struct TreeNode {
  static constexpr int32_t kLeaf = -1;

  int32_t feature = kLeaf;
  float threshold = 0;  // x[feature] <= threshold: to `child`, else to child + 1
  // Of a leaf: its row in a table of values of leaves.
  int32_t child = 0;
};

struct DecisionTree {
  std::vector<TreeNode> nodes;  // the root first
  // The class shares of leaves of several classes: rows of `classes` numbers. Row c < classes of
  // the table that leaves name is class c alone; these follow it.
  std::vector<float> shares;
  int depth = 0;
};

struct TreeOptions {
  int64_t features = 0;     // tried at each node; 0: all, in order
  int max_depth = 0;        // splits on the way to a leaf at most; 0: as many as it takes
  uint32_t min_leaf = 1;    // least weight of a leaf
  bool use_threads = true;  // within the tree; else the caller runs several trees at once
};

// Grows a tree by splitting each node where the Gini impurity falls most: of equal splits the
// feature tried first wins, and then the lowest threshold. A node is a leaf when it has one class,
// or its vectors are equal as far as bins tell. When all the features that a node drew are
// constant in it, it draws on. Weights are counts: examples of weight 0 take no part; their sum is
// below 2^31. Counting is exact, so that results are the same everywhere.
//
// Cost: each level reads the bins of its examples in the features tried; nodes count them by class,
// or sort them if they are few.
DecisionTree GrowTree(const FeatureBins& bins, std::span<const int> labels, int classes,
                      std::span<const uint32_t> weights, const TreeOptions& options,
                      Random* random);

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_DECISION_TREE_H_
