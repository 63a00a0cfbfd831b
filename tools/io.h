// What a command reads and writes: frames in, frames or text out, messages, exit status.
#ifndef SLUICE_TOOLS_IO_H_
#define SLUICE_TOOLS_IO_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lib/byte_io.h"
#include "lib/frame.h"
#include "lib/row_reader.h"
#include "lib/status.h"
#include "tools/command.h"
#include "tools/io_options.h"
#include "tools/labels.h"
#include "tools/progress.h"

namespace sluice {

// A command's run is:
//   while (std::unique_ptr<RowReader> frame = io.Next()) { ... io.Write(...) or io.Print(...) }
//   return io.Finish();
// Errors of one input are reported when they happen, and the next input is taken; Finish knows
// whether there were any.
class Io {
 public:
  // Both must outlive it.
  Io(const Command* command, const IoOptions* options);
  ~Io();

  // Finds the command's own source of frames, if it has one; then Start checks inputs and outputs
  // as far as possible before anything is read or written. The program calls both before the
  // command's run.
  Status Open();
  Status Start();

  const Command& command() const { return *command_; }
  const IoOptions& options() const { return *options_; }
  // The files to be read, "-" for stdin; the command's leading arguments are not among them.
  const std::vector<std::string>& inputs() const { return inputs_; }
  // Files are to be read, nobody gave one, and stdin is a terminal: the user wants help, not to
  // type a picture. To be asked after Open.
  bool WaitsForTerminal() const;

  // The next frame of the inputs, or null after the last one. What was not read of the frame before
  // is skipped.
  std::unique_ptr<RowReader> Next();
  // Frames of other files than the inputs, read with the same options.
  std::unique_ptr<Source> OpenSource(std::vector<std::string> paths) const;

  // Writes a frame to the output. Errors while its rows are pulled count for the current input.
  // Returns whether it worked; after a failure, go on with Next.
  bool Write(RowReader& frame);
  bool Write(Frame frame);
  // Writes text to the output of a command that writes text.
  bool Print(const std::string& text);
  // The output of such a command, for what isn't text. Errors go to Fail.
  ByteWriter& output() { return *text_; }

  // Reports an error of the current input, naming it. What all frames of a file have in common is
  // told once.
  void Fail(const Status& status);
  // The same of a frame read earlier.
  void Fail(const FrameInfo& frame, const Status& status);
  // A warning about the current input, unless --quiet.
  void Warn(const std::string& text);
  // The current input for people: "a.png", "stdin: frame 3".
  std::string CurrentName() const;
  // Its file alone: "a.png", "stdin".
  std::string CurrentFile() const;

  // Drives the progress line of work that is not done frame by frame.
  void Working(const std::string& what, double fraction) { progress_.Work(what, fraction); }

  // Whether any input failed so far.
  bool failed() const { return failed_; }

  // Completes the output. Returns the exit status: 0, or 1 when anything failed.
  int Finish();

 private:
  class InputRows;
  class OutputRows;

  // Reports an error that already names its file.
  void Report(const Status& status);
  void FailIn(const std::string& path, int64_t frame, const Status& status);
  void TellSameFailures();
  bool WriteRows(RowReader& frame);
  Status Name(FrameInfo* info) const;

  const Command* command_;
  const IoOptions* options_;
  std::string program_;
  std::vector<std::string> inputs_;
  std::unique_ptr<Source> source_;
  bool own_source_ = false;  // it is the command's own
  std::optional<Labels> labels_;
  std::unique_ptr<Sink> sink_;
  std::unique_ptr<ByteWriter> text_;
  Progress progress_;

  std::string path_;           // of the current frame, "-" for stdin; empty before the first
  size_t input_ = 0;           // its place in inputs_
  int64_t frame_in_file_ = 0;  // its number in there
  std::string input_description_;
  bool input_failed_ = false;  // the current frame's rows could not be read
  bool failed_ = false;        // anything
  bool text_broken_ = false;   // an error of writing text was told
  bool stop_ = false;          // read no further
  int64_t written_ = 0;        // frames
  // The last error that Fail told, of which file, and how many frames after it have it too.
  std::string failure_;
  std::string failed_path_;
  int64_t same_failures_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_TOOLS_IO_H_
