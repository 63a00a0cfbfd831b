#include "tools/documented.h"

#include <utility>

#include "tools/commands.h"

namespace sluice {

std::vector<DocumentedCommand> DocumentedCommands() {
  std::vector<DocumentedCommand> commands;
  for (const CommandEntry& entry : AllCommands()) {
    DocumentedCommand documented{entry.make(), std::make_unique<IoOptions>()};
    AddIoOptions(&documented.command, documented.options.get());
    commands.push_back(std::move(documented));
  }
  return commands;
}

}  // namespace sluice
