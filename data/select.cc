#include "data/select.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <map>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include "lib/folds.h"
#include "lib/random.h"

namespace sluice {
namespace {

constexpr uint32_t kShuffleStream = 0x73687566;  // "shuf"

using Entries = std::vector<DataSet::Entry>;
using Indices = std::vector<int64_t>;

Status CheckSelection(const Selection& s) {
  if (s.folds != 0 && s.holdout != 0) {
    return Status::Usage("expected --fold or --holdout, found both");
  }
  if (s.folds != 0 && (s.folds < 2 || s.fold < 1 || s.fold > s.folds)) {
    return Status::Usage("expected a fold I/K with 1 <= I <= K and K >= 2, found " +
                         std::to_string(s.fold) + "/" + std::to_string(s.folds));
  }
  if (s.holdout < 0 || s.holdout >= 1) {
    return Status::Usage("expected a part between 0 and 100 % to hold out");
  }
  return Status::Ok();
}

Status KeepClasses(const Entries& entries, const std::vector<std::string>& classes,
                   Indices* chosen) {
  if (classes.empty()) return Status::Ok();
  std::map<std::string, bool> found;
  for (const std::string& name : classes) found[name] = false;
  std::erase_if(*chosen, [&](int64_t i) {
    const auto wanted = found.find(entries[size_t(i)].label);
    if (wanted == found.end()) return true;
    wanted->second = true;
    return false;
  });
  for (const auto& [name, there] : found) {
    if (there) continue;
    Indices all(entries.size());
    std::iota(all.begin(), all.end(), 0);
    const std::vector<LabelCount> labels = CountLabels(entries, all);
    std::string known;
    constexpr size_t kShown = 20;
    for (size_t k = 0; k < std::min(labels.size(), kShown); ++k) {
      known += (k == 0 ? "" : ", ") + labels[k].label;
    }
    if (labels.size() > kShown) known += ", ...";
    return Status::Usage("no example has the label \"" + name + "\"", "labels: " + known);
  }
  return Status::Ok();
}

// Numbers the labels by first appearance.
std::vector<int> NumberLabels(const Entries& entries, const Indices& chosen) {
  std::unordered_map<std::string, int> numbers;
  std::vector<int> labels;
  labels.reserve(chosen.size());
  for (const int64_t i : chosen) {
    labels.push_back(
        numbers.emplace(entries[size_t(i)].label, static_cast<int>(numbers.size())).first->second);
  }
  return labels;
}

Status KeepPart(const Entries& entries, const Selection& s, Indices* chosen) {
  if (s.folds == 0 && s.holdout == 0) return Status::Ok();
  if (s.folds > 0 && size_t(s.folds) > chosen->size()) {
    return Status::Usage("expected at most as many folds as examples (" +
                         std::to_string(chosen->size()) + "), found " + std::to_string(s.folds));
  }
  const std::vector<int> labels = NumberLabels(entries, *chosen);
  std::vector<bool> test;
  if (s.folds > 0) {
    for (const int fold : StratifiedFolds(labels, s.folds, s.seed)) {
      test.push_back(fold == s.fold - 1);
    }
  } else {
    test = StratifiedHoldout(labels, s.holdout, s.seed);
  }
  Indices kept;
  for (size_t i = 0; i < chosen->size(); ++i) {
    if (test[i] == (s.part == Part::kTest)) kept.push_back((*chosen)[i]);
  }
  *chosen = std::move(kept);
  return Status::Ok();
}

void KeepPerClass(const Entries& entries, int64_t per_class, Indices* chosen) {
  std::unordered_map<std::string, int64_t> counts;
  std::erase_if(*chosen, [&](int64_t i) { return ++counts[entries[size_t(i)].label] > per_class; });
}

// A label as a number, if it is one.
std::optional<double> AsNumber(const std::string& label) {
  double value = 0;
  const char* const end = label.data() + label.size();
  const auto [stop, error] = std::from_chars(label.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

}  // namespace

Result<std::vector<int64_t>> Select(const std::vector<DataSet::Entry>& entries,
                                    const Selection& selection) {
  SLUICE_RETURN_IF_ERROR(CheckSelection(selection));
  Indices chosen(entries.size());
  std::iota(chosen.begin(), chosen.end(), 0);
  SLUICE_RETURN_IF_ERROR(KeepClasses(entries, selection.classes, &chosen));
  SLUICE_RETURN_IF_ERROR(KeepPart(entries, selection, &chosen));
  if (selection.shuffle) {
    Random random(selection.seed, kShuffleStream);
    random.Shuffle(chosen.data(), static_cast<uint32_t>(chosen.size()));
  }
  if (selection.per_class) KeepPerClass(entries, *selection.per_class, &chosen);
  const auto skip = static_cast<size_t>(std::min<int64_t>(selection.skip, int64_t(chosen.size())));
  chosen.erase(chosen.begin(), chosen.begin() + std::ptrdiff_t(skip));
  if (selection.take && *selection.take < int64_t(chosen.size())) {
    chosen.resize(size_t(*selection.take));
  }
  if (chosen.empty()) {
    return Status::Usage("no example is left of " + std::to_string(entries.size()));
  }
  return chosen;
}

std::vector<LabelCount> CountLabels(const std::vector<DataSet::Entry>& entries,
                                    const std::vector<int64_t>& chosen) {
  std::map<std::string, int64_t> counts;
  for (const int64_t i : chosen) ++counts[entries[size_t(i)].label];
  std::vector<LabelCount> labels;
  bool numeric = true;
  for (const auto& [label, count] : counts) {
    labels.push_back({label, count});
    numeric = numeric && AsNumber(label).has_value();
  }
  if (numeric) {
    std::stable_sort(labels.begin(), labels.end(), [](const LabelCount& a, const LabelCount& b) {
      return *AsNumber(a.label) < *AsNumber(b.label);
    });
  }
  return labels;
}

}  // namespace sluice
