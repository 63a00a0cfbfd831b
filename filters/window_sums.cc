#include "filters/window_sums.h"

namespace sluice {
namespace {

// Terms that cover `window` with the largest spans first.
int TermCount(const std::vector<int>& spans, int window) {
  int terms = 0;
  for (size_t k = spans.size(); k-- > 0;) {
    terms += window / spans[k];
    window %= spans[k];
  }
  return terms;
}

constexpr int kMaxFactor = 8;
constexpr int kMaxLevels = 6;
constexpr int kStoreCost = 2;  // writing an intermediate line, in loads

// Tries all plans that begin with `spans` and keeps the cheapest.
void Search(std::vector<int>* spans, int cost, int window, WindowPlan* best) {
  const int total = cost + TermCount(*spans, window);
  if (best->spans.empty() || total < best->cost) *best = {*spans, total};
  if (spans->size() > kMaxLevels || cost >= best->cost) return;
  for (int factor = 2; factor <= kMaxFactor; ++factor) {
    const int span = spans->back() * factor;
    if (span > window) break;
    spans->push_back(span);
    Search(spans, cost + factor + kStoreCost, window, best);
    spans->pop_back();
  }
}

}  // namespace

WindowPlan WindowPlan::For(int window) {
  WindowPlan best;
  std::vector<int> spans = {1};
  Search(&spans, 0, window, &best);
  return best;
}

}  // namespace sluice
