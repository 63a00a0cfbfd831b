#include "tools/completion.h"

#include <cstddef>

namespace sluice {
namespace {

constexpr const char* kOrigin = "# Made from the program's option table by `make docs`.\n";

std::string Words(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + word;
  return text;
}

std::string Names(const std::vector<DocumentedCommand>& commands) {
  std::vector<std::string> names;
  for (const DocumentedCommand& documented : commands) names.push_back(documented.command.name);
  return Words(names);
}

// 'text' for bash and zsh.
std::string ShellQuoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// 'text' for fish.
std::string FishQuoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

// One line of the table is enough beside a completion: what comes before the first semicolon.
std::string Brief(const std::string& help) { return help.substr(0, help.find(';')); }

// The pattern of a bash case: "-o | --output".
std::string BashPattern(const Option& option) {
  return (option.letter == 0 ? "" : std::string("-") + option.letter + " | ") + option.name;
}

std::string BashCase(const Command& command) {
  std::string cases;
  std::string free;  // options whose value is the user's own, such as a file's name
  std::string names;
  for (const Option& option : command.options) {
    names += (names.empty() ? "" : " ") + option.name;
    if (!option.choices.empty()) {
      cases += "        " + BashPattern(option) + ") words='" + Words(option.choices) + "' ;;\n";
    } else if (!option.value.empty()) {
      free += (free.empty() ? "" : " | ") + BashPattern(option);
    }
  }
  if (!free.empty()) cases += "        " + free + ") return ;;\n";
  return "    " + command.name + ")\n      case \"$previous\" in\n" + cases +
         "        *) [[ $current == -* ]] && words='" + names + "' ;;\n      esac\n      ;;\n";
}

// In the brackets of a zsh option specification.
std::string ZshText(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string ZshOption(const Option& option) {
  const bool flag = option.value.empty();
  std::string value;
  if (!option.choices.empty()) {
    value = ":" + ZshText(option.name.substr(2)) + ":(" + Words(option.choices) + ")";
  } else if (!flag) {
    value = ":" + ZshText(option.value) + ":_files";
  }
  const std::string text = ShellQuoted("[" + ZshText(Brief(option.help)) + "]" + value);
  const std::string name = option.name + (flag ? "" : "=");
  if (option.letter == 0) return name + text;
  const std::string letter = std::string("-") + option.letter;
  return "'(" + letter + " " + option.name + ")'{" + letter + (flag ? "" : "+") + "," + name + "}" +
         text;
}

std::string FishOption(const Command& command, const Option& option) {
  std::string line = "complete -c sluice -n '__fish_seen_subcommand_from " + command.name + "'";
  if (option.letter != 0) line += std::string(" -s ") + option.letter;
  const bool is_long = option.name.compare(0, 2, "--") == 0;
  line += is_long ? " -l " + option.name.substr(2) : " -s " + option.name.substr(1);
  if (!option.choices.empty()) {
    line += " -x -a " + FishQuoted(Words(option.choices));
  } else if (!option.value.empty()) {
    line += " -r";
  }
  return line + " -d " + FishQuoted(Brief(option.help)) + "\n";
}

}  // namespace

std::string BashCompletion(const std::vector<DocumentedCommand>& commands) {
  std::string out =
      std::string("# bash completion for sluice\n") + kOrigin +
      "_sluice() {\n"
      "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
      "  local words=''\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    mapfile -t COMPREPLY < <(compgen -W '" +
      Names(commands) +
      " help' -- \"$current\")\n"
      "    return\n"
      "  fi\n"
      "  case ${COMP_WORDS[1]} in\n"
      "    help) words='" +
      Names(commands) + "' ;;\n";
  for (const DocumentedCommand& documented : commands) out += BashCase(documented.command);
  return out +
         "  esac\n"
         "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n"
         "}\n"
         "complete -o default -F _sluice sluice\n";
}

std::string ZshCompletion(const std::vector<DocumentedCommand>& commands) {
  std::string out = std::string("#compdef sluice\n") + kOrigin +
                    "_sluice() {\n"
                    "  local -a commands\n"
                    "  commands=(\n";
  for (const DocumentedCommand& documented : commands) {
    const Command& command = documented.command;
    out += "    " + ShellQuoted(command.name + ":" + ZshText(command.summary)) + "\n";
  }
  out +=
      "  )\n"
      "  if (( CURRENT == 2 )); then\n"
      "    _describe command commands\n"
      "    return\n"
      "  fi\n"
      "  shift words\n"
      "  (( CURRENT-- ))\n"
      "  case $words[1] in\n"
      "    help) _describe command commands ;;\n";
  for (const DocumentedCommand& documented : commands) {
    out += "    " + documented.command.name + ")\n      _arguments -s \\\n";
    for (const Option& option : documented.command.options) {
      out += "        " + ZshOption(option) + " \\\n";
    }
    out += "        '*:file:_files' ;;\n";
  }
  return out + "  esac\n}\n_sluice \"$@\"\n";
}

std::string FishCompletion(const std::vector<DocumentedCommand>& commands) {
  std::string out = std::string("# fish completion for sluice\n") + kOrigin;
  for (const DocumentedCommand& documented : commands) {
    const Command& command = documented.command;
    out += "complete -c sluice -n __fish_use_subcommand -f -a " + command.name + " -d " +
           FishQuoted(command.summary) + "\n";
  }
  for (const DocumentedCommand& documented : commands) {
    for (const Option& option : documented.command.options) {
      out += FishOption(documented.command, option);
    }
  }
  return out;
}

}  // namespace sluice
