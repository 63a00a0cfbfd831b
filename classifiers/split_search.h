// The best place to split a node of a decision tree in one feature.
#ifndef SLUICE_CLASSIFIERS_SPLIT_SEARCH_H_
#define SLUICE_CLASSIFIERS_SPLIT_SEARCH_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "classifiers/feature_bins.h"

namespace sluice {

// An example in a node.
struct TreeExample {
  int32_t row;
  int32_t label;
  uint32_t weight;
};

struct Split {
  // sum_k l_k^2 / L + sum_k r_k^2 / R, with l_k, r_k the weight of class k in the children and L, R
  // their sums: the more, the lower the children's Gini impurity. Negative: there is no split.
  double score = -1;
  int64_t feature = 0;
  int left = 0;          // the last bin of the left child that has an example
  int right = 0;         // the first of the right child
  bool constant = true;  // all examples are in one bin
};

// What a search needs besides the node; used by one thread at a time.
class SplitSearch {
 public:
  SplitSearch(const FeatureBins& bins, int classes);

  // The best split of `examples` in `feature` whose children weigh at least `min_leaf`, the first
  // of several; `totals` are the classes' weights.
  Split Find(std::span<const TreeExample> examples, std::span<const uint32_t> totals,
             uint32_t min_leaf, int64_t feature);

 private:
  // Goes through the occupied bins in order.
  class Sweep;
  void GatherCodes(std::span<const TreeExample> examples, int64_t feature);
  void SweepSorted(std::span<const TreeExample> examples, Sweep* sweep);
  void SweepCounts(std::span<const TreeExample> examples, Sweep* sweep);

  const FeatureBins& bins_;
  const size_t classes_;
  const size_t stride_;  // of counts_: classes_ rounded up
  std::vector<uint8_t> codes_;
  std::vector<uint64_t> keys_;
  std::vector<uint32_t> counts_;  // by bin, then class; zeros between searches
  std::vector<uint32_t> left_;
  std::vector<uint32_t> totals_;
  std::array<uint8_t, FeatureBins::kMostBins> occupied_{};  // 1: the bin has an example; zeros too
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_SPLIT_SEARCH_H_
