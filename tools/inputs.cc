#include "tools/inputs.h"

#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>

#include "lib/byte_io.h"
#include "lib/source.h"

namespace sluice {
namespace {

Result<std::string> ReadRest(ByteReader in) {
  std::string text;
  while (true) {
    SLUICE_ASSIGN_OR_RETURN(const std::span<const std::byte> bytes, in.PeekSome());
    if (bytes.empty()) return text;
    text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    in.Skip(bytes.size());
  }
}

Result<std::string> ReadAll(const std::string& path) {
  if (path == "-") return ReadRest(ByteReader::FromDescriptor(STDIN_FILENO));
  SLUICE_ASSIGN_OR_RETURN(ByteReader in, ByteReader::Open(path));
  return ReadRest(std::move(in));
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  size_t begin = 0;
  while (begin < text.size()) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    if (end > begin) parts.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return parts;
}

}  // namespace

Result<std::vector<std::string>> ListInputs(const std::vector<std::string>& arguments,
                                            const IoOptions& options) {
  std::vector<std::string> inputs = arguments;
  if (options.null_separated && options.files_from.empty()) {
    return Status::Usage("--null needs --files-from");
  }
  if (!options.files_from.empty()) {
    const Result<std::string> list = ReadAll(options.files_from);
    if (!list.ok()) return list.status().WithContext(InputName(options.files_from));
    for (std::string& name : Split(*list, options.null_separated ? '\0' : '\n')) {
      inputs.push_back(std::move(name));
    }
    if (inputs.empty() && !options.allow_empty) {
      return Status::Failed(InputName(options.files_from) + ": names no file");
    }
  } else if (inputs.empty()) {
    inputs.emplace_back("-");
  }
  const auto from_stdin = std::count(inputs.begin(), inputs.end(), "-");
  if (from_stdin + (options.files_from == "-" ? 1 : 0) > 1) {
    return Status::Usage("stdin (-) can be read only once");
  }
  return inputs;
}

}  // namespace sluice
