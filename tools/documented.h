// All commands with all their options, for what is generated from them.
#ifndef SLUICE_TOOLS_DOCUMENTED_H_
#define SLUICE_TOOLS_DOCUMENTED_H_

#include <memory>
#include <vector>

#include "tools/command.h"
#include "tools/io_options.h"

namespace sluice {

struct DocumentedCommand {
  Command command;
  std::unique_ptr<IoOptions> options;  // what the command's options write to
};

// Every command with the shared options added, sorted by name.
std::vector<DocumentedCommand> DocumentedCommands();

}  // namespace sluice

#endif  // SLUICE_TOOLS_DOCUMENTED_H_
