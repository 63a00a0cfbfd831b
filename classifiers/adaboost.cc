#include "classifiers/adaboost.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "classifiers/decision_tree.h"
#include "classifiers/feature_bins.h"
#include "classifiers/tree_ensemble.h"
#include "lib/parallel.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr int64_t kJudgedTogether = 1024;

class AdaBoost : public Classifier {
 public:
  explicit AdaBoost(TreeEnsemble trees) : trees_(std::move(trees)) {}

  std::string kind() const override { return "adaboost"; }
  int64_t dimensions() const override { return trees_.dimensions(); }
  int classes() const override { return trees_.classes(); }
  std::string score_name() const override { return "vote"; }

  // Leaves hold a tree's vote as a share of all votes.
  Status Scores(ConstMatrix x, Matrix scores) const override {
    for (int64_t r = 0; r < x.rows; ++r) std::fill_n(scores.row(r), scores.columns, 0.0f);
    trees_.AddScores(x, scores);
    return Status::Ok();
  }
  Status Save(ModelFile* file) const override { return trees_.Save(file); }
  std::vector<std::string> Describe() const override {
    return {"trees: " + std::to_string(trees_.trees()), "nodes: " + std::to_string(trees_.nodes())};
  }

 private:
  TreeEnsemble trees_;
};

// Weights as the counts that GrowTree takes: they sum to almost 2^31, so that the mean weight is
// known to 1 part in 2^31 / examples. Examples never lose all their weight.
std::vector<uint32_t> AsCounts(const std::vector<double>& weights) {
  const double room = double(std::numeric_limits<int32_t>::max()) - 2 * double(weights.size());
  const double scale = room / std::accumulate(weights.begin(), weights.end(), 0.0);
  std::vector<uint32_t> counts;
  counts.reserve(weights.size());
  for (const double w : weights) counts.push_back(1 + static_cast<uint32_t>(w * scale + 0.5));
  return counts;
}

// Makes each leaf name the class that weighs most in it, the first of several.
void DecideLeaves(DecisionTree* tree, int classes) {
  for (TreeNode& node : tree->nodes) {
    if (node.feature != TreeNode::kLeaf || node.child < classes) continue;
    node.child = BestClass(&tree->shares[size_t(node.child - classes) * size_t(classes)], classes);
  }
}

std::vector<char> FindErrors(const Examples& examples, const std::vector<TreeNode>& nodes) {
  std::vector<char> wrong(size_t(examples.count()));
  const ConstMatrix x = examples.matrix();
  ParallelFor(x.rows, kJudgedTogether, [&](int64_t begin, int64_t end) {
    for (int64_t r = begin; r < end; ++r) {
      const TreeNode* node = nodes.data();
      while (node->feature != TreeNode::kLeaf) {
        const bool right = x.row(r)[node->feature] > node->threshold;
        node = &nodes[size_t(node->child) + (right ? 1 : 0)];
      }
      wrong[size_t(r)] = node->child == examples.labels[size_t(r)] ? 0 : 1;
    }
  });
  return wrong;
}

}  // namespace

Result<std::unique_ptr<Classifier>> TrainAdaBoost(const Examples& examples,
                                                  const AdaBoostOptions& options,
                                                  const TrainProgress& progress) {
  const auto classes = static_cast<int>(examples.classes.size());
  if (examples.count() >= 1 << 28) {
    return Status::Failed("adaboost: expected fewer than 2^28 examples, got " +
                          std::to_string(examples.count()));
  }
  SLUICE_ASSIGN_OR_RETURN(const FeatureBins bins, FeatureBins::Create(examples.matrix()));
  TreeOptions tree_options;
  tree_options.max_depth = options.depth;
  std::vector<double> weights(size_t(examples.count()), 1.0);
  std::vector<double> votes;
  TreeEnsemble trees(examples.dimensions(), classes);
  for (int round = 0; round < options.rounds; ++round) {
    Random unused(0);
    DecisionTree tree =
        GrowTree(bins, examples.labels, classes, AsCounts(weights), tree_options, &unused);
    DecideLeaves(&tree, classes);
    const std::vector<char> wrong = FindErrors(examples, tree.nodes);
    double error = 0;
    double sum = 0;
    for (size_t i = 0; i < weights.size(); ++i) {
      sum += weights[i];
      if (wrong[i] != 0) error += weights[i];
    }
    error /= sum;
    const bool last = error <= 0 || error >= 1 - 1.0 / classes;
    if (last && round > 0) break;
    // The only tree's vote is all there is.
    const double vote =
        last ? 1 : options.rate * (std::log((1 - error) / error) + std::log(classes - 1.0));
    for (TreeNode& node : tree.nodes) {
      if (node.feature == TreeNode::kLeaf) node.child += round * classes;
    }
    trees.AddTree(std::move(tree.nodes));
    votes.push_back(vote);
    if (progress.on_fraction) progress.on_fraction(double(round + 1) / options.rounds);
    if (progress.on_epoch && !progress.on_epoch(round + 1, error)) break;
    if (last) break;
    // Divided by the sum, so that many rounds overflow nothing.
    for (size_t i = 0; i < weights.size(); ++i) {
      weights[i] *= (wrong[i] != 0 ? std::exp(vote) : 1.0) / sum * double(weights.size());
    }
  }
  const double all = std::accumulate(votes.begin(), votes.end(), 0.0);
  for (const double vote : votes) {
    std::vector<float> values(size_t(classes) * size_t(classes));
    for (size_t c = 0; c < size_t(classes); ++c) {
      values[c * size_t(classes) + c] = static_cast<float>(vote / all);
    }
    trees.AddValues(values);
  }
  return std::unique_ptr<Classifier>(std::make_unique<AdaBoost>(std::move(trees)));
}

Result<std::unique_ptr<Classifier>> LoadAdaBoost(const ModelFile& file, int classes) {
  SLUICE_ASSIGN_OR_RETURN(TreeEnsemble trees, TreeEnsemble::Load(file, classes));
  return std::unique_ptr<Classifier>(std::make_unique<AdaBoost>(std::move(trees)));
}

}  // namespace sluice
