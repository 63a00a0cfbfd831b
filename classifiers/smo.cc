#include "classifiers/smo.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

#include "classifiers/smo_kernels.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr int64_t kMostStepsToShrinking = 1000;

class Solver {
 public:
  Solver(int64_t positive, const SmoOptions& options, KernelRowSource* rows)
      : positive_(positive),
        options_(options),
        rows_(*rows),
        count_(rows->count()),
        alpha_(size_t(count_), 0.0),
        saved_(size_t(count_)),
        values_(size_t(count_)),
        up_(size_t(count_)),
        low_(size_t(count_)),
        diagonal_(size_t(count_)),
        columns_(size_t(count_)) {
    for (int64_t i = 0; i < count_; ++i) saved_[size_t(i)] = Sign(i);
    ActivateAll();
  }

  SmoSolution Solve();

 private:
  double Sign(int64_t example) const { return example < positive_ ? 1 : -1; }
  bool IsActive() const { return int64_t(active_.size()) == count_; }
  SmoExamples examples() {
    return {int64_t(active_.size()), values_.data(), up_.data(), low_.data(), diagonal_.data()};
  }
  KernelColumns Row(int64_t example);
  SmoExtremes Scan() { return MoveAndScan(examples(), {}, {}, 0); }
  void ActivateAll();
  void Arrange();
  void SetMasks(size_t t);
  void Shrink(const SmoExtremes& extremes);
  void Unshrink();
  void Fetch(int64_t example);
  double Step(int64_t i, int64_t j, double k_ij);
  void Finish(const SmoExtremes& extremes, SmoSolution* solution) const;

  int64_t positive_;
  SmoOptions options_;
  KernelRowSource& rows_;
  int64_t count_;
  // Of all examples. The saved values count for those that are not active.
  std::vector<double> alpha_;
  std::vector<double> saved_;
  // Of the active ones, which are listed in ascending order; see SmoExamples.
  std::vector<int64_t> active_;
  Scratch<double> values_, up_, low_, diagonal_;
  Scratch<int32_t> columns_;
  bool consecutive_ = false;  // columns_ are
};

// What row of the kernel matrix the loops see: the active examples' numbers.
KernelColumns Solver::Row(int64_t example) {
  const float* const row = rows_.Use(example);
  if (consecutive_) return {row + columns_[0], nullptr};
  return {row, columns_.data()};
}

void Solver::ActivateAll() {
  active_.resize(size_t(count_));
  for (int64_t i = 0; i < count_; ++i) active_[size_t(i)] = i;
  for (int64_t i = 0; i < count_; ++i) values_[size_t(i)] = saved_[size_t(i)];
  Arrange();
}

// All that follows from the list of active examples.
void Solver::Arrange() {
  for (size_t t = 0; t < active_.size(); ++t) {
    diagonal_[t] = rows_.diagonal(active_[t]);
    columns_[t] = static_cast<int32_t>(rows_.column(active_[t]));
    SetMasks(t);
  }
  const size_t n = active_.size();
  consecutive_ = n > 0 && columns_[n - 1] - columns_[0] == int32_t(n) - 1;
  const size_t vector = kRowAlignment / sizeof(double);
  for (size_t t = n; t < n + vector; ++t) {
    values_[t] = 0;
    up_[t] = -kInfinity;
    low_[t] = kInfinity;
    diagonal_[t] = 0;
  }
  std::fill_n(columns_.data() + n, kRowAlignment / sizeof(int32_t), 0);
}

void Solver::SetMasks(size_t t) {
  const int64_t example = active_[t];
  const bool positive = Sign(example) > 0;
  const bool above = alpha_[size_t(example)] > 0;
  const bool below = alpha_[size_t(example)] < options_.c;
  up_[t] = (positive ? below : above) ? 0 : -kInfinity;
  low_[t] = (positive ? above : below) ? 0 : kInfinity;
}

