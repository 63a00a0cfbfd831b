#include "tools/dump.h"

#include <memory>
#include <utility>

#include "tools/commands.h"
#include "tools/completion.h"
#include "tools/documented.h"
#include "tools/json.h"
#include "tools/man.h"
#include "tools/markdown.h"

namespace sluice {
namespace {

Json OptionJson(const Option& option) {
  static const char* const groups[] = {"operation", "input-output", "general"};
  Json json;
  json.Set("name", option.name);
  if (option.letter != 0) json.Set("letter", std::string(1, option.letter));
  if (!option.value.empty()) json.Set("value", option.value);
  json.Set("help", option.help);
  if (!option.default_text.empty()) json.Set("default", option.default_text);
  if (!option.choices.empty()) json.Set("choices", option.choices);
  json.Set("group", groups[static_cast<int>(option.group)]);
  json.Set("repeatable", option.repeatable);
  return json;
}

std::string JsonText(const std::vector<DocumentedCommand>& commands) {
  Json json = Json::Array();
  for (const DocumentedCommand& documented : commands) {
    const Command& command = documented.command;
    Json options = Json::Array();
    for (const Option& option : command.options) options.Add(OptionJson(option));
    json.Add(Json::Object({{"name", command.name},
                           {"group", command.group},
                           {"summary", command.summary},
                           {"description", command.description},
                           {"examples", command.examples},
                           {"positional", command.positional},
                           {"options", std::move(options)}}));
  }
  return json.Pretty();
}

Result<std::string> Man(const std::vector<DocumentedCommand>& commands, const std::string& name) {
  if (name == "sluice") return OverviewManPage(commands);
  for (const DocumentedCommand& documented : commands) {
    if (documented.command.name == name) return ManPage(documented.command);
  }
  return FindCommand(name).status();
}

}  // namespace

Result<std::string> DumpOptions(const std::vector<std::string>& words) {
  const std::vector<DocumentedCommand> commands = DocumentedCommands();
  const std::string what = words.empty() ? "" : words.front();
  if (what == "man" && words.size() == 2) return Man(commands, words[1]);
  if (words.size() == 1) {
    if (what == "json") return JsonText(commands);
    if (what == "bash") return BashCompletion(commands);
    if (what == "zsh") return ZshCompletion(commands);
    if (what == "fish") return FishCompletion(commands);
    if (what == "markdown") return MarkdownReference(commands);
    if (what == "names") {
      std::string names;
      for (const DocumentedCommand& documented : commands) names += documented.command.name + "\n";
      return names;
    }
  }
  return Status::Usage(
      "--dump-options: expected json, man NAME, bash, zsh, fish, markdown or names");
}

}  // namespace sluice
