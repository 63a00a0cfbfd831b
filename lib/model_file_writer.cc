// Writes model files: the safetensors format.
#include <memory>
#include <nlohmann/json.hpp>
#include <span>

#include "lib/byte_io.h"
#include "lib/model_file.h"

namespace sluice {

Status ModelFile::Save(const std::string& path) const {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<ByteWriter> out, MakeFileWriter(path));
  SLUICE_RETURN_IF_ERROR(Write(*out));
  return out->Close();
}

Status ModelFile::Write(ByteWriter& out) const {
  nlohmann::json header = nlohmann::json::object();
  if (!metadata_.empty()) header["__metadata__"] = metadata_;
  uint64_t at = 0;
  const auto entry = [&](const std::string& name, const char* type,
                         const std::vector<int64_t>& shape, size_t bytes) {
    header[name] = {{"dtype", type}, {"shape", shape}, {"data_offsets", {at, at + bytes}}};
    at += bytes;
  };
  for (const auto& [name, tensor] : floats_) {
    entry(name, "F32", tensor.shape(), size_t(tensor.size()) * sizeof(float));
  }
  for (const auto& [name, values] : integers_) {
    entry(name, "I32", {int64_t(values.size())}, values.size() * sizeof(int32_t));
  }
  std::string text = header.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  text.resize((text.size() + 7) / 8 * 8, ' ');  // so that the tensors are aligned
  const uint64_t length = text.size();

  SLUICE_RETURN_IF_ERROR(out.Write(std::as_bytes(std::span(&length, 1))));
  SLUICE_RETURN_IF_ERROR(out.Write(text));
  for (const auto& [name, tensor] : floats_) {
    SLUICE_RETURN_IF_ERROR(
        out.Write(std::as_bytes(std::span(tensor.data(), size_t(tensor.size())))));
  }
  for (const auto& [name, values] : integers_) {
    SLUICE_RETURN_IF_ERROR(out.Write(std::as_bytes(std::span(values))));
  }
  return Status::Ok();
}

}  // namespace sluice
