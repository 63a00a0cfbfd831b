// A command of the sluice program, declared once: its parser, help, man page, completions and
// documentation all come from this declaration.
#ifndef SLUICE_TOOLS_COMMAND_H_
#define SLUICE_TOOLS_COMMAND_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/border.h"
#include "lib/codec.h"
#include "lib/dtype.h"
#include "lib/row_reader.h"
#include "lib/status.h"

namespace sluice {

enum class OptionGroup { kOperation, kInputOutput, kGeneral };

// One option, as the parser and every kind of help see it.
struct Option {
  std::string name;                  // "--sigma"
  char letter = 0;                   // 'o' for -o; the same meaning in every command
  std::string value;                 // what follows it: "S", "WxH"; empty for a flag
  std::string help;                  // one line, with the unit
  std::string default_text;          // shown as (default: ...); empty: none
  std::vector<std::string> choices;  // the only values allowed, or empty
  OptionGroup group = OptionGroup::kOperation;
  bool repeatable = false;
  bool stops = false;              // --help, --version: nothing else on the line is looked at
  bool given = false;              // set by the parser, as are
  std::vector<std::string> texts;  // the texts it was given with
  // Takes the text after the option ("" for a flag). The error says what was expected and found;
  // the parser adds the option's name.
  std::function<Status(const std::string& text)> set;
};

// The numbers an option accepts. NaN and infinities never are.
struct Range {
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
  bool above_min = false;  // min itself is excluded
};

// Width and height in pixels.
struct SizeOption {
  int width = 0;
  int height = 0;
};

// What a command that is not a filter works with.
class Io;
class Dictionary;

class Command {
 public:
  std::string name;
  std::string group;                  // "filter", "geometry", "glue", ...: section of the overview
  std::string summary;                // one line, no full stop: "blur with a Gaussian"
  std::string description;            // paragraphs for the man page: semantics, borders, source
  std::vector<std::string> examples;  // at least three: one pipe, one file, one batch
  std::string positional = "[FILE...]";  // "" when there is no input: no options of input
  int leading_arguments = 0;             // words before the files, such as run's pipeline
  std::vector<Option> options;
  std::vector<std::string> arguments;     // what the parser found besides options
  std::vector<Dictionary*> dictionaries;  // those of File

  // Each declares an option whose value goes to *target, which must outlive the command; its
  // current value is the default that help shows.
  Option& Number(const std::string& option, const std::string& value, float* target,
                 const std::string& help, Range range = {});
  Option& Number(const std::string& option, const std::string& value, double* target,
                 const std::string& help, Range range = {});
  Option& Integer(const std::string& option, const std::string& value, int* target,
                  const std::string& help, Range range = {});
  Option& Unsigned(const std::string& option, const std::string& value, uint64_t* target,
                   const std::string& help);
  // An intensity: a fraction of full scale ("0.1") or a percentage ("10%").
  Option& Fraction(const std::string& option, const std::string& value, float* target,
                   const std::string& help, Range range = {});
  // A part of a whole, written in the same way.
  Option& Share(const std::string& option, const std::string& value, float* target,
                const std::string& help, Range range = {});
  Option& Size(const std::string& option, SizeOption* target,
               const std::string& help);  // WxH, >= 1
  Option& Text(const std::string& option, const std::string& value, std::string* target,
               const std::string& help);
  // A file that the results depend on: models that are trained on them keep its contents.
  Option& File(const std::string& option, Dictionary* target, const std::string& help);
  Option& Flag(const std::string& option, bool* target, const std::string& help);
  // One of `choices`; *target is the index of the chosen one.
  Option& Choice(const std::string& option, const std::vector<std::string>& choices, int* target,
                 const std::string& help);
  template <class Enum>  // enumerators 0, 1, 2, ... in the order of `choices`
  Option& Choice(const std::string& option, const std::vector<std::string>& choices, Enum* target,
                 const std::string& help) {
    return Choice(
        option, choices, static_cast<int>(*target), [target](int i) { *target = Enum(i); }, help);
  }
  // Calls `set` with the index of the chosen one; `initial` is the default's, -1 for none.
  Option& Choice(const std::string& option, const std::vector<std::string>& choices, int initial,
                 std::function<void(int)> set, const std::string& help);
  // Any other kind of value: `set` takes the text.
  Option& Custom(const std::string& option, const std::string& value,
                 std::function<Status(const std::string& text)> set, const std::string& help);
  // --border clamp|mirror|reflect|wrap|constant[:V].
  Option& BorderOption(Border* target);

  // A filter: makes the stages the options ask for (called once, after parsing; `run` calls it
  // too). Fails with Status::Usage when options contradict one another. Null for other commands.
  std::function<Result<std::vector<std::unique_ptr<Stage>>>()> stages;
  // The filter is linear: --alpha and --linear are offered, alpha is premultiplied around it.
  bool linear = false;
  // A linear filter whose result is f32 whatever the input's sample type is (a derivative) says so
  // here, once its options are known. Null: the sample type is kept.
  std::function<bool()> makes_f32;
  // Makes a feature vector of each picture: frames are marked with `features`, this command's text,
  // so that a model can describe new pictures in the same way.
  bool describes = false;
  // Its frames may need labels: --labels is offered.
  bool labels = false;
  // A command that writes text writes frames when this says so (after parsing). Null: never.
  std::function<bool()> frames_instead;
  // Where the frames come from, given the words after the options, for a command that reads
  // something else than files of frames. Null, or giving null: its words are such files.
  std::function<Result<std::unique_ptr<Source>>(const std::vector<std::string>& words,
                                                const DecodeOptions& decode)>
      source;
  // Any other command, or a filter with a way of its own to run by itself: does its work and
  // returns the exit status (see docs/cli.md).
  std::function<int(Io&)> run;
  // It writes text instead of frames: --json instead of the options of picture formats.
  bool text = false;
  bool json = true;  // text can be JSON
  // What it writes as text is for programs only, a model: terminals are refused.
  bool binary_text = false;
  // Whether it reads any input shows only as it runs: it asks Io::WaitsForTerminal itself.
  bool input_optional = false;
  // It makes one frame of all its inputs.
  bool one_frame = false;

  // Keeps a struct of options alive as long as the command: auto* o = c.Own(GaussianOptions{}).
  template <class T>
  T* Own(T options) {
    auto owned = std::make_shared<T>(std::move(options));
    T* raw = owned.get();
    owned_.push_back(std::move(owned));
    return raw;
  }

 private:
  std::vector<std::shared_ptr<void>> owned_;
};

// A list of one stage, for commands that are a single row function or frame filter.
std::vector<std::unique_ptr<Stage>> OneStage(std::unique_ptr<RowFilter> filter);
std::vector<std::unique_ptr<Stage>> OneStage(std::unique_ptr<FrameFilter> filter);

}  // namespace sluice

#endif  // SLUICE_TOOLS_COMMAND_H_
