// Which examples of a data set are taken, and in what order.
#ifndef SLUICE_DATA_SELECT_H_
#define SLUICE_DATA_SELECT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "data/data_set.h"
#include "lib/status.h"

namespace sluice {

enum class Part { kTrain, kTest };

// The steps are done in the order of the members, each on what the ones before it left.
struct Selection {
  // 1. Only these labels; empty: all.
  std::vector<std::string> classes;
  // 2. One part of a stratified partition made by the seed: all folds but one (kTrain) or that one
  // (kTest), or what a hold-out leaves (kTrain) or holds out (kTest). At most one of both.
  int fold = 0;   // 1 to folds
  int folds = 0;  // 0: no folds
  double holdout = 0;
  Part part = Part::kTrain;
  // 3. In random order, by the seed; else in the set's order.
  bool shuffle = false;
  // 4. The first `per_class` of each label.
  std::optional<int64_t> per_class;
  // 5. Without the first `skip`. 6. The first `take` of what is left.
  int64_t skip = 0;
  std::optional<int64_t> take;

  uint64_t seed = 0;
};

// The indices of the chosen entries in the order in which they are taken. Fails (Usage) when
// options contradict one another, for a class that no entry has, for more folds than examples, and
// when nothing is left.
Result<std::vector<int64_t>> Select(const std::vector<DataSet::Entry>& entries,
                                    const Selection& selection);

// The labels of some entries and how many have each: in numeric order if all are numbers, else
// alphabetically, bytewise.
struct LabelCount {
  std::string label;
  int64_t count = 0;
};
std::vector<LabelCount> CountLabels(const std::vector<DataSet::Entry>& entries,
                                    const std::vector<int64_t>& chosen);

}  // namespace sluice

#endif  // SLUICE_DATA_SELECT_H_
