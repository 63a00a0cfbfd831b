#include "tools/io.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <utility>

#include "lib/source.h"
#include "tools/inputs.h"
#include "tools/message.h"
#include "tools/outputs.h"

namespace sluice {
namespace {

std::string FrameName(const std::string& path, int64_t frame_in_file) {
  if (frame_in_file == 0) return InputName(path);
  return InputName(path) + ": frame " + std::to_string(frame_in_file);
}

Progress MakeProgress(const std::string& program, size_t inputs, const IoOptions& options) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  struct stat out;
  // Of the programs of a pipe only the last one talks.
  const bool last = fstat(STDOUT_FILENO, &out) != 0 || !S_ISFIFO(out.st_mode);
  const bool wanted = options.progress == When::kAlways ||
                      (options.progress == When::kAuto && !options.quiet && terminal && last);
  return wanted ? Progress(program, inputs, terminal) : Progress();
}

}  // namespace

// The rows of an input: marks whose fault an error is, and drives the progress line.
class Io::InputRows : public RowReader {
 public:
  InputRows(std::unique_ptr<RowReader> rows, FrameInfo info, Io* io)
      : rows_(std::move(rows)), io_(io) {
    info_ = std::move(info);
  }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    Status status = rows_->Read(count, data, stride);
    io_->input_failed_ = !status.ok();
    io_->progress_.Advance(count);
    return status;
  }

 private:
  std::unique_ptr<RowReader> rows_;
  Io* io_;
};

// The rows on their way into the output: tells errors in making them from errors in writing them.
class Io::OutputRows : public RowReader {
 public:
  explicit OutputRows(RowReader& rows) : rows_(rows) { info_ = rows.info(); }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    Status status = rows_.Read(count, data, stride);
    failed_ = !status.ok();
    return status;
  }
  bool failed() const { return failed_; }

 private:
  RowReader& rows_;
  bool failed_ = false;
};

Io::Io(const Command* command, const IoOptions* options)
    : command_(command), options_(options), program_("sluice " + command->name) {}

Io::~Io() = default;

bool Io::WaitsForTerminal() const {
  return !command_->positional.empty() && !own_source_ && command_->arguments.empty() &&
         options_->files_from.empty() && isatty(STDIN_FILENO) != 0;
}

Status Io::Open() {
  if (command_->source) {
    SLUICE_ASSIGN_OR_RETURN(source_, command_->source(command_->arguments, options_->decode));
    own_source_ = source_ != nullptr;
  }
  return Status::Ok();
}

Status Io::Start() {
  const std::vector<std::string>& arguments = command_->arguments;
  if (command_->positional.empty() && !arguments.empty()) {
    return Status::Usage("takes no files, got " + arguments.front());
  }
  if (arguments.size() < size_t(command_->leading_arguments)) {
    return Status::Usage("expected " + command_->positional + ", got nothing",
                         program_ + " -h shows how it is called");
  }
  if (!command_->positional.empty() && !own_source_) {
    SLUICE_ASSIGN_OR_RETURN(
        inputs_,
        ListInputs({arguments.begin() + command_->leading_arguments, arguments.end()}, *options_));
  }
  if (!options_->labels.empty()) {
    SLUICE_ASSIGN_OR_RETURN(labels_, Labels::Load(options_->labels));
  }
  if (command_->text && !(command_->frames_instead && command_->frames_instead())) {
    SLUICE_ASSIGN_OR_RETURN(text_, OpenTextOutput(inputs_, *options_, command_->binary_text));
  } else {
    SLUICE_RETURN_IF_ERROR(CheckFrameOutput(inputs_, *options_, command_->one_frame));
    SLUICE_ASSIGN_OR_RETURN(sink_, OpenFrameOutput(inputs_, *options_, command_->one_frame));
  }
  if (source_ == nullptr) source_ = OpenSource(inputs_);
  progress_ = MakeProgress(program_, inputs_.size(), *options_);
  return Status::Ok();
}

std::unique_ptr<Source> Io::OpenSource(std::vector<std::string> paths) const {
  SourceOptions source;
  source.decode = options_->decode;
  source.allow_empty = options_->allow_empty;
  return MakeFileSource(std::move(paths), source);
}

