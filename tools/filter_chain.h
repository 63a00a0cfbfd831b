// Filters one after the other, each with its conversions, from the rows of a frame to the rows of
// the result.
#ifndef SLUICE_TOOLS_FILTER_CHAIN_H_
#define SLUICE_TOOLS_FILTER_CHAIN_H_

#include <memory>
#include <string>
#include <vector>

#include "lib/row_reader.h"
#include "lib/status.h"
#include "tools/command.h"
#include "tools/io_options.h"

namespace sluice {

// One command of a chain: its stages, and around them what --depth, --alpha and --linear ask for.
// Values are rounded once: a wider sample type is taken before the filter, a narrower one after.
class FilterStep {
 public:
  // Makes the stages of a parsed command, which must outlive the step.
  static Result<FilterStep> Create(const Command& command, const IoOptions& options);

  // The result's rows; the step must outlive them, and serves one frame at a time.
  Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> upstream);

 private:
  FilterStep() = default;
  // Connects a stage that is made for this frame.
  Status Add(std::unique_ptr<Stage> stage, std::unique_ptr<RowReader>* rows);

  const Command* command_ = nullptr;
  const IoOptions* options_ = nullptr;
  std::vector<std::unique_ptr<Stage>> stages_;
  std::vector<std::unique_ptr<Stage>> conversions_;  // of the current frame
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_FILTER_CHAIN_H_
