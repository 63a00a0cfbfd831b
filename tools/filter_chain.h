// Filters one after the other, each with its conversions, from the rows of a frame to the rows of
// the result.
#ifndef SLUICE_TOOLS_FILTER_CHAIN_H_
#define SLUICE_TOOLS_FILTER_CHAIN_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/model_file.h"
#include "lib/row_reader.h"
#include "lib/status.h"
#include "tools/command.h"
#include "tools/io_options.h"

namespace sluice {

// One command of a chain: its stages, and around them what --depth, --alpha and --linear ask for.
// Values are rounded once: a wider sample type is taken before the filter, a narrower one after.
// u16 to u8 after a filter in u16 is two roundings that give what one does: a tie of u8, halfway
// between 257 k and 257 (k + 1), is a tie of u16, too, and both go down just when k is even.
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

// Steps one after the other, fused: rows flow through all of them strip by strip.
class FilterChain {
 public:
  // A command that has been parsed, as the only step; both must outlive the chain.
  static Result<FilterChain> FromCommand(const Command& command, const IoOptions& options);
  // "gaussian --sigma 2 | sobel": commands with their options, as in a shell. `depth` is that of
  // the last step, unless it has its own. Dictionaries are read where they lie unless `embedded`
  // has them. Fails with what is wrong in which step.
  static Result<FilterChain> FromText(const std::string& text, std::optional<DType> depth,
                                      const ModelFiles& embedded = {});
  // The dictionaries that the steps read.
  Result<ModelFiles> Dictionaries() const;

  // The result's rows; the chain must outlive them, and serves one frame at a time. A chain with a
  // step that describes pictures marks its results with the attribute `features`: the text that
  // FromText makes the same chain of.
  Result<std::unique_ptr<RowReader>> Connect(std::unique_ptr<RowReader> rows);

 private:
  struct OwnedCommand {
    Command command;
    IoOptions options;
  };

  Status Append(const Command& command, const IoOptions& options);
  static Status ParseStep(std::vector<std::string> words, OwnedCommand* step);

  std::vector<std::unique_ptr<OwnedCommand>> commands_;  // that were made from text
  std::vector<FilterStep> steps_;
  bool describes_ = false;
  std::string text_;
};

// The command and the options of its operation it was given, so that they can be parsed again:
// "hog --cell 8".
std::string CommandText(const Command& command);
// The options alone, for the notes of models.
std::string GivenOptions(const Command& command);

}  // namespace sluice

#endif  // SLUICE_TOOLS_FILTER_CHAIN_H_
