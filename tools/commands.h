// The list of all commands; one file for each in tools/.
#ifndef SLUICE_TOOLS_COMMANDS_H_
#define SLUICE_TOOLS_COMMANDS_H_

#include <functional>
#include <string>
#include <vector>

#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

struct CommandEntry {
  std::string name;
  std::function<Command()> make;
};

// Sorted by name.
const std::vector<CommandEntry>& AllCommands();

// Makes the command of that name. Fails (Usage) with the nearest one as a hint.
Result<Command> FindCommand(const std::string& name);

// The commands "NAME SECOND" of a family such as svm train, svm predict; empty if there are none.
std::vector<std::string> FamilyOf(const std::string& name);

// The name of the command that `words` begin with: two words for a member of a family. A family
// without a plain command of its name needs the second word.
std::string CommandName(const std::vector<std::string>& words);

}  // namespace sluice

#endif  // SLUICE_TOOLS_COMMANDS_H_
