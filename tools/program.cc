#include "tools/program.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <utility>

#include "lib/byte_io.h"
#include "lib/limits.h"
#include "lib/parallel.h"
#include "lib/simd_targets.h"
#include "tools/command.h"
#include "tools/commands.h"
#include "tools/dump.h"
#include "tools/help.h"
#include "tools/io.h"
#include "tools/io_options.h"
#include "tools/message.h"
#include "tools/parse.h"
#include "tools/run_filter.h"
#include "tools/version.h"

namespace sluice {
namespace {

constexpr int kDone = 0;
constexpr int kUsage = 2;

// Help and versions are results: they go to stdout, and a full disk is an error.
int Show(const std::string& text) {
  const std::unique_ptr<ByteWriter> out = MakeDescriptorWriter(STDOUT_FILENO);
  Status status = out->Write(text);
  if (status.ok()) status = out->Close();
  return status.ok() ? kDone : ReportError("sluice", status);
}

// Becomes the program sluice-NAME of the PATH; returns if there is none.
void ExecExternal(const std::string& name, const std::vector<std::string>& words) {
  if (name.find('/') != std::string::npos) return;
  std::string program = "sluice-" + name;
  std::vector<char*> arguments = {program.data()};
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(program.c_str(), arguments.data());
}

bool WantsColor(When when) {
  if (when != When::kAuto) return when == When::kAlways;
  const char* const no_color = std::getenv("NO_COLOR");
  const char* const term = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  return isatty(STDERR_FILENO) != 0 && (term == nullptr || std::strcmp(term, "dumb") != 0);
}

int Execute(Command command, const std::vector<std::string>& words) {
  const std::string program = "sluice " + command.name;
  IoOptions options;
  Status status = ApplyEnvironment(&options);
  AddIoOptions(&command, &options);
  if (status.ok()) status = Parse(words, &command);
  SetMessageColor(WantsColor(options.color));
  if (!status.ok()) return ReportError(program, status);
  if (options.short_help) return Show(ShortHelp(command));
  if (options.help) return Show(FullHelp(command));
  if (options.version) return Show(VersionText());

  SetThreads(options.threads);
  if (options.max_memory > 0) SetMemoryBudget(options.max_memory);
  Io io(&command, &options);
  status = io.Open();
  if (!status.ok()) return ReportError(program, status);
  if (!command.input_optional && io.WaitsForTerminal()) {
    PrintText(ShortHelp(command));
    return kUsage;
  }
  status = io.Start();
  if (!status.ok()) return ReportError(program, status);
  try {
    return command.run ? command.run(io) : RunFilter(command, io);
  } catch (const std::bad_alloc&) {
    return ReportError(program, Status::Failed("out of memory"));
  }
}

// What a family's commands are: "sluice svm -h".
int ShowFamily(const std::string& name) { return Show(FamilyHelp(name)); }

int Help(const std::vector<std::string>& words) {
  const std::string name = CommandName(words);
  Result<Command> command = FindCommand(name);
  if (!command.ok() && name == words.front() && !FamilyOf(name).empty()) return ShowFamily(name);
  if (command.ok()) {
    IoOptions options;
    AddIoOptions(&*command, &options);
    return Show(FullHelp(*command));
  }
  ExecExternal(name, {"--help"});
  return ReportError("sluice", command.status());
}

int Dispatch(std::vector<std::string> words) {
  if (const char* targets = std::getenv("SLUICE_TARGETS")) {
    const Status status = SetSimdTargets(targets);
    if (!status.ok()) return ReportError("sluice", status);
  }
  if (words.empty()) return Show(OverviewHelp());
  const std::string first = words.front();
  const std::string name = CommandName(words);
  words.erase(words.begin(), words.begin() + (name == first ? 1 : 2));
  if (first == "-V" || first == "--version") return Show(VersionText());
  if (first == "-h" || first == "--help" || first == "help") {
    return words.empty() ? Show(OverviewHelp()) : Help(words);
  }
  if (first == "--dump-options") {
    const Result<std::string> text = DumpOptions(words);
    return text.ok() ? Show(*text) : ReportError("sluice", text.status());
  }
  Result<Command> command = FindCommand(name);
  if (command.ok()) return Execute(std::move(*command), words);
  const bool family = !FamilyOf(first).empty();
  if (family && !words.empty() && (words[0] == "-h" || words[0] == "--help")) {
    return ShowFamily(first);
  }
  if (first[0] == '-') return ReportError("sluice", Status::Usage("unknown option " + first));
  if (!family) ExecExternal(first, words);
  return ReportError("sluice", command.status());
}

}  // namespace

int RunProgram(const std::string& called_as, std::vector<std::string> words) {
  const std::string prefix = "sluice-";
  const std::string name = called_as.substr(called_as.rfind('/') + 1);
  if (name.compare(0, prefix.size(), prefix) == 0) {
    words.insert(words.begin(), name.substr(prefix.size()));
  }
  return Dispatch(std::move(words));
}

}  // namespace sluice
