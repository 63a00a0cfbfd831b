// Words of a line as a net file has them.
#ifndef SLUICE_TESTS_NETS_WORDS_H_
#define SLUICE_TESTS_NETS_WORDS_H_

#include <string>
#include <vector>

#include "nets/net_text.h"

namespace sluice {

// None for an empty line.
inline std::vector<Word> Words(const std::string& line) {
  if (line.empty()) return {};
  return ParseNetText(line).value().front().words;
}

}  // namespace sluice

#endif  // SLUICE_TESTS_NETS_WORDS_H_
