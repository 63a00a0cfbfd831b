#include "classifiers/tree_ensemble.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <utility>

#include "lib/parallel.h"

namespace sluice {
namespace {

// Rows that go through a tree before the next tree: their numbers stay in the second cache.
constexpr int64_t kBlockRows = 128;

Status Bad(const std::string& what) { return Status::Failed("trees: expected " + what); }

}  // namespace

void TreeEnsemble::AddTree(std::vector<TreeNode> nodes) {
  packed_.Add(nodes, 0);
  const auto root = static_cast<int32_t>(nodes_.size());
  roots_.push_back(root);
  for (TreeNode& node : nodes) {
    if (node.feature != TreeNode::kLeaf) node.child += root;
  }
  nodes_.insert(nodes_.end(), nodes.begin(), nodes.end());
}

void TreeEnsemble::Leaves(size_t tree, const float* const* x, size_t count, int32_t* rows) const {
  if (packed_.Holds(tree)) return packed_.Leaves(tree, x, count, rows);
  for (size_t i = 0; i < count; ++i) {
    const TreeNode* node = &nodes_[size_t(roots_[tree])];
    while (node->feature != TreeNode::kLeaf) {
      node = &nodes_[size_t(node->child + (x[i][node->feature] > node->threshold ? 1 : 0))];
    }
    rows[i] = node->child;
  }
}

void TreeEnsemble::AddScores(ConstMatrix x, Matrix sums) const {
  ParallelFor(x.rows, kBlockRows, [&](int64_t begin, int64_t end) {
    const auto count = static_cast<size_t>(end - begin);
    const float* vectors[kBlockRows];
    int32_t rows[kBlockRows];
    for (size_t i = 0; i < count; ++i) vectors[i] = x.row(begin + int64_t(i));
    for (size_t t = 0; t < trees(); ++t) {
      Leaves(t, vectors, count, rows);
      for (size_t i = 0; i < count; ++i) {
        const float* values = value_row(rows[i]);
        float* sum = sums.row(begin + int64_t(i));
        for (int c = 0; c < classes_; ++c) sum[c] += values[c];
      }
    }
  });
}

Status TreeEnsemble::Save(ModelFile* file) const {
  std::vector<int32_t> features;
  std::vector<int32_t> children;
  SLUICE_ASSIGN_OR_RETURN(Tensor thresholds, Tensor::Create({int64_t(nodes_.size())}));
  for (size_t i = 0; i < nodes_.size(); ++i) {
    features.push_back(nodes_[i].feature);
    children.push_back(nodes_[i].child);
    thresholds.data()[i] = nodes_[i].threshold;
  }
  SLUICE_ASSIGN_OR_RETURN(Tensor values, Tensor::Create({int64_t(value_rows()), classes_}));
  std::copy(values_.begin(), values_.end(), values.data());
  file->Set("tree_features", std::to_string(dimensions_));
  file->AddIntegers("tree_roots", roots_);
  file->AddIntegers("node_features", std::move(features));
  file->AddIntegers("node_children", std::move(children));
  file->Add("node_thresholds", std::move(thresholds));
  file->Add("leaf_values", std::move(values));
  return Status::Ok();
}

Result<TreeEnsemble> TreeEnsemble::Load(const ModelFile& file, int classes) {
  SLUICE_ASSIGN_OR_RETURN(const int64_t dimensions,
                          file.Integer("tree_features", 1, std::numeric_limits<int32_t>::max()));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int32_t>* roots, file.Integers("tree_roots", -1));
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int32_t>* features, file.Integers("node_features", -1));
  const auto count = static_cast<int64_t>(features->size());
  SLUICE_ASSIGN_OR_RETURN(const std::vector<int32_t>* children,
                          file.Integers("node_children", count));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* thresholds, file.Floats("node_thresholds", {count}));
  SLUICE_ASSIGN_OR_RETURN(const Tensor* values, file.Floats("leaf_values", {-1, classes}));
  TreeEnsemble trees(dimensions, classes);
  trees.roots_ = *roots;
  trees.nodes_.resize(size_t(count));
  for (size_t i = 0; i < trees.nodes_.size(); ++i) {
    trees.nodes_[i] = {(*features)[i], thresholds->data()[i], (*children)[i]};
  }
  trees.values_.assign(values->data(), values->data() + values->size());
  SLUICE_RETURN_IF_ERROR(trees.Check());
  for (size_t t = 0; t < trees.roots_.size(); ++t) {
    const auto begin = static_cast<size_t>(trees.roots_[t]);
    const size_t end = t + 1 < trees.roots_.size() ? size_t(trees.roots_[t + 1]) : size_t(count);
    trees.packed_.Add(std::span(trees.nodes_).subspan(begin, end - begin), trees.roots_[t]);
  }
  return trees;
}

Status TreeEnsemble::Check() const {
  const auto count = static_cast<int64_t>(nodes_.size());
  if (count > std::numeric_limits<int32_t>::max()) return Bad("fewer than 2^31 nodes");
  if (roots_.empty() || roots_[0] != 0) return Bad("a first tree that begins at node 0");
  for (size_t t = 0; t < roots_.size(); ++t) {
    const int64_t end = t + 1 < roots_.size() ? int64_t{roots_[t + 1]} : count;
    if (roots_[t] >= end || end > count) return Bad("roots of trees to rise, below all nodes");
    for (int64_t i = roots_[t]; i < end; ++i) {
      const TreeNode& node = nodes_[size_t(i)];
      const std::string name = "node " + std::to_string(i);
      if (node.feature == TreeNode::kLeaf) {
        if (node.child < 0 || size_t(node.child) >= value_rows()) {
          return Bad(name + " to name a row of leaf_values, got " + std::to_string(node.child));
        }
      } else if (node.feature < 0 || node.feature >= dimensions_) {
        return Bad(name + " to ask for one of " + std::to_string(dimensions_) + " features, got " +
                   std::to_string(node.feature));
      } else if (node.child <= i || int64_t{node.child} + 1 >= end) {
        return Bad(name + " to have children after it in its tree, got " +
                   std::to_string(node.child));
      } else if (!std::isfinite(node.threshold)) {
        return Bad(name + " to have a finite threshold");
      }
    }
  }
  if (!std::all_of(values_.begin(), values_.end(), [](float v) { return std::isfinite(v); })) {
    return Bad("finite values of leaves");
  }
  return Status::Ok();
}

}  // namespace sluice
