#include "tools/suggest.h"

#include <algorithm>
#include <cstddef>

namespace sluice {

int EditDistance(const std::string& a, const std::string& b) {
  // Three rows of the table: two characters back for swaps.
  std::vector<int> before(b.size() + 1);
  std::vector<int> last(b.size() + 1);
  std::vector<int> row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const int substitution = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, substitution});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::string Nearest(const std::string& text, const std::vector<std::string>& choices) {
  std::string best;
  int best_distance = 0;
  for (const std::string& choice : choices) {
    // A third of the letters may be wrong; a beginning is as good as the whole.
    const bool beginning = text.size() >= 3 && choice.compare(0, text.size(), text) == 0;
    const int distance = beginning ? 0 : EditDistance(text, choice);
    const int allowed = std::max(1, static_cast<int>(std::max(text.size(), choice.size()) / 3));
    if (distance > allowed || size_t(distance) >= choice.size()) continue;
    if (best.empty() || distance < best_distance) {
      best = choice;
      best_distance = distance;
    }
  }
  return best;
}

std::string DidYouMean(const std::string& text, const std::vector<std::string>& choices) {
  const std::string nearest = Nearest(text, choices);
  return nearest.empty() ? "" : "did you mean " + nearest + "?";
}

}  // namespace sluice
