#include "nets/zoo.h"

#include <algorithm>
#include <cstddef>
#include <span>

#include "lib/byte_io.h"
#include "lib/model_file.h"

namespace sluice {

std::string ZooNet::summary() const {
  const std::string line = text.substr(0, text.find('\n'));
  return line.substr(std::min(line.size(), line.find_first_not_of("# ")));
}

const std::vector<ZooNet>& Zoo() {
  static const std::vector<ZooNet> nets = {
#include "zoo_texts.inc"
  };
  return nets;
}

namespace {

// Safetensors begin with the length of their header, eight bytes of which the last are 0, and {.
bool BeginsModel(ByteReader* file) {
  constexpr size_t kStart = 9;
  const Result<std::span<const std::byte>> start = file->Peek(kStart);
  return start.ok() && start->size() >= kStart && start.value()[7] == std::byte{0} &&
         start.value()[8] == std::byte{'{'};
}

Result<std::string> TextOfModel(const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(const ModelFile model, ModelFile::Load(path));
  Result<std::string> text = model.Text("net");
  if (!text.ok()) return Status::Failed(path + ": expected a trained net, got another model");
  return text;
}

}  // namespace

const ZooNet* FindZooNet(const std::string& name) {
  for (const ZooNet& net : Zoo()) {
    if (net.name == name) return &net;
  }
  return nullptr;
}

bool IsModelFile(const std::string& path) {
  Result<ByteReader> file = ByteReader::Open(path);
  return file.ok() && BeginsModel(&*file);
}

Result<std::string> LoadNetText(const std::string& name_or_path) {
  constexpr size_t kLongest = size_t{1} << 20;
  if (const ZooNet* const net = FindZooNet(name_or_path)) return net->text;
  Result<ByteReader> file = ByteReader::Open(name_or_path);
  if (!file.ok()) {
    std::string names;
    for (const ZooNet& net : Zoo()) names += " " + net.name;
    return Status::Usage("expected a net of the zoo or a net file, got " + name_or_path + " (" +
                             file.status().message() + ")",
                         "the zoo:" + names);
  }
  if (BeginsModel(&*file)) return TextOfModel(name_or_path);
  std::string text(kLongest + 1, '\0');
  const Result<size_t> size = file->Read(std::as_writable_bytes(std::span(text)));
  if (!size.ok()) return size.status().WithContext(name_or_path);
  if (*size > kLongest) return Status::Failed(name_or_path + ": longer than 1 MiB");
  text.resize(*size);
  return text;
}

}  // namespace sluice
