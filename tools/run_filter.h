// Runs filters over all inputs: the standard runner of commands with `stages`.
#ifndef SLUICE_TOOLS_RUN_FILTER_H_
#define SLUICE_TOOLS_RUN_FILTER_H_

#include <vector>

#include "tools/command.h"
#include "tools/filter_chain.h"
#include "tools/io.h"

namespace sluice {

// One command on every frame. Returns the exit status.
int RunFilter(const Command& command, Io& io);

// Several steps, fused: rows flow through all of them strip by strip.
int RunSteps(std::vector<FilterStep> steps, Io& io);

}  // namespace sluice

#endif  // SLUICE_TOOLS_RUN_FILTER_H_