// Leaves out examples at a bound that nothing active would move away from it.
void Solver::Shrink(const SmoExtremes& extremes) {
  size_t kept = 0;
  for (size_t t = 0; t < active_.size(); ++t) {
    const double value = values_[t];
    const bool only_low = up_[t] < 0 && value > extremes.greatest;
    const bool only_up = low_[t] > 0 && value < extremes.least;
    if (only_low || only_up) {
      saved_[size_t(active_[t])] = value;
      continue;
    }
    active_[kept] = active_[t];
    values_[kept] = value;
    ++kept;
  }
  active_.resize(kept);
  Arrange();
}

// Brings all examples back, with values computed afresh for those that were left out.
void Solver::Unshrink() {
  if (IsActive()) return;
  std::vector<bool> is_active(size_t(count_), false);
  for (size_t t = 0; t < active_.size(); ++t) {
    saved_[size_t(active_[t])] = values_[t];
    is_active[size_t(active_[t])] = true;
  }
  std::vector<int64_t> left_out;
  for (int64_t i = 0; i < count_; ++i) {
    if (!is_active[size_t(i)]) left_out.push_back(i);
  }
  Scratch<double> values(left_out.size());
  Scratch<int32_t> columns(left_out.size());
  for (size_t t = 0; t < left_out.size(); ++t) {
    values[t] = Sign(left_out[t]);
    columns[t] = static_cast<int32_t>(rows_.column(left_out[t]));
  }
  for (int64_t s = 0; s < count_; ++s) {
    if (alpha_[size_t(s)] == 0) continue;
    if (!rows_.Has(s)) {
      std::vector<int64_t> missing;
      for (int64_t i = s; i < count_ && int64_t(missing.size()) < rows_.at_once(); ++i) {
        if (alpha_[size_t(i)] != 0 && !rows_.Has(i)) missing.push_back(i);
      }
      rows_.Fetch(missing);
    }
    SubtractRow({rows_.Use(s), columns.data()}, Sign(s) * alpha_[size_t(s)],
                static_cast<int64_t>(left_out.size()), values.data());
  }
  for (size_t t = 0; t < left_out.size(); ++t) saved_[size_t(left_out[t])] = values[t];
  ActivateAll();
}

// Makes an example's row be there, together with rows that will be asked for soon: those of the
// examples that violate the optimality conditions most.
void Solver::Fetch(int64_t example) {
  if (rows_.Has(example)) return;
  std::vector<int64_t> wanted = {example};
  if (rows_.at_once() > 1) {
    using Place = std::pair<double, size_t>;
    std::vector<Place> up;
    std::vector<Place> low;
    for (size_t t = 0; t < active_.size(); ++t) {
      if (active_[t] == example || rows_.Has(active_[t])) continue;
      if (up_[t] == 0) up.emplace_back(-values_[t], t);
      if (low_[t] == 0) low.emplace_back(values_[t], t);
    }
    const auto each = size_t(rows_.at_once()) / 2;
    for (std::vector<Place>* side : {&up, &low}) {
      const size_t take = std::min(each, side->size());
      std::partial_sort(side->begin(), side->begin() + std::ptrdiff_t(take), side->end());
      for (size_t k = 0; k < take; ++k) wanted.push_back(active_[(*side)[k].second]);
    }
    // An example between its bounds may be on both sides.
    std::sort(wanted.begin() + 1, wanted.end());
    wanted.erase(std::unique(wanted.begin() + 1, wanted.end()), wanted.end());
    wanted.resize(std::min(wanted.size(), size_t(rows_.at_once())));
  }
  rows_.Fetch(wanted);
}

