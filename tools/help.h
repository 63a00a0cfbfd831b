// Help texts, 80 columns wide.
#ifndef SLUICE_TOOLS_HELP_H_
#define SLUICE_TOOLS_HELP_H_

#include <string>
#include <vector>

#include "tools/command.h"

namespace sluice {

// What `sluice` alone shows: the commands by group.
std::string OverviewHelp();

// What the commands of a family (svm train, svm predict, ...) do.
std::string FamilyHelp(const std::string& name);
// -h: what it does, how to call it, examples, its own options.
std::string ShortHelp(const Command& command);
// --help: everything.
std::string FullHelp(const Command& command);

// The words of `text` in lines of at most `width` columns, blank lines between its paragraphs.
std::vector<std::string> Wrap(const std::string& text, size_t width);
// "-o, --output FILE".
std::string OptionSpelling(const Option& option);
// "sluice gaussian [OPTION...] [FILE...]".
std::string UsageLine(const Command& command);
// The help line and the default: "standard deviation, pixels (default: 1)".
std::string OptionText(const Option& option);
// "Options", "Input and output", "General".
std::string GroupTitle(OptionGroup group);
inline constexpr OptionGroup kOptionGroups[] = {OptionGroup::kOperation, OptionGroup::kInputOutput,
                                                OptionGroup::kGeneral};
// The examples of the overview.
std::vector<std::string> OverviewExamples();
// What the exit status means, one line a value.
std::vector<std::string> ExitStatusLines(const Command& command);
// The other commands of the same group, sorted.
std::vector<std::string> RelatedCommands(const Command& command);

// The groups of commands in the order of the overview, with their titles.
struct CommandGroup {
  std::string name;   // "filter"
  std::string title;  // "Filters"
  std::vector<Command> commands;
};
std::vector<CommandGroup> CommandsByGroup();

}  // namespace sluice

#endif  // SLUICE_TOOLS_HELP_H_
