#include "lib/folds.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "lib/random.h"

namespace sluice {
namespace {

constexpr uint32_t kStream = 0x666f6c64;  // "fold": numbers of our own for the user's seed

// The examples of each class in random order, one class after the other; `ends` are the ends of the
// classes in it.
struct ByClass {
  std::vector<uint32_t> examples;
  std::vector<size_t> ends;
};

ByClass ShuffleClasses(const std::vector<int>& labels, uint64_t seed) {
  ByClass sorted;
  if (labels.empty()) return sorted;
  const auto classes = static_cast<size_t>(*std::max_element(labels.begin(), labels.end())) + 1;
  std::vector<size_t> next(classes + 1, 0);
  for (const int label : labels) ++next[size_t(label) + 1];
  for (size_t c = 0; c < classes; ++c) next[c + 1] += next[c];
  sorted.ends.assign(next.begin() + 1, next.end());
  sorted.examples.resize(labels.size());
  for (size_t i = 0; i < labels.size(); ++i) {
    sorted.examples[next[size_t(labels[i])]++] = static_cast<uint32_t>(i);
  }
  Random random(seed, kStream);
  size_t begin = 0;
  for (const size_t end : sorted.ends) {
    random.Shuffle(sorted.examples.data() + begin, static_cast<uint32_t>(end - begin));
    begin = end;
  }
  return sorted;
}

}  // namespace

std::vector<int> StratifiedFolds(const std::vector<int>& labels, int k, uint64_t seed) {
  const ByClass sorted = ShuffleClasses(labels, seed);
  std::vector<int> folds(labels.size());
  for (size_t i = 0; i < sorted.examples.size(); ++i) {
    folds[sorted.examples[i]] = static_cast<int>(i % size_t(k));
  }
  return folds;
}

std::vector<bool> StratifiedHoldout(const std::vector<int>& labels, double fraction,
                                    uint64_t seed) {
  const ByClass sorted = ShuffleClasses(labels, seed);
  std::vector<bool> held_out(labels.size(), false);
  size_t begin = 0;
  size_t done = 0;
  for (const size_t end : sorted.ends) {
    // Rounded sums, so that the total is right and no class is off by more than one.
    const auto sum = static_cast<size_t>(std::floor(fraction * double(end) + 0.5));
    const size_t count = std::min(sum - done, end - begin);
    for (size_t i = begin; i < begin + count; ++i) held_out[sorted.examples[i]] = true;
    done += count;
    begin = end;
  }
  return held_out;
}

}  // namespace sluice
