// The options that all commands share, declared once.
#ifndef SLUICE_TOOLS_IO_OPTIONS_H_
#define SLUICE_TOOLS_IO_OPTIONS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "lib/codec.h"
#include "lib/dtype.h"
#include "tools/command.h"

namespace sluice {

enum class When { kAuto, kAlways, kNever };

struct IoOptions {
  // Output.
  std::string output = "-";            // a file, a template with {stem} ..., or - for stdout
  std::optional<FormatChoice> format;  // by the output's extension unless set
  std::optional<DType> depth;          // as the filter gives it unless set
  EncodeOptions encode;
  bool force = false;  // pictures to a terminal; an output that is also an input
  bool json = false;   // for commands that write text
  // Input.
  DecodeOptions decode;
  std::string files_from;       // a file with names of inputs, or - for stdin
  bool null_separated = false;  // those names end with NUL instead of a newline
  bool allow_empty = false;     // no frame at all is no error
  bool fail_fast = false;       // stop at the first input that fails
  std::string labels;           // "by-folder", a table, or none
  // Linear filters.
  bool premultiply = true;    // around alpha
  bool linear_light = false;  // sRGB to linear light around the filter
  // General.
  int threads = 0;          // 0: one for each core
  uint64_t max_memory = 0;  // bytes; 0: three quarters of the machine's memory
  bool quiet = false;
  bool verbose = false;
  When progress = When::kAuto;
  When color = When::kAuto;
  // Set instead of doing anything.
  bool short_help = false;
  bool help = false;
  bool version = false;
};

// Adds the shared options that fit the command; *options must outlive it.
void AddIoOptions(Command* command, IoOptions* options);

// Adds only those that a step of a pipeline may have: --depth, and --alpha and --linear.
void AddStepOptions(Command* command, IoOptions* options);

// Takes the defaults of SLUICE_THREADS and SLUICE_MAX_PIXELS from the environment. Before parsing:
// options win. Fails with Status::Usage when one of them has a value that makes no sense.
Status ApplyEnvironment(IoOptions* options);

}  // namespace sluice

#endif  // SLUICE_TOOLS_IO_OPTIONS_H_
