#include "lib/folds.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

namespace sluice {
namespace {

// 23 examples of class 0, 7 of 1, none of 2, 1 of 3, in no order.
std::vector<int> Labels() {
  std::vector<int> labels;
  for (int i = 0; i < 31; ++i) labels.push_back(i % 4 == 1 && i < 26 ? 1 : i == 30 ? 3 : 0);
  return labels;
}

TEST_CASE("folds are stratified, even and a matter of the seed", "[folds]") {
  const std::vector<int> labels = Labels();
  for (const int k : {1, 2, 5, 10, 31}) {
    const std::vector<int> folds = StratifiedFolds(labels, k, 7);
    REQUIRE(folds.size() == labels.size());
    std::vector<int> sizes(size_t(k), 0);
    std::map<int, std::vector<int>> of_class;
    for (size_t i = 0; i < folds.size(); ++i) {
      REQUIRE(folds[i] >= 0);
      REQUIRE(folds[i] < k);
      ++sizes[size_t(folds[i])];
      of_class.try_emplace(labels[i], size_t(k), 0).first->second[size_t(folds[i])] += 1;
    }
    const auto [least, greatest] = std::minmax_element(sizes.begin(), sizes.end());
    CHECK(*greatest - *least <= 1);
    for (const auto& [label, counts] : of_class) {
      const auto [few, many] = std::minmax_element(counts.begin(), counts.end());
      CHECK(*many - *few <= 1);
    }
  }
  CHECK(StratifiedFolds(labels, 5, 7) == StratifiedFolds(labels, 5, 7));
  CHECK(StratifiedFolds(labels, 5, 7) != StratifiedFolds(labels, 5, 8));
  CHECK(StratifiedFolds({}, 5, 7).empty());
}

TEST_CASE("a hold-out takes its share of each class", "[folds]") {
  const std::vector<int> labels = Labels();
  for (const double fraction : {0.0, 0.1, 0.25, 0.5, 0.99}) {
    const std::vector<bool> held_out = StratifiedHoldout(labels, fraction, 1);
    REQUIRE(held_out.size() == labels.size());
    std::map<int, double> all;
    std::map<int, double> held;
    int total = 0;
    for (size_t i = 0; i < labels.size(); ++i) {
      all[labels[i]] += 1;
      if (held_out[i]) {
        held[labels[i]] += 1;
        ++total;
      }
    }
    CHECK(total == static_cast<int>(fraction * 31 + 0.5));
    for (const auto& [label, count] : all) {
      CHECK(std::abs(held[label] - fraction * count) <= 1);
    }
  }
  CHECK(StratifiedHoldout(labels, 0.5, 1) != StratifiedHoldout(labels, 0.5, 2));
}

// Fixed numbers: the same partition on every machine and in every version.
TEST_CASE("the folds of a seed stay what they are", "[folds]") {
  CHECK(StratifiedFolds({0, 1, 0, 1, 0, 1, 0, 0}, 3, 0) ==
        std::vector<int>{2, 0, 0, 2, 1, 1, 0, 1});
}

}  // namespace
}  // namespace sluice
