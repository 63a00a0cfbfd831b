// Text files as numbered lines.
#ifndef SLUICE_DATA_TEXT_LINES_H_
#define SLUICE_DATA_TEXT_LINES_H_

#include <cstdint>
#include <string_view>
#include <vector>

namespace sluice {

struct TextLine {
  int64_t number = 0;     // from 1
  std::string_view text;  // without its end, "\n" or "\r\n"
};

// All lines, empty ones too; what stands behind the last line's end is one more only if it is not
// empty. They borrow the text.
inline std::vector<TextLine> SplitLines(std::string_view text) {
  std::vector<TextLine> lines;
  while (!text.empty()) {
    const size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    lines.push_back({static_cast<int64_t>(lines.size()) + 1, line});
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

}  // namespace sluice

#endif  // SLUICE_DATA_TEXT_LINES_H_
