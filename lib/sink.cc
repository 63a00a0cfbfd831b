#include "lib/sink.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <utility>

namespace sluice {
namespace {

// Whether other programs find more than the first frame in such a file.
bool HoldsManyFrames(Format format) { return format != Format::kPng && format != Format::kJpeg; }

// Passes bytes on and knows whether there were any.
class CountingWriter : public ByteWriter {
 public:
  explicit CountingWriter(ByteWriter& out) : out_(out) {}
  Status Write(std::span<const std::byte> bytes) override {
    count_ += bytes.size();
    return out_.Write(bytes);
  }
  Status Close() override { return out_.Close(); }
  uint64_t count() const { return count_; }

 private:
  ByteWriter& out_;
  uint64_t count_ = 0;
};

Status Encode(RowReader& frame, const FormatChoice& choice, EncodeOptions options,
              ByteWriter& out) {
  options.pnm = choice.pnm;
  return EncodeFrame(frame, choice.format, options, out);
}

// The format that a file's name asks for, if any. An extension that is none of ours is an error.
Result<std::optional<FormatChoice>> FormatForPath(const std::string& path,
                                                  const SinkOptions& options) {
  if (options.format) return options.format;
  const std::optional<FormatChoice> by_name = FormatByExtension(path);
  const std::string base = path.substr(path.rfind('/') + 1);
  const size_t dot = base.rfind('.');
  if (by_name || dot == std::string::npos || dot == 0) return by_name;
  std::string known;
  for (const std::string& name : FormatNames()) known += (known.empty() ? "" : ", ") + name;
  return Status::Usage(path + ": unknown extension '" + base.substr(dot) + "'",
                       "-f chooses a format: " + known);
}

// All frames one after the other.
class StreamSink : public Sink {
 public:
  // `strict` refuses a second frame of a format that no other program looks for more frames in.
  StreamSink(std::unique_ptr<ByteWriter> out, StreamKind kind, std::string name, bool strict,
             SinkOptions options)
      : out_(std::move(out)),
        kind_(kind),
        name_(std::move(name)),
        strict_(strict),
        options_(options) {}

  Status Write(RowReader& frame) override {
    if (broken_) return Status::Failed(name_ + ": broke off in an earlier frame");
    const FormatChoice choice = options_.format ? *options_.format : DefaultFormat(frame.info());
    if (frames_ > 0 && strict_ && !HoldsManyFrames(choice.format)) {
      broken_ = true;
      static_cast<void>(out_->FlushMarked());
      return Status::Failed(
          name_ + ": a second frame does not fit into a PNG or JPEG file",
          "one file for each frame: -o '{stem}-{index}.png'; all in one: -f pnm or -f npy");
    }
    CountingWriter counted(*out_);
    Status status = Encode(frame, choice, options_.encode, counted);
    if (status.ok()) status = out_->Mark();
    broken_ = !status.ok() && counted.count() > 0;
    // The frames before it were whole; it is only its own error that matters now.
    if (broken_) static_cast<void>(out_->FlushMarked());
    if (status.ok()) ++frames_;
    return status;
  }

  Status Finish() override {
    if (broken_) return Status::Failed(name_ + ": not complete");
    return out_->Close();
  }

  bool broken() const override { return broken_; }

 private:
  FormatChoice DefaultFormat(const FrameInfo& info) const {
    return {kind_ == StreamKind::kPipe ? PipeFormat(info) : FileFormat(info)};
  }

  std::unique_ptr<ByteWriter> out_;
  StreamKind kind_;
  std::string name_;
  bool strict_;
  SinkOptions options_;
  int64_t frames_ = 0;
  bool broken_ = false;
};

// A stream into a named file, which is opened for the first frame.
class FileSink : public Sink {
 public:
  FileSink(std::string path, SinkOptions options) : path_(std::move(path)), options_(options) {}

  Status Write(RowReader& frame) override {
    if (!stream_) {
      SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<ByteWriter> out, MakeFileWriter(path_));
      stream_ =
          std::make_unique<StreamSink>(std::move(out), StreamKind::kFile, path_, true, options_);
    }
    return stream_->Write(frame);
  }

  Status Finish() override { return stream_ ? stream_->Finish() : Status::Ok(); }
  bool broken() const override { return stream_ && stream_->broken(); }

 private:
  std::string path_;
  SinkOptions options_;
  std::unique_ptr<StreamSink> stream_;
};

class TemplateSink : public Sink {
 public:
  TemplateSink(std::string name_template, SinkOptions options)
      : template_(std::move(name_template)), options_(options) {}

  Status Write(RowReader& frame) override {
    const FrameInfo& info = frame.info();
    SLUICE_ASSIGN_OR_RETURN(const std::string path, ExpandTemplate(template_, FieldsOf(info)));
    if (written_.count(path) > 0) {
      return Status::Failed(path + ": already holds another frame of this run",
                            "{index} in the name tells frames apart");
    }
    SLUICE_ASSIGN_OR_RETURN(const std::optional<FormatChoice> choice,
                            FormatForPath(path, options_));
    SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<ByteWriter> out, MakeFileWriter(path));
    SLUICE_RETURN_IF_ERROR(
        Encode(frame, choice ? *choice : FormatChoice{FileFormat(info)}, options_.encode, *out));
    SLUICE_RETURN_IF_ERROR(out->Close());
    written_.insert(path);
    return Status::Ok();
  }