// Moves y alpha of the active example i up and that of j down by the same amount, which is returned
// to the best place within the bounds.
double Solver::Step(int64_t i, int64_t j, double k_ij) {
  const auto ti = size_t(i);
  const auto tj = size_t(j);
  double& alpha_i = alpha_[size_t(active_[ti])];
  double& alpha_j = alpha_[size_t(active_[tj])];
  const bool i_grows = Sign(active_[ti]) > 0;
  const bool j_grows = Sign(active_[tj]) < 0;
  const double curvature = std::max(diagonal_[ti] + diagonal_[tj] - 2 * k_ij, 1e-12);
  const double room_i = i_grows ? options_.c - alpha_i : alpha_i;
  const double room_j = j_grows ? options_.c - alpha_j : alpha_j;
  const double step = std::min({(values_[ti] - values_[tj]) / curvature, room_i, room_j});
  const auto move = [&](bool grows, double room, double* alpha) {
    if (step == room) {
      *alpha = grows ? options_.c : 0;  // the bound itself, not rounded
    } else {
      *alpha = std::clamp(grows ? *alpha + step : *alpha - step, 0.0, options_.c);
    }
  };
  move(i_grows, room_i, &alpha_i);
  move(j_grows, room_j, &alpha_j);
  SetMasks(ti);
  SetMasks(tj);
  return step;
}

SmoSolution Solver::Solve() {
  SmoSolution solution;
  const int64_t most = std::max<int64_t>(10'000'000, 100 * count_);
  const int64_t pause = std::min(count_, kMostStepsToShrinking);
  int64_t left = pause;  // steps until the next shrinking
  bool was_near = false;
  SmoExtremes extremes = Scan();
  while (solution.iterations < most) {
    const auto gap = [&] {
      return extremes.up < 0 ? -kInfinity : extremes.greatest - extremes.least;
    };
    if (--left <= 0 && options_.shrinking) {
      left = pause;
      if (!was_near && gap() <= 10 * options_.tolerance) {
        // What was left out early on is looked at again.
        was_near = true;
        Unshrink();
        extremes = Scan();
      }
      Shrink(extremes);
      extremes = Scan();
    }
    if (gap() < options_.tolerance) {
      if (IsActive()) break;
      Unshrink();
      extremes = Scan();
      if (gap() < options_.tolerance) break;
      left = 1;
    }
    const int64_t i = extremes.up;
    Fetch(active_[size_t(i)]);
    const KernelColumns row_i = Row(active_[size_t(i)]);
    const int64_t j = SelectSecond(examples(), row_i, extremes.greatest, diagonal_[size_t(i)]);
    if (j < 0) break;  // values are no numbers: the kernel's were infinite
    Fetch(active_[size_t(j)]);
    const KernelColumns row_j = Row(active_[size_t(j)]);
    const auto k_ij =
        double(row_j.columns == nullptr ? row_j.row[i] : row_j.row[columns_[size_t(i)]]);
    const double step = Step(i, j, k_ij);
    extremes = MoveAndScan(examples(), row_i, row_j, step);
    ++solution.iterations;
  }
  Unshrink();
  extremes = Scan();
  solution.converged = extremes.up < 0 || extremes.greatest - extremes.least < options_.tolerance;
  Finish(extremes, &solution);
  return solution;
}

// The bias makes the decision y at examples between the bounds; without any, it is in the middle of
// what is allowed.
void Solver::Finish(const SmoExtremes& extremes, SmoSolution* solution) const {
  double sum = 0;
  int64_t between = 0;
  for (int64_t i = 0; i < count_; ++i) {
    const double alpha = alpha_[size_t(i)];
    const double value = values_.data()[i];
    solution->objective += alpha * (-Sign(i) * value - 1) / 2;
    if (alpha <= 0 || alpha >= options_.c) continue;
    sum += value;
    ++between;
  }
  solution->bias = between > 0 ? sum / double(between) : (extremes.greatest + extremes.least) / 2;
  solution->alpha = alpha_;
}

}  // namespace

SmoSolution SolveSmo(int64_t positive, const SmoOptions& options, KernelRowSource* rows) {
  return Solver(positive, options, rows).Solve();
}

}  // namespace sluice