std::unique_ptr<RowReader> Io::Next() {
  while (!stop_) {
    Result<std::unique_ptr<RowReader>> frame = source_->Next();
    if (!frame.ok()) {
      Report(frame.status());
      continue;
    }
    if (*frame == nullptr) break;
    const FrameInfo& info = (*frame)->info();
    // A file's first frame: the next input of that name, which may be given more than once.
    if (info.index_in_file == 0 && !path_.empty() && input_ + 1 < inputs_.size()) ++input_;
    path_ = info.path.empty() ? "-" : info.path;
    while (input_ + 1 < inputs_.size() && inputs_[input_] != path_) ++input_;
    frame_in_file_ = info.index_in_file;
    input_failed_ = false;
    if (options_->verbose) input_description_ = info.Describe();
    progress_.Begin(CurrentName(), input_, info.row_count());
    FrameInfo named = info;
    const Status status = Name(&named);
    if (!status.ok()) {
      Fail(status);
      continue;
    }
    return std::make_unique<InputRows>(std::move(*frame), std::move(named), this);
  }
  return nullptr;
}

// Vectors and predictions are told apart by name and label; pictures keep those they have.
Status Io::Name(FrameInfo* info) const {
  if (!command_->describes && !command_->labels) return Status::Ok();
  if (info->attributes.Find("name") == nullptr && !info->path.empty()) {
    info->attributes.Set("name", info->path);
  }
  return labels_ ? labels_->Apply(info) : Status::Ok();
}

bool Io::Write(RowReader& frame) {
  if (stop_) return false;
  if (inputs_.size() > 1 && !HasOwnOutputs(*options_)) {
    // One stream for several files: a frame starts when it is complete, so that a bad file costs
    // only itself.
    Result<Frame> whole = ReadFrame(frame);
    if (!whole.ok()) {
      Fail(whole.status());
      return false;
    }
    return WriteRows(*MakeFrameReader(std::move(*whole)));
  }
  return WriteRows(frame);
}

bool Io::Write(Frame frame) { return WriteRows(*MakeFrameReader(std::move(frame))); }

bool Io::WriteRows(RowReader& frame) {
  OutputRows rows(frame);
  const Status status = sink_->Write(rows);
  if (status.ok()) {
    ++written_;
    if (options_->verbose) {
      progress_.Clear();
      PrintNote(program_,
                CurrentName() + ": " + input_description_ + " to " + frame.info().Describe());
      if (!frame.info().remark.empty()) {
        PrintNote(program_, CurrentName() + ": " + frame.info().remark);
      }
    }
    return true;
  }
  // A stream that broke off names itself; a frame that never got there is the input's error.
  if (rows.failed() || !sink_->broken()) {
    Fail(status);
  } else {
    Report(status);
  }
  if (sink_->broken()) stop_ = true;
  return false;
}

bool Io::Print(const std::string& text) {
  Status status = text_->Write(text);
  if (status.ok()) status = text_->Mark();
  if (status.ok()) return true;
  Report(status);
  text_broken_ = stop_ = true;
  return false;
}

std::string Io::CurrentFile() const { return InputName(path_); }

std::string Io::CurrentName() const { return FrameName(path_, frame_in_file_); }

void Io::Fail(const Status& status) {
  if (input_failed_ || path_.empty()) {
    Report(status);
  } else {
    FailIn(path_, frame_in_file_, status);
  }
}

void Io::Fail(const FrameInfo& frame, const Status& status) {
  FailIn(frame.path.empty() ? "-" : frame.path, frame.index_in_file, status);
}

void Io::FailIn(const std::string& path, int64_t frame, const Status& status) {
  if (frame > 0 && path == failed_path_ && status.message() == failure_) {
    failed_ = true;
    ++same_failures_;
    return;
  }
  Report(status.WithContext(FrameName(path, frame)));
  failure_ = status.message();
  failed_path_ = path;
}

void Io::TellSameFailures() {
  const int64_t count = std::exchange(same_failures_, 0);
  if (count == 0) return;
  PrintError(program_,
             Status::Failed(InputName(failed_path_) + ": the same in " + std::to_string(count) +
                            " more frame" + (count == 1 ? "" : "s")));
}

void Io::Report(const Status& status) {
  progress_.Clear();
  TellSameFailures();
  PrintError(program_, status);
  failed_ = true;
  if (options_->fail_fast) stop_ = true;
}

void Io::Warn(const std::string& text) {
  if (options_->quiet) return;
  progress_.Clear();
  PrintNote(program_, (path_.empty() ? "" : CurrentName() + ": ") + text);
}

int Io::Finish() {
  progress_.Clear();
  TellSameFailures();
  Status status;
  if (text_ != nullptr) {
    if (!text_broken_) status = text_->Close();
  } else if (!sink_->broken() && (written_ > 0 || !failed_)) {
    status = sink_->Finish();
  }
  if (!status.ok()) Report(status);
  sink_.reset();
  return failed_ ? 1 : 0;
}

}  // namespace sluice
