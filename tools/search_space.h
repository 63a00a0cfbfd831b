// Values of options to search: grids and random places in ranges.
#ifndef SLUICE_TOOLS_SEARCH_SPACE_H_
#define SLUICE_TOOLS_SEARCH_SPACE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

// The values of one option that are tried.
struct SearchRange {
  std::string option;               // "c", without the dashes
  std::vector<std::string> values;  // a list; or, if it is empty,
  double low = 0;                   // everything from low
  double high = 0;                  // to high,
  bool ratios = false;              // in equal ratios instead of equal steps
  bool whole = false;               // whole numbers only
};

// A value for each range, in their order.
using Setting = std::vector<std::string>;

struct SearchOptions {
  enum class Method { kGrid, kRandom };
  Method method = Method::kGrid;
  int points = 5;       // of a range, on a grid
  int trials = 20;      // random settings
  int refinements = 0;  // further rounds
  uint64_t seed = 0;
};

// "c=0.1,1,10", "c=0.01..100", "rate=0..1:linear". The option must be one of the command's; each
// value of a list, and both ends of a range, must be values that it takes.
Result<SearchRange> ParseSearchRange(const std::string& text, const Command& command);

// The settings of one round: all combinations, or random ones.
std::vector<Setting> Settings(const std::vector<SearchRange>& ranges, const SearchOptions& options,
                              int round);

// The ranges around a setting, half as wide (a grid's neighbours); lists stay as they are.
std::vector<SearchRange> Narrowed(const std::vector<SearchRange>& ranges, const Setting& best);

// Sets the command's options.
Status ApplySetting(const Setting& setting, const std::vector<SearchRange>& ranges,
                    Command* command);

}  // namespace sluice

#endif  // SLUICE_TOOLS_SEARCH_SPACE_H_
