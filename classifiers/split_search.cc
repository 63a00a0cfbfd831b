#include "classifiers/split_search.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace sluice {
namespace {

// Nodes of fewer examples read whole rows, which their descendants read again.
constexpr size_t kRowNode = 1024;
// Nodes of so few examples sort them rather than look through a table of counts.
constexpr size_t kSortNode = 40;
constexpr size_t kClassesAtOnce = 4;

}  // namespace

// Sums are integers below 2^31, their squares' sums below 2^62: exact.
class SplitSearch::Sweep {
 public:
  Sweep(std::span<const uint32_t> totals, uint32_t min_leaf, int64_t feature, uint32_t* left)
      : totals_(totals.data()), min_leaf_(min_leaf), left_(left) {
    std::fill_n(left, totals.size(), 0u);
    for (const uint32_t total : totals) {
      right_sum_ += total;
      right_squares_ += uint64_t{total} * total;
    }
    best_.feature = feature;
  }

  // Begins a bin: all before it may be the left child.
  void StartBin(int bin) {
    if (last_ >= 0) {
      best_.constant = false;
      if (left_sum_ >= min_leaf_ && right_sum_ >= min_leaf_) {
        const double score =
            double(left_squares_) / double(left_sum_) + double(right_squares_) / double(right_sum_);
        if (score > best_.score) {
          best_.score = score;
          best_.left = last_;
          best_.right = bin;
        }
      }
    }
    last_ = bin;
  }
  void Move(size_t label, uint32_t weight) {
    const uint64_t left = left_[label];
    const uint64_t right = totals_[label] - left;
    left_squares_ += weight * (2 * left + weight);
    right_squares_ -= weight * (2 * right - weight);
    left_[label] += weight;
    left_sum_ += weight;
    right_sum_ -= weight;
  }
  // Moves a whole bin: `counts` of `stride` classes. With m the weight that a class moves, sums of
  // m l, m t and m^2 over classes give the changes of both sums of squares, without branches.
  void MoveBin(const uint32_t* counts, size_t stride) {
    uint64_t with_left = 0;
    uint64_t with_total = 0;
    uint64_t squares = 0;
    uint64_t sum = 0;
    for (size_t k = 0; k < stride; ++k) {
      const uint64_t moved = counts[k];
      with_left += moved * left_[k];
      with_total += moved * totals_[k];
      squares += moved * moved;
      sum += moved;
      left_[k] += counts[k];
    }
    left_squares_ += 2 * with_left + squares;
    right_squares_ -= 2 * (with_total - with_left) - squares;
    left_sum_ += sum;
    right_sum_ -= sum;
  }
  const Split& best() const { return best_; }

 private:
  const uint32_t* totals_;
  const uint32_t min_leaf_;
  uint32_t* left_;
  uint64_t left_squares_ = 0, right_squares_ = 0;
  uint64_t left_sum_ = 0, right_sum_ = 0;
  int last_ = -1;
  Split best_;
};

SplitSearch::SplitSearch(const FeatureBins& bins, int classes)
    : bins_(bins),
      classes_(static_cast<size_t>(classes)),
      stride_((classes_ + kClassesAtOnce - 1) / kClassesAtOnce * kClassesAtOnce),
      counts_(FeatureBins::kMostBins * stride_),
      left_(stride_),
      totals_(stride_) {}

void SplitSearch::GatherCodes(std::span<const TreeExample> examples, int64_t feature) {
  if (codes_.size() < examples.size()) codes_.resize(examples.size());
  uint8_t* codes = codes_.data();
  if (examples.size() < kRowNode) {
    const uint8_t* first = bins_.Row(0) + feature;
    const int64_t stride = bins_.features();
    for (size_t i = 0; i < examples.size(); ++i) codes[i] = first[examples[i].row * stride];
  } else {
    const uint8_t* column = bins_.Column(feature);
    for (size_t i = 0; i < examples.size(); ++i) codes[i] = column[examples[i].row];
  }
}

void SplitSearch::SweepSorted(std::span<const TreeExample> examples, Sweep* sweep) {
  keys_.resize(examples.size());
  for (size_t i = 0; i < examples.size(); ++i) keys_[i] = uint64_t{codes_[i]} << 32 | i;
  std::sort(keys_.begin(), keys_.end());
  int bin = -1;
  for (const uint64_t key : keys_) {
    const TreeExample& example = examples[key & 0xFFFFFFFF];
    if (static_cast<int>(key >> 32) != bin) {
      bin = static_cast<int>(key >> 32);
      sweep->StartBin(bin);
    }
    sweep->Move(size_t(example.label), example.weight);
  }
}

void SplitSearch::SweepCounts(std::span<const TreeExample> examples, Sweep* sweep) {
  for (size_t i = 0; i < examples.size(); ++i) {
    occupied_[codes_[i]] = 1;
    counts_[codes_[i] * stride_ + size_t(examples[i].label)] += examples[i].weight;
  }
  constexpr size_t kWord = sizeof(uint64_t);
  static_assert(std::endian::native == std::endian::little);
  for (size_t first = 0; first < occupied_.size(); first += kWord) {
    uint64_t word = 0;
    std::memcpy(&word, &occupied_[first], kWord);
    for (; word != 0; word &= word - 1) {
      const size_t bin = first + size_t(std::countr_zero(word)) / 8;
      uint32_t* counts = counts_.data() + bin * stride_;
      sweep->StartBin(static_cast<int>(bin));
      sweep->MoveBin(counts, stride_);
      std::fill_n(counts, stride_, 0u);
    }
  }
  occupied_.fill(0);
}

Split SplitSearch::Find(std::span<const TreeExample> examples, std::span<const uint32_t> totals,
                        uint32_t min_leaf, int64_t feature) {
  GatherCodes(examples, feature);
  uint8_t low = 255;
  uint8_t high = 0;
  for (size_t i = 0; i < examples.size(); ++i) {
    low = std::min(low, codes_[i]);
    high = std::max(high, codes_[i]);
  }
  if (low >= high) {
    Split none;
    none.feature = feature;
    return none;
  }
  std::copy(totals.begin(), totals.end(), totals_.begin());
  Sweep sweep(totals_, min_leaf, feature, left_.data());
  if (examples.size() <= kSortNode) {
    SweepSorted(examples, &sweep);
  } else {
    SweepCounts(examples, &sweep);
  }
  return sweep.best();
}

}  // namespace sluice
