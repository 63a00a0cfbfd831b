// Sums over a window that slides along a row, by sums of sums: a window of 15 is five sums of
// three. The additions of a sum do not depend on where the window stands, so f32 sums come out the
// same everywhere, and a NaN only reaches the windows that hold it; the cost grows with the
// logarithm of the window.
#ifndef SLUICE_FILTERS_WINDOW_SUMS_H_
#define SLUICE_FILTERS_WINDOW_SUMS_H_

#include <cstddef>
#include <vector>

#include "filters/box_sums.h"
#include "lib/scratch.h"

namespace sluice {

// How a window is put together.
struct WindowPlan {
  // Spans of the intermediate sums, each a multiple of the one before; the first is 1, the samples.
  std::vector<int> spans;
  // About how many vectors are loaded and stored for a vector of results.
  int cost = 0;

  // The cheapest plan for a window of `window` >= 1 pixels.
  static WindowPlan For(int window);
};

// The sums over windows of `window` pixels of a line of `samples` + (window - 1) * channels
// samples.
template <class S>
class WindowSums {
 public:
  WindowSums(const WindowPlan& plan, int window, size_t samples, size_t channels)
      : plan_(plan), window_(static_cast<size_t>(window)), samples_(samples), channels_(channels) {
    for (size_t k = 1; k < plan.spans.size(); ++k) levels_.emplace_back(Count(k));
  }

  // Lines whose sum at i is that of the window that starts at line[i]; valid until the next call.
  const std::vector<const S*>& Terms(const S* line) {
    terms_.clear();
    std::vector<const S*> level(plan_.spans.size(), line);
    for (size_t k = 1; k < level.size(); ++k) {
      const size_t span = Span(k - 1);
      shifted_.clear();
      for (size_t t = 0; t < Span(k) / span; ++t) {
        shifted_.push_back(level[k - 1] + t * span * channels_);
      }
      S* sums = levels_[k - 1].data();
      AddLines(shifted_.data(), static_cast<int>(shifted_.size()), Count(k), sums);
      level[k] = sums;
    }
    size_t covered = 0;
    for (size_t k = level.size(); k-- > 0;) {
      for (; window_ - covered >= Span(k); covered += Span(k)) {
        terms_.push_back(level[k] + covered * channels_);
      }
    }
    return terms_;
  }

 private:
  size_t Span(size_t level) const { return static_cast<size_t>(plan_.spans[level]); }
  size_t Count(size_t level) const { return samples_ + (window_ - Span(level)) * channels_; }

  const WindowPlan& plan_;
  size_t window_;
  size_t samples_;
  size_t channels_;
  std::vector<Scratch<S>> levels_;  // of spans[1], spans[2], ...
  std::vector<const S*> shifted_;
  std::vector<const S*> terms_;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_WINDOW_SUMS_H_
