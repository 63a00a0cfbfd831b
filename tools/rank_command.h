// What the commands median and percentile have in common.
#ifndef SLUICE_TOOLS_RANK_COMMAND_H_
#define SLUICE_TOOLS_RANK_COMMAND_H_

#include <string>

#include "tools/command.h"

namespace sluice {

// A command of that name that takes a rank of each window; `percent_option` names the option that
// says which. Its summary and examples are left to the caller.
Command RankCommand(const std::string& name, const std::string& percent_option);

}  // namespace sluice

#endif  // SLUICE_TOOLS_RANK_COMMAND_H_
