// Documentation from the option table: man pages, completions, docs/cli.md, JSON.
#ifndef SLUICE_TOOLS_DUMP_H_
#define SLUICE_TOOLS_DUMP_H_

#include <string>
#include <vector>

#include "lib/status.h"

namespace sluice {

// What `sluice --dump-options WORDS...` writes: json, man NAME (a command, or sluice itself), bash,
// zsh, fish, markdown, or names (of the commands, one a line).
Result<std::string> DumpOptions(const std::vector<std::string>& words);

}  // namespace sluice

#endif  // SLUICE_TOOLS_DUMP_H_
