#include "tools/markdown.h"

#include <algorithm>
#include <cstddef>

#include "tools/help.h"

namespace sluice {
namespace {

// Text in a table's cell.
std::string Cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|' || c == '<' || c == '*' || c == '_') out += '\\';
    out += c;
  }
  return out;
}

// Code in a table's cell; | has to be escaped even there.
std::string CodeCell(const std::string& text) {
  std::string out = "`";
  for (const char c : text) out += c == '|' ? std::string("\\|") : std::string(1, c);
  return out + "`";
}

std::string Table(const std::vector<const Option*>& options) {
  std::string out = "| Option | Meaning | Default |\n|---|---|---|\n";
  for (const Option* option : options) {
    out += "| " + CodeCell(OptionSpelling(*option)) + " | " + Cell(option->help) + " | " +
           Cell(option->default_text) + " |\n";
  }
  return out;
}

std::vector<const Option*> OptionsIn(const Command& command, OptionGroup group) {
  std::vector<const Option*> options;
  for (const Option& option : command.options) {
    if (option.group == group) options.push_back(&option);
  }
  return options;
}

std::string Section(const Command& command) {
  std::string out = "\n### sluice " + command.name + "\n\n" + command.summary + "\n\n";
  out += "    " + UsageLine(command) + "\n";
  size_t begin = 0;
  while (begin < command.description.size()) {
    const size_t end = std::min(command.description.find('\n', begin), command.description.size());
    out += "\n" + command.description.substr(begin, end - begin) + "\n";
    begin = end + 1;
  }
  out += "\nExamples:\n\n";
  for (const std::string& example : command.examples) out += "    " + example + "\n";
  const std::vector<const Option*> own = OptionsIn(command, OptionGroup::kOperation);
  return own.empty() ? out : out + "\n" + Table(own);
}

// The shared options, each once, in the order of the first command that has it.
std::vector<const Option*> SharedOptions(const std::vector<DocumentedCommand>& commands,
                                         OptionGroup group) {
  std::vector<const Option*> shared;
  for (const DocumentedCommand& documented : commands) {
    for (const Option* option : OptionsIn(documented.command, group)) {
      const bool known = std::any_of(shared.begin(), shared.end(), [&](const Option* other) {
        return other->name == option->name;
      });
      if (!known) shared.push_back(option);
    }
  }
  return shared;
}

}  // namespace

std::string MarkdownReference(const std::vector<DocumentedCommand>& commands) {
  std::string out =
      "# Commands and options\n\n"
      "This page is made from the program's own option table by `make docs`; edit the commands in "
      "`tools/`, not this page.\n\n"
      "A command reads the files it is given, or stdin, and writes to stdout or to `-o FILE`. "
      "Lengths "
      "are in pixels, intensities are fractions of full scale or percentages, angles are in "
      "degrees.\n\n"
      "Exit status: 0 all done, 1 something failed (a message for each file, the others are done), "
      "2 "
      "wrong usage; `compare`: 0 the same, 1 different, 2 trouble.\n\n"
      "Environment: `SLUICE_THREADS` and `SLUICE_MAX_PIXELS` are defaults for `--threads` and "
      "`--max-pixels`; `SLUICE_TARGETS` limits the SIMD instruction sets (`avx2,sse4,scalar`); "
      "`NO_COLOR` switches colour off.\n\n"
      "## Options of every command\n\n"
      "Commands that write text have `--json` instead of the options of picture formats; `--alpha` "
      "and "
      "`--linear` belong to linear filters.\n\n"
      "Input and output:\n\n";
  out += Table(SharedOptions(commands, OptionGroup::kInputOutput));
  out += "\nGeneral:\n\n" + Table(SharedOptions(commands, OptionGroup::kGeneral));
  for (const CommandGroup& group : CommandsByGroup()) {
    out += "\n## " + group.title + "\n";
    for (const Command& listed : group.commands) {
      // The one with all options.
      const auto documented = std::find_if(
          commands.begin(), commands.end(),
          [&](const DocumentedCommand& other) { return other.command.name == listed.name; });
      out += Section(documented->command);
    }
  }
  return out;
}

}  // namespace sluice
