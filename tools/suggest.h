// Did you mean: the nearest of a list of names.
#ifndef SLUICE_TOOLS_SUGGEST_H_
#define SLUICE_TOOLS_SUGGEST_H_

#include <string>
#include <vector>

namespace sluice {

// Insertions, deletions, substitutions and swaps of neighbours that turn one into the other
// (restricted Damerau-Levenshtein distance).
int EditDistance(const std::string& a, const std::string& b);

// The choice nearest to `text`, or "" when none is near enough to be a slip of the fingers.
std::string Nearest(const std::string& text, const std::vector<std::string>& choices);

// "did you mean CHOICE?", or "" when none is near enough.
std::string DidYouMean(const std::string& text, const std::vector<std::string>& choices);

}  // namespace sluice

#endif  // SLUICE_TOOLS_SUGGEST_H_
