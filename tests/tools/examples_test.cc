// The examples in the help texts: their commands exist and their options parse.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstddef>
#include <string>
#include <vector>

#include "tools/commands.h"
#include "tools/documented.h"
#include "tools/help.h"
#include "tools/parse.h"
#include "tools/pipeline.h"

namespace sluice {
namespace {

// Takes away redirections and shell comments: "> out.png", "< in.png".
std::vector<std::string> WithoutRedirections(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "#") break;
    if (words[i] == ">" || words[i] == "<" || words[i] == ">>") {
      ++i;
    } else {
      out.push_back(words[i]);
    }
  }
  return out;
}

Status ParseStep(const std::vector<std::string>& words) {
  const std::string name = CommandName(words);
  const std::ptrdiff_t name_words = name == words.front() ? 1 : 2;
  SLUICE_ASSIGN_OR_RETURN(Command command, FindCommand(name));
  IoOptions options;
  AddIoOptions(&command, &options);
  SLUICE_RETURN_IF_ERROR(
      Parse(WithoutRedirections({words.begin() + name_words, words.end()}), &command));
  if (command.name == "run") {
    SLUICE_ASSIGN_OR_RETURN(const auto steps, SplitPipeline(command.arguments.front()));
    for (const std::vector<std::string>& step : steps) SLUICE_RETURN_IF_ERROR(ParseStep(step));
  }
  return Status::Ok();
}

// How many commands of ours the example has; each is parsed.
int CheckExample(const std::string& example) {
  INFO(example);
  const auto steps = SplitPipeline(example);
  REQUIRE(steps.ok());
  int ours = 0;
  for (const std::vector<std::string>& words : *steps) {
    if (words.front() != "sluice") continue;  // another program of the pipe
    ++ours;
    REQUIRE(words.size() > 1);
    const Status status = ParseStep({words.begin() + 1, words.end()});
    CHECK(status.message() == "");
  }
  return ours;
}

TEST_CASE("every example parses", "[examples]") {
  for (const std::string& example : OverviewExamples()) CHECK(CheckExample(example) > 0);
  for (const DocumentedCommand& documented : DocumentedCommands()) {
    INFO(documented.command.name);
    CHECK(documented.command.examples.size() >= 3);
    for (const std::string& example : documented.command.examples) {
      CHECK(CheckExample(example) > 0);
    }
  }
}

TEST_CASE("help fits 80 columns", "[examples]") {
  const auto check = [](const std::string& text) {
    size_t begin = 0;
    while (begin < text.size()) {
      const size_t end = text.find('\n', begin);
      const std::string line = text.substr(begin, end - begin);
      INFO(line);
      CHECK(line.size() <= 80);
      begin = end + 1;
    }
  };
  check(OverviewHelp());
  for (const DocumentedCommand& documented : DocumentedCommands()) {
    check(ShortHelp(documented.command));
    check(FullHelp(documented.command));
  }
}

TEST_CASE("an option means the same in every command", "[examples]") {
  struct Seen {
    std::string command;
    Option option;
  };
  std::vector<Seen> seen;
  for (const DocumentedCommand& documented : DocumentedCommands()) {
    std::vector<std::string> own;
    for (const Option& option : documented.command.options) {
      INFO(documented.command.name << " " << option.name);
      CHECK(std::find(own.begin(), own.end(), option.name) == own.end());
      own.push_back(option.name);
      CHECK_FALSE(option.help.empty());
      for (const Seen& other : seen) {
        INFO("also in " << other.command);
        if (option.letter != 0 && option.letter == other.option.letter) {
          CHECK(option.name == other.option.name);
        }
        if (option.name == other.option.name) CHECK(option.letter == other.option.letter);
      }
      seen.push_back({documented.command.name, option});
    }
  }
}

}  // namespace
}  // namespace sluice
