// A strict reader of plain XML: elements, text, comments, the five named entities and numeric ones.
// Attributes are passed over; document types are refused, so that nothing expands.
#ifndef SLUICE_DATA_XML_H_
#define SLUICE_DATA_XML_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lib/status.h"

namespace sluice {

struct XmlElement {
  std::string name;
  std::string text;  // between its tags, children left out, without blanks at both ends
  int64_t line = 0;
  std::vector<XmlElement> children;

  // The first child of that name, or null.
  const XmlElement* Find(std::string_view child) const;
};

// The root element. Errors begin with the line: "line 3: expected </name>, found </size>". Nesting
// is limited to 64 levels.
Result<XmlElement> ParseXml(std::string_view text);

}  // namespace sluice

#endif  // SLUICE_DATA_XML_H_
