// The list of all commands; one file for each in tools/.
#ifndef SLUICE_TOOLS_COMMANDS_H_
#define SLUICE_TOOLS_COMMANDS_H_

#include <string>
#include <vector>

#include "tools/command.h"

namespace sluice {

struct CommandEntry {
  const char* name;
  Command (*make)();
};

// Sorted by name.
const std::vector<CommandEntry>& AllCommands();

}  // namespace sluice

#endif  // SLUICE_TOOLS_COMMANDS_H_
