// Where a command's results go, and the checks before it starts.
#ifndef SLUICE_TOOLS_OUTPUTS_H_
#define SLUICE_TOOLS_OUTPUTS_H_

#include <memory>
#include <string>
#include <vector>

#include "lib/byte_io.h"
#include "lib/row_reader.h"
#include "lib/status.h"
#include "tools/io_options.h"

namespace sluice {

// Whether every input gets an output of its own, or all share one.
bool HasOwnOutputs(const IoOptions& options);

// Refuses, before anything is read or written: a folder that is not there, several inputs for a
// file that holds one picture (unless they become one frame), two inputs for one output, an output
// that is an input (unless forced), pictures to a terminal (unless forced).
Status CheckFrameOutput(const std::vector<std::string>& inputs, const IoOptions& options,
                        bool one_frame);
// Opens what --output and --format say.
Result<std::unique_ptr<Sink>> OpenFrameOutput(const std::vector<std::string>& inputs,
                                              const IoOptions& options, bool one_frame);

// The same for text: stdout or one file. `binary`: it is a model, which terminals are spared.
Result<std::unique_ptr<ByteWriter>> OpenTextOutput(const std::vector<std::string>& inputs,
                                                   const IoOptions& options, bool binary);

}  // namespace sluice

#endif  // SLUICE_TOOLS_OUTPUTS_H_
