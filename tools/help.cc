#include "tools/help.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "tools/commands.h"

namespace sluice {
namespace {

constexpr size_t kWidth = 80;
constexpr size_t kTextColumn = 26;  // where the texts of options start

// Columns that UTF-8 text takes: every byte but the continuation bytes.
size_t Columns(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

// "  LEFT   text text", the text wrapped from `column` on; a long LEFT gets a line of its own.
std::string TwoColumns(const std::string& left, const std::string& text, size_t column) {
  std::string out = "  " + left;
  size_t at = 2 + Columns(left);
  if (at + 2 > column) {
    out += "\n";
    at = 0;
  }
  for (const std::string& line : Wrap(text, kWidth - column)) {
    out += std::string(column - at, ' ') + line + "\n";
    at = 0;
  }
  return out;
}

std::string Indented(const std::vector<std::string>& lines) {
  std::string out;
  for (const std::string& line : lines) out += line.empty() ? "\n" : "  " + line + "\n";
  return out;
}

// A command line, broken with a backslash before a word that does not fit.
std::string ExampleLines(const std::string& example) {
  std::string out = "  ";
  std::string rest = example;
  size_t width = kWidth - 2;
  while (rest.size() > width) {
    size_t cut = 0;
    char quote = 0;
    for (size_t i = 0; i + 2 <= width; ++i) {
      const char c = rest[i];
      if (quote == 0 && c == ' ') cut = i;
      if (c == '\'' || c == '"') quote = quote == 0 ? c : quote == c ? 0 : quote;
    }
    if (cut == 0) break;
    out += rest.substr(0, cut) + " \\\n      ";
    rest = rest.substr(cut + 1);
    width = kWidth - 6;
  }
  return out + rest + "\n";
}

std::string Examples(const std::vector<std::string>& examples) {
  std::string out;
  for (const std::string& example : examples) out += ExampleLines(example);
  return out;
}

std::string OptionsOf(const Command& command, OptionGroup group) {
  std::string out;
  for (const Option& option : command.options) {
    if (option.group != group) continue;
    // Without a letter, aligned with those that have one.
    const bool indent = option.letter == 0 && option.name.compare(0, 2, "--") == 0;
    out += TwoColumns((indent ? "    " : "") + OptionSpelling(option), OptionText(option),
                      kTextColumn);
  }
  return out.empty() ? out : "\n" + GroupTitle(group) + ":\n" + out;
}

std::string Head(const Command& command) {
  return "sluice " + command.name + ": " + command.summary + "\n\nUsage: " + UsageLine(command) +
         "\n\nExamples:\n" + Examples(command.examples);
}

}  // namespace

std::vector<std::string> Wrap(const std::string& text, size_t width) {
  std::vector<std::string> lines;
  size_t begin = 0;
  while (begin <= text.size()) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    std::string line;
    size_t word_begin = begin;
    while (word_begin < end) {
      const size_t word_end = std::min(text.find(' ', word_begin), end);
      const std::string word = text.substr(word_begin, word_end - word_begin);
      word_begin = word_end + 1;
      if (word.empty()) continue;
      if (!line.empty() && Columns(line) + 1 + Columns(word) > width) {
        lines.push_back(std::move(line));
        line.clear();
      }
      line += (line.empty() ? "" : " ") + word;
    }
    lines.push_back(std::move(line));
    begin = end + 1;
  }
  return lines;
}

std::string OptionSpelling(const Option& option) {
  std::string text = option.letter == 0 ? "" : std::string("-") + option.letter + ", ";
  text += option.name;
  if (!option.value.empty()) text += " " + option.value;
  return text;
}

std::string UsageLine(const Command& command) {
  return "sluice " + command.name + " [OPTION...]" +
         (command.positional.empty() ? "" : " " + command.positional);
}

std::string OptionText(const Option& option) {
  if (option.default_text.empty()) return option.help;
  return option.help + " (default: " + option.default_text + ")";
}

std::string GroupTitle(OptionGroup group) {
  switch (group) {
    case OptionGroup::kInputOutput:
      return "Input and output";
    case OptionGroup::kGeneral:
      return "General";
    default:
      return "Options";
  }
}

std::vector<std::string> ExitStatusLines(const Command& command) {
  if (command.name == "compare") {
    return {"0  the same", "1  different", "2  trouble, or wrong usage"};
  }
  return {"0  all done", "1  something failed; the other files are done", "2  wrong usage"};
}

std::vector<std::string> RelatedCommands(const Command& command) {
  std::vector<std::string> names;
  for (const CommandEntry& entry : AllCommands()) {
    if (entry.name != command.name && entry.make().group == command.group) {
      names.emplace_back(entry.name);
    }
  }
  return names;
}

std::string ShortHelp(const Command& command) {
  std::string out = Head(command) + OptionsOf(command, OptionGroup::kOperation);
  return out + "\nsluice " + command.name + " --help tells more: input and output, " +
         "exit status.\n";
}

std::string FullHelp(const Command& command) {
  std::string out = Head(command);
  if (!command.description.empty()) out += "\n" + Indented(Wrap(command.description, kWidth - 2));
  for (const OptionGroup group : kOptionGroups) out += OptionsOf(command, group);
  out += "\nExit status:\n" + Indented(ExitStatusLines(command));
  std::string see_also;
  for (const std::string& name : RelatedCommands(command)) see_also += "sluice " + name + ", ";
  return out + "\nSee also:\n" + Indented(Wrap(see_also + "man sluice", kWidth - 2));
}

std::vector<CommandGroup> CommandsByGroup() {
  std::vector<CommandGroup> groups = {
      {"filter", "Filters", {}}, {"geometry", "Geometry and tone", {}},
      {"glue", "Glue", {}},      {"describe", "Descriptors", {}},
      {"data", "Data", {}},      {"learn", "Learning", {}},
  };
  for (const CommandEntry& entry : AllCommands()) {
    Command command = entry.make();
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const CommandGroup& g) { return g.name == command.group; });
    if (group == groups.end()) {
      group = groups.insert(group, {command.group, command.group, {}});
    }
    group->commands.push_back(std::move(command));
  }
  std::erase_if(groups, [](const CommandGroup& group) { return group.commands.empty(); });
  return groups;
}

std::vector<std::string> OverviewExamples() {
  return {"sluice gaussian --sigma 1.4 street.jpg | sluice canny > edges.png",
          "sluice run 'gaussian --sigma 2 | sobel' street.jpg -o gradient.npy",
          "sluice median --radius 2 scans/*.png -o 'clean/{stem}.png'"};
}

std::string FamilyHelp(const std::string& name) {
  std::string out = "sluice " + name + ":\n";
  for (const std::string& member : FamilyOf(name)) {
    const Result<Command> command = FindCommand(member);
    if (command.ok()) out += TwoColumns(member, command->summary, 20);
  }
  return out + "\nsluice " + name + " WORD -h tells more.\n";
}

std::string OverviewHelp() {
  std::string out =
      "sluice: composable image processing on one SIMD library\n\n"
      "Usage: sluice COMMAND [OPTION...] [FILE...]\n\n"
      "Examples:\n" +
      Examples(OverviewExamples());
  for (const CommandGroup& group : CommandsByGroup()) {
    out += "\n" + group.title + ":\n";
    for (const Command& command : group.commands) {
      out += TwoColumns(command.name, command.summary, 18);
    }
  }
  return out +
         "\nsluice COMMAND --help tells all about a command, sluice --version the versions.\n"
         "A program sluice-NAME on the PATH is run as sluice NAME.\n";
}

}  // namespace sluice
