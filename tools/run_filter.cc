#include "tools/run_filter.h"

#include <memory>
#include <utility>

#include "tools/message.h"

namespace sluice {
namespace {

Result<std::unique_ptr<RowReader>> Connect(std::vector<FilterStep>& steps,
                                           std::unique_ptr<RowReader> rows) {
  for (FilterStep& step : steps) {
    SLUICE_ASSIGN_OR_RETURN(rows, step.Connect(std::move(rows)));
  }
  return rows;
}

}  // namespace

int RunFilter(const Command& command, Io& io) {
  Result<FilterStep> step = FilterStep::Create(command, io.options());
  if (!step.ok()) {
    PrintError("sluice " + command.name, step.status());
    return step.status().is_usage() ? 2 : 1;
  }
  std::vector<FilterStep> steps;
  steps.push_back(std::move(*step));
  return RunSteps(std::move(steps), io);
}

int RunSteps(std::vector<FilterStep> steps, Io& io) {
  while (std::unique_ptr<RowReader> frame = io.Next()) {
    const Result<std::unique_ptr<RowReader>> rows = Connect(steps, std::move(frame));
    if (rows.ok()) {
      io.Write(**rows);
    } else {
      io.Fail(rows.status());
    }
  }
  return io.Finish();
}

}  // namespace sluice