  Status Finish() override { return Status::Ok(); }

 private:
  TemplateFields FieldsOf(const FrameInfo& info) const {
    TemplateFields fields;
    const std::string* name = info.attributes.Find("name");
    fields.name = name != nullptr ? *name : info.path;
    fields.index = info.index;
    if (options_.format) fields.ext = ExtensionFor(*options_.format, info);
    return fields;
  }

  std::string template_;
  SinkOptions options_;
  std::set<std::string> written_;
};

// The file name without folders; nothing if that is no name for a file.
std::string BaseName(const std::string& path) {
  const std::string base = path.substr(path.rfind('/') + 1);
  return base == "." || base == ".." ? "" : base;
}

// Splits "a.png" into "a" and "png"; ".hidden" has no extension.
std::pair<std::string, std::string> SplitExtension(const std::string& base) {
  const size_t dot = base.rfind('.');
  if (dot == std::string::npos || dot == 0) return {base, ""};
  return {base.substr(0, dot), base.substr(dot + 1)};
}

Status NeedsName(const std::string& field) {
  return Status::Failed("{" + field + "} needs a name, and the frame has none",
                        "{index} numbers the frames; names come through a pipe with --meta always");
}

// "{index}" or, with a width, "{index:4}": at most 18 digits.
Result<std::string> IndexText(std::string_view field, int64_t index) {
  std::string digits = std::to_string(index);
  if (field == "index") return digits;
  const std::string_view width = field.substr(6);
  const bool valid =
      (width.size() == 1 || (width.size() == 2 && width[0] == '1')) &&
      std::all_of(width.begin(), width.end(), [](char c) { return c >= '0' && c <= '9'; });
  const int wanted = valid ? std::stoi(std::string(width)) : 0;
  if (wanted < 1 || wanted > 18) {
    return Status::Usage("{" + std::string(field) +
                         "}: expected {index} or {index:N} with N digits");
  }
  if (digits.size() < static_cast<size_t>(wanted)) digits.insert(0, wanted - digits.size(), '0');
  return digits;
}

Result<std::string> FieldText(std::string_view field, const TemplateFields& fields) {
  const std::string base = BaseName(fields.name);
  const auto [stem, ext] = SplitExtension(base);
  if (field == "name") return base.empty() ? NeedsName("name") : Result<std::string>(base);
  if (field == "stem") return stem.empty() ? NeedsName("stem") : Result<std::string>(stem);
  if (field == "index" || field.starts_with("index:")) return IndexText(field, fields.index);
  if (field == "ext") {
    if (!fields.ext.empty()) return fields.ext;
    return ext.empty() ? NeedsName("ext") : Result<std::string>(ext);
  }
  return Status::Usage("unknown field {" + std::string(field) + "}",
                       "fields: {stem} {name} {index} {ext}; {{ for a brace");
}

}  // namespace

std::unique_ptr<Sink> MakeStreamSink(std::unique_ptr<ByteWriter> out, StreamKind kind,
                                     SinkOptions options) {
  const bool strict = kind == StreamKind::kFile && !options.format;
  return std::make_unique<StreamSink>(std::move(out), kind, "stdout", strict, options);
}

Result<std::unique_ptr<Sink>> MakeFileSink(const std::string& path, SinkOptions options) {
  SLUICE_ASSIGN_OR_RETURN(options.format, FormatForPath(path, options));
  return std::unique_ptr<Sink>(std::make_unique<FileSink>(path, options));
}

Result<std::unique_ptr<Sink>> MakeTemplateSink(const std::string& name_template,
                                               SinkOptions options) {
  // Tells a wrong template before any work is done.
  TemplateFields example{"a.png", 0, "png"};
  SLUICE_ASSIGN_OR_RETURN(const std::string path, ExpandTemplate(name_template, example));
  SLUICE_RETURN_IF_ERROR(FormatForPath(path, options).status());
  return std::unique_ptr<Sink>(std::make_unique<TemplateSink>(name_template, options));
}

bool IsTemplate(const std::string& path) { return path.find('{') != std::string::npos; }

Result<std::string> ExpandTemplate(const std::string& name_template, const TemplateFields& fields) {
  std::string path;
  for (size_t i = 0; i < name_template.size(); ++i) {
    const char c = name_template[i];
    const bool doubled = i + 1 < name_template.size() && name_template[i + 1] == c;
    if ((c == '{' || c == '}') && doubled) {
      path += c;
      ++i;
    } else if (c == '{') {
      const size_t end = name_template.find('}', i);
      if (end == std::string::npos) {
        return Status::Usage(name_template + ": a field without its closing brace");
      }
      SLUICE_ASSIGN_OR_RETURN(
          const std::string text,
          FieldText(std::string_view(name_template).substr(i + 1, end - i - 1), fields));
      path += text;
      i = end;
    } else {
      path += c;
    }
  }
  return path;
}

}  // namespace sluice
