// Man pages (man(7) macros) from the option table.
#ifndef SLUICE_TOOLS_MAN_H_
#define SLUICE_TOOLS_MAN_H_

#include <string>
#include <vector>

#include "tools/command.h"
#include "tools/documented.h"

namespace sluice {

// sluice-NAME(1).
std::string ManPage(const Command& command);
// sluice(1): the commands and what they share.
std::string OverviewManPage(const std::vector<DocumentedCommand>& commands);

}  // namespace sluice

#endif  // SLUICE_TOOLS_MAN_H_
