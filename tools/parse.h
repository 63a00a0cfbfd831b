// From the words of a command line to a Command's options and arguments.
#ifndef SLUICE_TOOLS_PARSE_H_
#define SLUICE_TOOLS_PARSE_H_

#include <string>
#include <vector>

#include "lib/status.h"
#include "tools/command.h"

namespace sluice {

// Calls `set` of every option that `words` (without the program's name) give, marks it as given,
// and puts the other words into command->arguments. After "--" every word is an argument; "-" is
// always one. An option that stops (--help) is set alone. Fails with Status::Usage.
Status Parse(const std::vector<std::string>& words, Command* command);

}  // namespace sluice

#endif  // SLUICE_TOOLS_PARSE_H_
