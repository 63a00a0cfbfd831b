// The only file that knows CLI11, which cuts the words into options and values (--sigma 2,
// --sigma=2, -j2, -qv). What the values mean, and every message about them, is the option table's.
#include "tools/parse.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <utility>

#include "tools/suggest.h"
#include "tools/values.h"

namespace sluice {
namespace {

std::string Flags(const Option& option) {
  return option.letter == 0 ? option.name : std::string("-") + option.letter + "," + option.name;
}

const Option* Find(const Command& command, const std::string& name) {
  for (const Option& option : command.options) {
    if (option.name == name) return &option;
  }
  return nullptr;
}

// CLI11 takes "--sigma=" for "--sigma" and would swallow the next word as its value.
std::vector<std::string> WithEmptyValues(const Command& command,
                                         const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words) {
    out.push_back(word);
    if (word.size() < 2 || word.back() != '=') continue;
    const std::string name = word.substr(0, word.size() - 1);
    const Option* option = Find(command, name);
    if (option == nullptr || option->value.empty()) continue;
    out.back() = name;
    out.emplace_back();
  }
  return out;
}

Status UnknownOption(const Command& command, const std::string& word) {
  const std::string name = word.substr(0, word.find('='));
  std::vector<std::string> names;
  for (const Option& option : command.options) names.push_back(option.name);
  std::string hint = DidYouMean(name, names);
  if (hint.empty()) hint = "sluice " + command.name + " --help lists the options";
  return Status::Usage("unknown option " + name, std::move(hint));
}

Status CheckOnce(const Option& option, size_t times) {
  if (times > 1 && !option.repeatable && !option.value.empty()) {
    return Status::Usage(option.name + " is given " + std::to_string(times) + " times");
  }
  return Status::Ok();
}

Status SetOption(Option* option, const std::string& value) {
  option->given = true;
  option->texts.push_back(value);
  if (option->value.empty() && value != "true") {
    return Status::Usage(option->name + " takes no value, got " + Quoted(value));
  }
  return option->set(option->value.empty() ? "" : value).WithContext(option->name);
}

}  // namespace

Status Parse(const std::vector<std::string>& words, Command* command) {
  const auto end_of_options = std::find(words.begin(), words.end(), "--");

  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  std::vector<CLI::Option*> parsed;
  for (Option& option : command->options) {
    if (option.value.empty()) {
      parsed.push_back(app.add_flag(Flags(option)));
    } else {
      parsed.push_back(app.add_option(Flags(option)));
      parsed.back()->expected(1)->allow_extra_args(false);
    }
    parsed.back()->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  }

  std::vector<std::string> reversed = WithEmptyValues(*command, {words.begin(), end_of_options});
  std::reverse(reversed.begin(), reversed.end());
  const std::string last = reversed.empty() ? "" : reversed.front();
  try {
    app.parse(reversed);
  } catch (const CLI::ParseError&) {
    // Only an option at the very end can lack its value; in -qj it is the last letter.
    const bool letters = last.size() > 2 && last[1] != '-';
    return Status::Usage((letters ? std::string("-") + last.back() : last) + " needs a value");
  }

  for (size_t i = 0; i < parsed.size(); ++i) {
    Option& option = command->options[i];
    if (option.stops && parsed[i]->count() > 0) return SetOption(&option, "true");
  }
  for (const std::string& word : app.remaining()) {
    if (word.size() > 1 && word[0] == '-') return UnknownOption(*command, word);
    command->arguments.push_back(word);
  }
  // In the order they were given: some commands do one thing after the other.
  std::vector<size_t> times(parsed.size(), 0);
  for (const CLI::Option* given : app.parse_order()) {
    const auto i =
        static_cast<size_t>(std::find(parsed.begin(), parsed.end(), given) - parsed.begin());
    Option& option = command->options[i];
    SLUICE_RETURN_IF_ERROR(CheckOnce(option, given->count()));
    SLUICE_RETURN_IF_ERROR(SetOption(&option, given->results()[times[i]++]));
  }
  if (end_of_options != words.end()) {
    std::copy(std::next(end_of_options), words.end(), std::back_inserter(command->arguments));
  }
  return Status::Ok();
}

}  // namespace sluice
