// The program: from the words of a command line to an exit status.
#ifndef SLUICE_TOOLS_PROGRAM_H_
#define SLUICE_TOOLS_PROGRAM_H_

#include <string>
#include <vector>

namespace sluice {

// Runs `sluice WORDS...`: a command of ours, or a program sluice-NAME on the PATH. `called_as` is
// argv[0]: a link named sluice-NAME is the command NAME.
int RunProgram(const std::string& called_as, std::vector<std::string> words);

}  // namespace sluice

#endif  // SLUICE_TOOLS_PROGRAM_H_
