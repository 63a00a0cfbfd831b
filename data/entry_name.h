// Names for examples that have only a number.
#ifndef SLUICE_DATA_ENTRY_NAME_H_
#define SLUICE_DATA_ENTRY_NAME_H_

#include <cstdint>
#include <string>

namespace sluice {

// "00042": at least `digits` digits, so that names sort as numbers do.
inline std::string NumberText(uint64_t number, size_t digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

}  // namespace sluice

#endif  // SLUICE_DATA_ENTRY_NAME_H_
