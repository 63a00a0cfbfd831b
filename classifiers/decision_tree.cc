#include "classifiers/decision_tree.h"

#include <algorithm>
#include <numeric>

#include "classifiers/split_search.h"
#include "lib/parallel.h"

namespace sluice {
namespace {

// Below so many bins to read, threads do not help.
constexpr int64_t kThreadsWork = 1 << 18;

class Grower {
 public:
  Grower(const FeatureBins& bins, std::span<const int> labels, int classes,
         std::span<const uint32_t> weights, const TreeOptions& options, Random* random)
      : bins_(bins), classes_(classes), options_(options), random_(random), search_(bins, classes) {
    for (size_t i = 0; i < labels.size(); ++i) {
      if (weights[i] > 0) examples_.push_back({int32_t(i), labels[i], weights[i]});
    }
    features_.resize(size_t(bins.features()));
    std::iota(features_.begin(), features_.end(), int32_t{0});
  }

  DecisionTree Grow() {
    struct Pending {
      size_t node, begin, end;
      int depth;
    };
    tree_.nodes.emplace_back();
    std::vector<Pending> pending = {{0, 0, examples_.size(), 0}};
    std::vector<uint32_t> totals(static_cast<size_t>(classes_));
    while (!pending.empty()) {
      const Pending at = pending.back();
      pending.pop_back();
      const std::span<TreeExample> examples(examples_.data() + at.begin, at.end - at.begin);
      tree_.depth = std::max(tree_.depth, at.depth);
      std::fill(totals.begin(), totals.end(), 0u);
      for (const TreeExample& e : examples) totals[size_t(e.label)] += e.weight;
      const bool mixed =
          std::count_if(totals.begin(), totals.end(), [](uint32_t total) { return total > 0; }) > 1;
      Split split;
      if (mixed && (options_.max_depth == 0 || at.depth < options_.max_depth)) {
        split = FindSplit(examples, totals);
      }
      if (split.score < 0) {
        tree_.nodes[at.node].child = LeafRow(totals, mixed);
        continue;
      }
      const size_t middle = at.begin + Partition(examples, split);
      const size_t child = tree_.nodes.size();
      tree_.nodes[at.node] = {static_cast<int32_t>(split.feature),
                              bins_.Threshold(split.feature, split.left, split.right),
                              static_cast<int32_t>(child)};
      tree_.nodes.resize(child + 2);
      pending.push_back({child + 1, middle, at.end, at.depth + 1});
      pending.push_back({child, at.begin, middle, at.depth + 1});
    }
    return std::move(tree_);
  }

 private:
  Split FindSplit(std::span<const TreeExample> examples, std::span<const uint32_t> totals) {
    const int64_t count = bins_.features();
    if (options_.features > 0 && options_.features < count) return Draw(examples, totals);
    const int64_t work = count * static_cast<int64_t>(examples.size());
    if (!options_.use_threads || work < kThreadsWork) {
      Split best;
      for (int64_t f = 0; f < count; ++f) Better(Find(examples, totals, f), &best);
      return best;
    }
    const int64_t grain = std::max<int64_t>(1, (count + 15) / 16);
    std::vector<Split> bests(size_t((count + grain - 1) / grain));
    ParallelFor(count, grain, [&](int64_t begin, int64_t end) {
      SplitSearch search(bins_, classes_);
      for (int64_t f = begin; f < end; ++f) {
        Better(search.Find(examples, totals, options_.min_leaf, f), &bests[size_t(begin / grain)]);
      }
    });
    Split best;
    for (const Split& split : bests) Better(split, &best);
    return best;
  }

  // Tries features in random order, without repeats.
  Split Draw(std::span<const TreeExample> examples, std::span<const uint32_t> totals) {
    Split best;
    bool constant = true;
    const auto count = static_cast<uint32_t>(bins_.features());
    for (uint32_t i = 0; i < count && (i < uint64_t(options_.features) || constant); ++i) {
      std::swap(features_[i], features_[i + random_->Below(count - i)]);
      const Split split = Find(examples, totals, features_[i]);
      constant = constant && split.constant;
      Better(split, &best);
    }
    return best;
  }

  Split Find(std::span<const TreeExample> examples, std::span<const uint32_t> totals,
             int64_t feature) {
    return search_.Find(examples, totals, options_.min_leaf, feature);
  }
  static void Better(const Split& split, Split* best) {
    if (split.score > best->score) *best = split;
  }

  // Brings the left child's examples before the others, keeping each side's order; returns how many
  // they are.
  size_t Partition(std::span<TreeExample> examples, const Split& split) {
    const uint8_t* column = bins_.Column(split.feature);
    right_.clear();
    size_t left = 0;
    for (const TreeExample& e : examples) {
      if (column[e.row] <= split.left) {
        examples[left++] = e;
      } else {
        right_.push_back(e);
      }
    }
    std::copy(right_.begin(), right_.end(), examples.begin() + static_cast<ptrdiff_t>(left));
    return left;
  }

  int32_t LeafRow(std::span<const uint32_t> totals, bool mixed) {
    if (!mixed) {
      return static_cast<int32_t>(std::max_element(totals.begin(), totals.end()) - totals.begin());
    }
    const auto row = static_cast<int32_t>(tree_.shares.size() / totals.size()) + classes_;
    const double sum = std::accumulate(totals.begin(), totals.end(), 0.0);
    for (const uint32_t total : totals) {
      tree_.shares.push_back(static_cast<float>(double(total) / sum));
    }
    return row;
  }

  const FeatureBins& bins_;
  const int classes_;
  const TreeOptions& options_;
  Random* const random_;
  SplitSearch search_;
  std::vector<TreeExample> examples_;  // each node's are next to one another, by rising row
  std::vector<TreeExample> right_;
  std::vector<int32_t> features_;
  DecisionTree tree_;
};

}  // namespace

DecisionTree GrowTree(const FeatureBins& bins, std::span<const int> labels, int classes,
                      std::span<const uint32_t> weights, const TreeOptions& options,
                      Random* random) {
  return Grower(bins, labels, classes, weights, options, random).Grow();
}

}  // namespace sluice
