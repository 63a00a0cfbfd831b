#include "data/select.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

namespace sluice {
namespace {

// 12 entries: a b c a b c ...
std::vector<DataSet::Entry> Entries() {
  std::vector<DataSet::Entry> entries;
  for (int i = 0; i < 12; ++i) {
    entries.push_back({std::to_string(i), i % 3 == 0 ? "a" : i % 3 == 1 ? "b" : "c"});
  }
  return entries;
}

using Indices = std::vector<int64_t>;

TEST_CASE("the steps of a selection follow one another", "[data][select]") {
  const auto entries = Entries();
  Selection s;
  CHECK(*Select(entries, s) == Indices{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  s.classes = {"c", "a"};
  CHECK(*Select(entries, s) == Indices{0, 2, 3, 5, 6, 8, 9, 11});
  s.per_class = 2;
  CHECK(*Select(entries, s) == Indices{0, 2, 3, 5});
  s.skip = 1;
  CHECK(*Select(entries, s) == Indices{2, 3, 5});
  s.take = 2;
  CHECK(*Select(entries, s) == Indices{2, 3});
  s.take = 100;
  CHECK(*Select(entries, s) == Indices{2, 3, 5});
}

TEST_CASE("shuffling permutes, before examples are taken", "[data][select]") {
  const auto entries = Entries();
  Selection s;
  s.shuffle = true;
  const Indices all = *Select(entries, s);
  CHECK(all.size() == 12);
  CHECK(std::set<int64_t>(all.begin(), all.end()).size() == 12);
  CHECK(all != Indices{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
  s.take = 5;
  CHECK(*Select(entries, s) == Indices(all.begin(), all.begin() + 5));
  s.seed = 1;
  CHECK(*Select(entries, s) != Indices(all.begin(), all.begin() + 5));
}

TEST_CASE("folds and hold-outs part the set", "[data][select]") {
  const auto entries = Entries();
  Selection s;
  s.folds = 4;
  std::set<int64_t> tested;
  for (s.fold = 1; s.fold <= 4; ++s.fold) {
    s.part = Part::kTest;
    const Indices test = *Select(entries, s);
    CHECK(test.size() == 3);  // one of each class
    s.part = Part::kTrain;
    Indices both = *Select(entries, s);
    both.insert(both.end(), test.begin(), test.end());
    CHECK(std::set<int64_t>(both.begin(), both.end()).size() == 12);
    tested.insert(test.begin(), test.end());
  }
  CHECK(tested.size() == 12);
  Selection h;
  h.holdout = 0.25;
  CHECK(Select(entries, h)->size() == 9);
  h.part = Part::kTest;
  CHECK(Select(entries, h)->size() == 3);
}

TEST_CASE("impossible selections are refused", "[data][select]") {
  const auto entries = Entries();
  const auto message = [&](const Selection& s) { return Select(entries, s).status().message(); };
  Selection s;
  s.classes = {"a", "x"};
  CHECK(message(s) == "no example has the label \"x\"");
  CHECK(Select(entries, s).status().hint() == "labels: a, b, c");
  s = {};
  s.skip = 12;
  CHECK(message(s) == "no example is left of 12");
  s = {};
  s.fold = 1;
  s.folds = 13;
  CHECK(message(s) == "expected at most as many folds as examples (12), found 13");
  s.holdout = 0.5;
  CHECK(message(s) == "expected --fold or --holdout, found both");
  s = {};
  s.fold = 3;
  s.folds = 2;
  CHECK(message(s) == "expected a fold I/K with 1 <= I <= K and K >= 2, found 3/2");
}

TEST_CASE("labels are counted in the order of numbers or letters", "[data][select]") {
  std::vector<DataSet::Entry> entries = {{"", "10"}, {"", "9"}, {"", "10"}, {"", "-1"}};
  std::vector<LabelCount> counts = CountLabels(entries, {0, 1, 2, 3});
  REQUIRE(counts.size() == 3);
  CHECK(counts[0].label == "-1");
  CHECK(counts[1].label == "9");
  CHECK(counts[2].label == "10");
  CHECK(counts[2].count == 2);
  entries[1].label = std::string("no number");
  counts = CountLabels(entries, {0, 1, 2, 3});
  CHECK(counts[1].label == "10");
}

}  // namespace
}  // namespace sluice
