// docs/cli.md from the option table.
#ifndef SLUICE_TOOLS_MARKDOWN_H_
#define SLUICE_TOOLS_MARKDOWN_H_

#include <string>
#include <vector>

#include "tools/documented.h"

namespace sluice {

std::string MarkdownReference(const std::vector<DocumentedCommand>& commands);

}  // namespace sluice

#endif  // SLUICE_TOOLS_MARKDOWN_H_
