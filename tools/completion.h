// Completion scripts for shells from the option table.
#ifndef SLUICE_TOOLS_COMPLETION_H_
#define SLUICE_TOOLS_COMPLETION_H_

#include <string>
#include <vector>

#include "tools/documented.h"

namespace sluice {

std::string BashCompletion(const std::vector<DocumentedCommand>& commands);
std::string ZshCompletion(const std::vector<DocumentedCommand>& commands);
std::string FishCompletion(const std::vector<DocumentedCommand>& commands);

}  // namespace sluice

#endif  // SLUICE_TOOLS_COMPLETION_H_
