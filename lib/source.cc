#include "lib/source.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "lib/buffer.h"

namespace sluice {
namespace {

constexpr int64_t kSkipRows = 64;

// The frames of one file or stream. Counts the rows its consumer took, so that it can go on behind
// the frame.
class Input {
 public:
  Input(ByteReader in, std::string name, const DecodeOptions& options, bool is_file)
      : in_(std::move(in)), name_(std::move(name)), options_(options), is_file_(is_file) {}

  // Goes to the next frame: null info() at the end.
  Status Next() {
    SLUICE_RETURN_IF_ERROR(SkipRest());
    const bool may_trail = is_file_ && frame_ != nullptr && HasTrailers(frame_->info());
    if (frame_) ++number_;
    frame_.reset();
    if (may_trail) {
      const Result<std::optional<Format>> next = NextFormat(in_);
      if (!next.ok()) return Fail(next.status());
      if (!next->has_value()) return Status::Ok();
    }
    Result<std::unique_ptr<RowReader>> frame = DecodeFrame(in_, options_);
    if (!frame.ok()) return Fail(frame.status());
    frame_ = std::move(frame).value();
    rows_left_ = frame_ ? frame_->info().row_count() : 0;
    return Status::Ok();
  }

  Status Read(int64_t count, std::byte* data, size_t stride) {
    if (failed_) return Status::Failed(name_ + ": read after an error");
    rows_left_ -= count;
    return Fail(frame_->Read(count, data, stride));
  }

  // The current frame's description, or null behind the last frame.
  const FrameInfo* info() const { return frame_ ? &frame_->info() : nullptr; }
  bool failed() const { return failed_; }
  // Frames before the current one.
  int64_t number() const { return number_; }

 private:
  // Cameras and editors put data of their own behind the end of a PNG or JPEG file; every viewer
  // ignores it. In a pipe unknown bytes are an error: there they are more likely a lost frame.
  static bool HasTrailers(const FrameInfo& info) {
    return info.format == "PNG" || info.format == "JPEG";
  }

  // The consumer did not take all rows: decodes them all the same, to find the frame's end.
  Status SkipRest() {
    if (!frame_ || rows_left_ == 0) return Status::Ok();
    const FrameInfo& info = frame_->info();
    const size_t stride = RowStride(size_t(info.row_samples()), SampleSize(info.dtype));
    const int64_t rows = std::min(rows_left_, kSkipRows);
    Result<Buffer> unused = Buffer::Allocate(stride * size_t(rows));
    if (!unused.ok()) return Fail(unused.status());
    while (rows_left_ > 0) {
      SLUICE_RETURN_IF_ERROR(Read(std::min(rows_left_, rows), unused->data(), stride));
    }
    return Status::Ok();
  }

  // Says where an error happened, and remembers it: nothing tells where a next frame would start.
  Status Fail(const Status& status) {
    if (status.ok()) return status;
    failed_ = true;
    const std::string frame = number_ == 0 ? "" : ": frame " + std::to_string(number_);
    return status.WithContext(name_ + frame);
  }

  ByteReader in_;
  std::string name_;
  DecodeOptions options_;
  bool is_file_;
  std::unique_ptr<RowReader> frame_;
  int64_t number_ = 0;
  int64_t rows_left_ = 0;
  bool failed_ = false;
};

// The current frame of an input, for a consumer that may let go of it at any row.
class InputRows : public RowReader {
 public:
  InputRows(std::shared_ptr<Input> input, FrameInfo info) : input_(std::move(input)) {
    info_ = std::move(info);
  }
  Status Read(int64_t count, std::byte* data, size_t stride) override {
    return input_->Read(count, data, stride);
  }

 private:
  std::shared_ptr<Input> input_;
};

class FileSource : public Source {
 public:
  FileSource(std::vector<std::string> paths, SourceOptions options)
      : paths_(std::move(paths)), options_(std::move(options)) {}
  FileSource(ByteReader in, std::string name, SourceOptions options)
      : options_(std::move(options)),
        input_(std::make_shared<Input>(std::move(in), name, options_.decode, false)),
        name_(std::move(name)) {}

  Result<std::unique_ptr<RowReader>> Next() override {
    while (true) {
      if (!input_ || input_->failed()) {
        input_.reset();
        if (next_path_ == paths_.size()) return std::unique_ptr<RowReader>();
        SLUICE_RETURN_IF_ERROR(Open(paths_[next_path_++]));
      }
      SLUICE_RETURN_IF_ERROR(input_->Next());
      if (input_->info() != nullptr) break;
      const bool empty = input_->number() == 0;
      input_.reset();
      if (empty && !options_.allow_empty) return Status::Failed(name_ + ": empty, no image");
    }
    FrameInfo info = *input_->info();
    info.index = next_index_++;
    info.path = path_;
    info.index_in_file = input_->number();
    return std::unique_ptr<RowReader>(std::make_unique<InputRows>(input_, std::move(info)));
  }

 private:
  Status Open(const std::string& path) {
    name_ = InputName(path);
    path_ = path == "-" ? "" : path;
    if (path == "-") {
      input_ = std::make_shared<Input>(ByteReader::FromDescriptor(STDIN_FILENO), name_,
                                       options_.decode, false);
      return Status::Ok();
    }
    Result<ByteReader> in = ByteReader::Open(path);
    if (!in.ok()) return in.status().WithContext(name_);
    input_ = std::make_shared<Input>(std::move(in).value(), name_, options_.decode, true);
    return Status::Ok();
  }

  std::vector<std::string> paths_;
  SourceOptions options_;
  std::shared_ptr<Input> input_;  // null before the first file and between files
  std::string name_;
  std::string path_;  // empty for a pipe
  size_t next_path_ = 0;
  int64_t next_index_ = 0;
};

}  // namespace

std::unique_ptr<Source> MakeFileSource(std::vector<std::string> paths, SourceOptions options) {
  return std::make_unique<FileSource>(std::move(paths), std::move(options));
}

std::unique_ptr<Source> MakeReaderSource(ByteReader in, std::string name, SourceOptions options) {
  return std::make_unique<FileSource>(std::move(in), std::move(name), std::move(options));
}

std::string InputName(const std::string& path) { return path == "-" ? "stdin" : path; }

}  // namespace sluice
