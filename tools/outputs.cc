#include "tools/outputs.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <utility>

#include "lib/codec.h"
#include "lib/sink.h"
#include "lib/source.h"

namespace sluice {
namespace {

std::string Extension(const std::string& path) {
  const size_t slash = path.rfind('/');
  const size_t dot = path.rfind('.');
  if (dot == std::string::npos || (slash != std::string::npos && dot < slash)) return "";
  return path.substr(dot + 1);
}

// The name's format, or nothing for one that the extension doesn't tell.
std::optional<FormatChoice> OutputFormat(const std::string& output, const IoOptions& options) {
  return options.format ? options.format : FormatByExtension(output);
}

bool HoldsOneFrame(const FormatChoice& choice) {
  return choice.format == Format::kPng || choice.format == Format::kJpeg ||
         choice.format == Format::kPfm;
}

Status CheckFolder(const std::string& output) {
  const size_t slash = output.rfind('/');
  if (slash == std::string::npos || slash == 0) return Status::Ok();
  const std::string folder = output.substr(0, slash);
  struct stat info;
  if (stat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return Status::Ok();
  return Status::Failed(output + ": there is no folder " + folder, "mkdir -p " + folder);
}

// Regular files by what they are, not by how they are spelled.
using FileId = std::pair<dev_t, ino_t>;
std::optional<FileId> RegularFile(const std::string& path) {
  struct stat info;
  if (path == "-" || stat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return FileId(info.st_dev, info.st_ino);
}

Status CheckNotAnInput(const std::string& output, const std::set<FileId>& input_files) {
  const std::optional<FileId> file = RegularFile(output);
  if (!file || input_files.count(*file) == 0) return Status::Ok();
  return Status::Usage(output + " is an input and the output",
                       "write to another name, or --force to replace it");
}

std::set<FileId> InputFiles(const std::vector<std::string>& inputs) {
  std::set<FileId> files;
  for (const std::string& input : inputs) {
    if (const std::optional<FileId> file = RegularFile(input)) files.insert(*file);
  }
  return files;
}

// The outputs are known as far as the inputs' names are: what comes from stdin brings its own.
Status CheckTemplate(const std::vector<std::string>& inputs, const IoOptions& options) {
  const std::set<FileId> input_files = InputFiles(inputs);
  std::map<std::string, std::string> output_of;  // output, the input it comes from
  std::set<std::string> folders;
  int64_t index = 0;
  for (const std::string& input : inputs) {
    TemplateFields fields;
    fields.name = input == "-" ? "stdin" : input;
    fields.index = index++;
    fields.ext = options.format ? ExtensionFor(*options.format, FrameInfo{}) : Extension(input);
    if (fields.ext.empty()) fields.ext = "png";
    SLUICE_ASSIGN_OR_RETURN(const std::string output, ExpandTemplate(options.output, fields));
    if (input == "-") continue;
    if (folders.insert(output.substr(0, output.rfind('/') + 1)).second) {
      SLUICE_RETURN_IF_ERROR(CheckFolder(output));
    }
    if (!options.force) SLUICE_RETURN_IF_ERROR(CheckNotAnInput(output, input_files));
    const auto [other, is_new] = output_of.emplace(output, input);
    if (!is_new) {
      return Status::Usage(
          output + " would be the output of both " + other->second + " and " + input,
          "{index} in the name tells them apart");
    }
  }
  return Status::Ok();
}

Status CheckFile(const std::vector<std::string>& inputs, const IoOptions& options) {
  SLUICE_RETURN_IF_ERROR(CheckFolder(options.output));
  if (options.force) return Status::Ok();
  return CheckNotAnInput(options.output, InputFiles(inputs));
}

}  // namespace

bool HasOwnOutputs(const IoOptions& options) { return IsTemplate(options.output); }

Status CheckFrameOutput(const std::vector<std::string>& inputs, const IoOptions& options,
                        bool one_frame) {
  if (options.output == "-") {
    if (options.force || isatty(STDOUT_FILENO) == 0) return Status::Ok();
    return Status::Usage("the output is a picture and stdout is a terminal",
                         "-o FILE, a pipe, or | sluice show");
  }
  if (HasOwnOutputs(options)) return CheckTemplate(inputs, options);
  SLUICE_RETURN_IF_ERROR(CheckFile(inputs, options));
  const std::optional<FormatChoice> format = OutputFormat(options.output, options);
  if (format && HoldsOneFrame(*format) && inputs.size() > 1 && !one_frame) {
    const std::string extension = Extension(options.output);
    return Status::Usage(
        std::to_string(inputs.size()) + " inputs, but " + options.output + " holds one picture",
        "-o '{stem}." + (extension.empty() ? "png" : extension) + "' makes a file for each input");
  }
  return Status::Ok();
}

Result<std::unique_ptr<Sink>> OpenFrameOutput(const std::vector<std::string>& inputs,
                                              const IoOptions& options, bool one_frame) {
  SinkOptions sink;
  sink.format = options.format;
  sink.encode = options.encode;
  sink.encode.many_frames = inputs.size() > 1 && !one_frame;
  if (HasOwnOutputs(options)) return MakeTemplateSink(options.output, sink);
  if (options.output != "-") return MakeFileSink(options.output, sink);
  struct stat info;
  const bool file = fstat(STDOUT_FILENO, &info) == 0 && S_ISREG(info.st_mode);
  return MakeStreamSink(MakeDescriptorWriter(STDOUT_FILENO),
                        file ? StreamKind::kFile : StreamKind::kPipe, sink);
}

Result<std::unique_ptr<ByteWriter>> OpenTextOutput(const std::vector<std::string>& inputs,
                                                   const IoOptions& options, bool binary) {
  if (options.output == "-") {
    if (binary && !options.force && isatty(STDOUT_FILENO) != 0) {
      return Status::Usage("the output is a model and stdout is a terminal",
                           "-o model.safetensors");
    }
    return MakeDescriptorWriter(STDOUT_FILENO);
  }
  if (HasOwnOutputs(options)) {
    return Status::Usage("the text of all inputs goes into one output, not " + options.output);
  }
  SLUICE_RETURN_IF_ERROR(CheckFile(inputs, options));
  return MakeFileWriter(options.output);
}

}  // namespace sluice
