// Runs filters over all inputs: the standard runner of commands with `stages`.
#ifndef SLUICE_TOOLS_RUN_FILTER_H_
#define SLUICE_TOOLS_RUN_FILTER_H_

#include "tools/command.h"
#include "tools/filter_chain.h"
#include "tools/io.h"

namespace sluice {

// One command on every frame. Returns the exit status.
int RunFilter(const Command& command, Io& io);

// A chain of commands.
int RunChain(FilterChain& chain, Io& io);

}  // namespace sluice

#endif  // SLUICE_TOOLS_RUN_FILTER_H_
