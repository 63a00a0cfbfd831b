#include "tools/commands.h"

namespace sluice {

// One line a command, sorted by name: X(name, Function).
#define SLUICE_COMMANDS(X) X("threshold", ThresholdCommand)

#define SLUICE_DECLARE(name, function) Command function();
SLUICE_COMMANDS(SLUICE_DECLARE)
#undef SLUICE_DECLARE

const std::vector<CommandEntry>& AllCommands() {
  static const std::vector<CommandEntry> entries = {
#define SLUICE_ENTRY(name, function) {name, &function},
      SLUICE_COMMANDS(SLUICE_ENTRY)
#undef SLUICE_ENTRY
  };
  return entries;
}

}  // namespace sluice
