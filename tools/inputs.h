// Which files a command reads.
#ifndef SLUICE_TOOLS_INPUTS_H_
#define SLUICE_TOOLS_INPUTS_H_

#include <string>
#include <vector>

#include "lib/status.h"
#include "tools/io_options.h"

namespace sluice {

// The command line's files and those of --files-from, or stdin when there are neither.
Result<std::vector<std::string>> ListInputs(const std::vector<std::string>& arguments,
                                            const IoOptions& options);

}  // namespace sluice

#endif  // SLUICE_TOOLS_INPUTS_H_
