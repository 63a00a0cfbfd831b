#include "tools/filter_chain.h"

#include <utility>

#include "filters/depth.h"
#include "filters/working_space.h"

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

}  // namespace sluice
