// Many decision trees whose leaves' values are added up: forests and boosted trees.
#ifndef SLUICE_CLASSIFIERS_TREE_ENSEMBLE_H_
#define SLUICE_CLASSIFIERS_TREE_ENSEMBLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "classifiers/decision_tree.h"
#include "classifiers/packed_trees.h"
#include "lib/matrix.h"
#include "lib/model_file.h"
#include "lib/status.h"

namespace sluice {

class TreeEnsemble {
 public:
  TreeEnsemble(int64_t dimensions, int classes)
      : dimensions_(dimensions), classes_(classes), packed_(dimensions) {}

  // Adds a tree, whose leaves name rows of the table of values.
  void AddTree(std::vector<TreeNode> nodes);
  // Adds rows of `classes` numbers to the table.
  void AddValues(const std::vector<float>& values) {
    values_.insert(values_.end(), values.begin(), values.end());
  }

  // Adds to each row of `sums` the values of the leaves that the row of x reaches: of all trees, in
  // order. Tree by tree for a block of rows at a time, so that a tree is read while it is in cache.
  // Runs over threads.
  void AddScores(ConstMatrix x, Matrix sums) const;
  // The rows of the table of values that each of `count` vectors reaches in one tree.
  void Leaves(size_t tree, const float* const* x, size_t count, int32_t* rows) const;

  // Metadata tree_features (how many numbers a vector has); tensors tree_roots, node_features (-1:
  // leaf), node_thresholds, node_children, leaf_values. Load
  // checks that each tree's children come after their parents within the tree, that features and
  // rows of values exist and that numbers are finite.
  Status Save(ModelFile* file) const;
  static Result<TreeEnsemble> Load(const ModelFile& file, int classes);

  int64_t dimensions() const { return dimensions_; }
  int classes() const { return classes_; }
  size_t trees() const { return roots_.size(); }
  size_t nodes() const { return nodes_.size(); }
  size_t value_rows() const { return values_.size() / size_t(classes_); }
  const float* value_row(int32_t row) const { return values_.data() + row * int64_t{classes_}; }

 private:
  Status Check() const;

  int64_t dimensions_;
  int classes_;
  std::vector<int32_t> roots_;
  std::vector<TreeNode> nodes_;  // of all trees, each tree's together, the root first
  std::vector<float> values_;
  PackedTrees packed_;  // the same trees
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_TREE_ENSEMBLE_H_
