#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tools/command.h"
#include "tools/commands.h"
#include "tools/filter_chain.h"
#include "tools/io.h"
#include "tools/io_options.h"
#include "tools/message.h"
#include "tools/parse.h"
#include "tools/pipeline.h"
#include "tools/run_filter.h"

namespace sluice {
namespace {

// A command of the pipeline and the options of its conversions.
struct PipelineCommand {
  Command command;
  IoOptions options;
};

// `words`: a command and its options, perhaps with the word sluice before it, as in a shell.
Status ParseStep(std::vector<std::string> words, PipelineCommand* step) {
  if (words.size() > 1 && words.front() == "sluice") words.erase(words.begin());
  const std::string& name = words.front();
  Result<Command> command = FindCommand(name);
  if (!command.ok()) return command.status();
  if (!command->stages) {
    return Status::Usage(name + " is no filter", "a pipeline is made of filters such as gaussian");
  }
  step->command = std::move(*command);
  AddStepOptions(&step->command, &step->options);
  SLUICE_RETURN_IF_ERROR(Parse({words.begin() + 1, words.end()}, &step->command).WithContext(name));
  if (!step->command.arguments.empty()) {
    return Status::Usage(
        name + ": takes no files in a pipeline, got " + step->command.arguments.front(),
        "files come after the pipeline: sluice run 'gaussian | sobel' in.png");
  }
  return Status::Ok();
}

// Makes the steps; `commands` keeps what they stand on.
Result<std::vector<FilterStep>> MakeSteps(const std::string& pipeline, const Io& io,
                                          std::vector<std::unique_ptr<PipelineCommand>>* commands) {
  SLUICE_ASSIGN_OR_RETURN(const auto steps, SplitPipeline(pipeline));
  std::vector<FilterStep> filters;
  for (const std::vector<std::string>& words : steps) {
    commands->push_back(std::make_unique<PipelineCommand>());
    SLUICE_RETURN_IF_ERROR(ParseStep(words, commands->back().get()));
    // --depth of the run as a whole is that of its last step, unless that has one.
    PipelineCommand& step = *commands->back();
    if (filters.size() + 1 == steps.size() && !step.options.depth) {
      step.options.depth = io.options().depth;
    }
    Result<FilterStep> filter = FilterStep::Create(step.command, step.options);
    if (!filter.ok()) return filter.status().WithContext(step.command.name);
    filters.push_back(std::move(*filter));
  }
  return filters;
}

int Run(Io& io) {
  std::vector<std::unique_ptr<PipelineCommand>> commands;
  const std::string& pipeline = io.command().arguments.front();
  Result<std::vector<FilterStep>> steps = MakeSteps(pipeline, io, &commands);
  if (!steps.ok()) {
    PrintError("sluice run", steps.status());
    return 2;
  }
  return RunSteps(std::move(*steps), io);
}

}  // namespace

Command RunCommand() {
  Command c;
  c.name = "run";
  c.group = "glue";
  c.summary = "several filters in one process, fused";
  c.description =
      "The pipeline is written as in a shell, in one word: commands with their options, separated "
      "by |. Every filter can be a step. Rows flow from one step to the next strip by strip, so "
      "that pictures are not encoded, copied through pipes and decoded between the steps; the "
      "result has the same bytes as the same commands in a shell pipe.\n"
      "Options of steps are those that the commands' own help lists, besides --depth, and --alpha "
      "and --linear for linear filters. Files and options of input and output belong to run "
      "itself.";
  c.examples = {"sluice noise --gaussian 0.1 in.png | sluice run 'median | sobel' > out.npy",
                "sluice run 'gaussian --sigma 2 | sobel | threshold --at 0.2' in.png -o out.png",
                "sluice run 'gray | canny' scans/*.png -o 'edges/{stem}.png'"};
  c.positional = "PIPELINE [FILE...]";
  c.leading_arguments = 1;
  c.run = Run;
  return c;
}

}  // namespace sluice
