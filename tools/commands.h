// The list of all commands; one file for each in tools/.
#ifndef SLUICE_TOOLS_COMMANDS_H_
#define SLUICE_TOOLS_COMMANDS_H_

#include <string>
#include <vector>

#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

struct CommandEntry {
  const char* name;
  Command (*make)();
};

// Sorted by name.
const std::vector<CommandEntry>& AllCommands();

// Makes the command of that name. Fails (Usage) with the nearest one as a hint.
Result<Command> FindCommand(const std::string& name);

}  // namespace sluice

#endif  // SLUICE_TOOLS_COMMANDS_H_
