#include "tools/filter_chain.h"

#include <algorithm>
#include <utility>

#include "filters/depth.h"
#include "filters/working_space.h"
#include "tools/commands.h"
#include "tools/dictionary.h"
#include "tools/parse.h"
#include "tools/pipeline.h"

namespace sluice {

Result<FilterStep> FilterStep::Create(const Command& command, const IoOptions& options) {
  FilterStep step;
  step.command_ = &command;
  step.options_ = &options;
  SLUICE_ASSIGN_OR_RETURN(step.stages_, command.stages());
  return step;
}

Status FilterStep::Add(std::unique_ptr<Stage> stage, std::unique_ptr<RowReader>* rows) {
  conversions_.push_back(std::move(stage));
  SLUICE_ASSIGN_OR_RETURN(*rows, conversions_.back()->Connect(std::move(*rows)));
  return Status::Ok();
}

Result<std::unique_ptr<RowReader>> FilterStep::Connect(std::unique_ptr<RowReader> upstream) {
  std::unique_ptr<RowReader> rows = std::move(upstream);
  conversions_.clear();

  const DType depth = options_->depth.value_or(rows->info().dtype);
  if (SampleSize(depth) > SampleSize(rows->info().dtype)) {
    SLUICE_RETURN_IF_ERROR(Add(MakeDepthStage(depth), &rows));
  }

  WorkingSpace space;
  space.premultiply = command_->linear && options_->premultiply && rows->info().alpha;
  space.linear_light = command_->linear && options_->linear_light;
  const bool convert = space.premultiply || space.linear_light;
  const bool f32 = command_->makes_f32 != nullptr && command_->makes_f32();
  const DType result = f32 ? DType::kF32 : rows->info().dtype;
  if (convert) SLUICE_RETURN_IF_ERROR(Add(MakeRowStage(MakeToWorking(space)), &rows));

  for (const std::unique_ptr<Stage>& stage : stages_) {
    SLUICE_ASSIGN_OR_RETURN(rows, stage->Connect(std::move(rows)));
  }

  if (convert) {
    // Straight to the narrower type that --depth may ask for, so as to round once.
    const DType to = options_->depth.value_or(result);
    SLUICE_RETURN_IF_ERROR(Add(MakeRowStage(MakeFromWorking(space, to)), &rows));
  }
  if (options_->depth && rows->info().dtype != depth) {
    SLUICE_RETURN_IF_ERROR(Add(MakeDepthStage(depth), &rows));
  }
  return rows;
}

Status FilterChain::Append(const Command& command, const IoOptions& options) {
  Result<FilterStep> step = FilterStep::Create(command, options);
  if (!step.ok()) return step.status();
  steps_.push_back(std::move(*step));
  describes_ |= command.describes;
  text_ += (text_.empty() ? "" : " | ") + CommandText(command);
  return Status::Ok();
}

Result<FilterChain> FilterChain::FromCommand(const Command& command, const IoOptions& options) {
  FilterChain chain;
  SLUICE_RETURN_IF_ERROR(chain.Append(command, options));
  return chain;
}

// `words`: a command and its options, perhaps with the word sluice before it, as in a shell.
Status FilterChain::ParseStep(std::vector<std::string> words, OwnedCommand* step) {
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

Result<FilterChain> FilterChain::FromText(const std::string& text, std::optional<DType> depth,
                                          const ModelFiles& embedded) {
  SLUICE_ASSIGN_OR_RETURN(const auto steps, SplitPipeline(text));
  FilterChain chain;
  for (const std::vector<std::string>& words : steps) {
    chain.commands_.push_back(std::make_unique<OwnedCommand>());
    OwnedCommand& step = *chain.commands_.back();
    SLUICE_RETURN_IF_ERROR(ParseStep(words, &step));
    for (Dictionary* dictionary : step.command.dictionaries) {
      const auto found = embedded.find(dictionary->path);
      if (found != embedded.end()) dictionary->Use(found->second);
    }
    const bool last = chain.commands_.size() == steps.size();
    if (last && !step.options.depth) step.options.depth = depth;
    SLUICE_RETURN_IF_ERROR(chain.Append(step.command, step.options).WithContext(step.command.name));
  }
  return chain;
}

Result<ModelFiles> FilterChain::Dictionaries() const {
  ModelFiles files;
  for (const std::unique_ptr<OwnedCommand>& step : commands_) {
    for (Dictionary* dictionary : step->command.dictionaries) {
      if (dictionary->path.empty()) continue;
      SLUICE_ASSIGN_OR_RETURN(files[dictionary->path], dictionary->Load());
    }
  }
  return files;
}

Result<std::unique_ptr<RowReader>> FilterChain::Connect(std::unique_ptr<RowReader> rows) {
  for (FilterStep& step : steps_) {
    SLUICE_ASSIGN_OR_RETURN(rows, step.Connect(std::move(rows)));
  }
  if (describes_) {
    FrameInfo info = rows->info();
    info.attributes.Set("features", text_);
    rows = MakeRelabelledReader(std::move(rows), std::move(info));
  }
  return rows;
}

std::string CommandText(const Command& command) {
  std::string text = command.name;
  for (const Option& option : command.options) {
    if (option.group != OptionGroup::kOperation && option.name != "--depth") continue;
    for (const std::string& value : option.texts) {
      text += " " + option.name;
      if (!option.value.empty()) text += " " + PipelineWord(value);
    }
  }
  return text;
}

std::string GivenOptions(const Command& command) {
  const std::string text = CommandText(command);
  return text.substr(std::min(text.size(), command.name.size() + 1));
}

}  // namespace sluice
