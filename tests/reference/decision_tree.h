// A decision tree grown plainly: every gap between values of every feature is tried, and the
// classes on both sides are counted anew each time.
#ifndef SLUICE_TESTS_REFERENCE_DECISION_TREE_H_
#define SLUICE_TESTS_REFERENCE_DECISION_TREE_H_

#include <algorithm>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace sluice::reference {

struct PlainTree {
  std::vector<double> shares;  // of classes, in a leaf
  size_t feature = 0;
  float threshold = 0;
  std::unique_ptr<PlainTree> left, right;

  const std::vector<double>& At(const std::vector<float>& x) const {
    if (left == nullptr) return shares;
    return (x[feature] <= threshold ? left : right)->At(x);
  }
  int Leaves() const { return left == nullptr ? 1 : left->Leaves() + right->Leaves(); }
};

struct PlainExample {
  std::vector<float> x;
  int label;
  int weight;
};

// sum_k (weight of class k)^2 / (sum of weights), and the sum of weights.
inline std::pair<double, int> Purity(const std::vector<PlainExample>& examples) {
  std::map<int, long long> of_class;
  long long sum = 0;
  for (const PlainExample& e : examples) {
    of_class[e.label] += e.weight;
    sum += e.weight;
  }
  long long squares = 0;
  for (const auto& [label, weight] : of_class) squares += weight * weight;
  return {double(squares) / double(sum), int(sum)};
}

// Of equal splits the first feature's wins, then the lowest.
inline std::unique_ptr<PlainTree> GrowPlainTree(const std::vector<PlainExample>& examples,
                                                int classes, int depth_left, int min_leaf) {
  auto tree = std::make_unique<PlainTree>();
  tree->shares.resize(size_t(classes));
  for (const PlainExample& e : examples) tree->shares[size_t(e.label)] += e.weight;
  const double sum = Purity(examples).second;
  for (double& share : tree->shares) share /= sum;
  if (depth_left == 0 || *std::max_element(tree->shares.begin(), tree->shares.end()) == 1) {
    return tree;
  }
  double best = -1;
  std::vector<PlainExample> best_left, best_right;
  for (size_t f = 0; f < examples[0].x.size(); ++f) {
    std::set<float> values;
    for (const PlainExample& e : examples) values.insert(e.x[f]);
    for (auto low = values.begin(); std::next(low) != values.end(); ++low) {
      std::vector<PlainExample> left, right;
      for (const PlainExample& e : examples) (e.x[f] <= *low ? left : right).push_back(e);
      const auto [left_purity, left_weight] = Purity(left);
      const auto [right_purity, right_weight] = Purity(right);
      if (left_weight < min_leaf || right_weight < min_leaf) continue;
      if (left_purity + right_purity <= best) continue;
      best = left_purity + right_purity;
      tree->feature = f;
      tree->threshold = (*low + *std::next(low)) / 2;
      best_left = left;
      best_right = right;
    }
  }
  if (best >= 0) {
    tree->left = GrowPlainTree(best_left, classes, depth_left - 1, min_leaf);
    tree->right = GrowPlainTree(best_right, classes, depth_left - 1, min_leaf);
  }
  return tree;
}

}  // namespace sluice::reference

#endif  // SLUICE_TESTS_REFERENCE_DECISION_TREE_H_
