#include "lib/model_file.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>

#include "lib/byte_io.h"

namespace sluice {
namespace {

using Json = nlohmann::json;

// Headers list names and shapes: more than this is no model.
constexpr uint64_t kMaxHeader = uint64_t{64} << 20;

std::string ShapeText(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (const int64_t dim : shape) {
    if (text.size() > 1) text += ", ";
    text += dim < 0 ? "any" : std::to_string(dim);
  }
  return text + "]";
}

// What one number of a type is in the file.
struct SampleType {
  const char* name;
  size_t bytes;
  bool integer;
};
constexpr SampleType kTypes[] = {{"F64", 8, false},  {"F32", 4, false}, {"F16", 2, false},
                                 {"BF16", 2, false}, {"I64", 8, true},  {"I32", 4, true},
                                 {"I16", 2, true},   {"I8", 1, true},   {"U8", 1, true},
                                 {"U16", 2, true},   {"BOOL", 1, true}};

const SampleType* FindType(const std::string& name) {
  for (const SampleType& type : kTypes) {
    if (name == type.name) return &type;
  }
  return nullptr;
}

template <class T>
T Little(const std::byte* bytes) {
  static_assert(std::endian::native == std::endian::little);
  T value;
  std::memcpy(&value, bytes, sizeof(value));
  return value;
}

float HalfToFloat(uint16_t half) {
  const int exponent = half >> 10 & 31;
  const int mantissa = half & 1023;
  float value = exponent == 0    ? std::ldexp(float(mantissa), -24)
                : exponent == 31 ? (mantissa == 0 ? std::numeric_limits<float>::infinity()
                                                  : std::numeric_limits<float>::quiet_NaN())
                                 : std::ldexp(float(mantissa + 1024), exponent - 25);
  return (half & 0x8000) != 0 ? -value : value;
}

float FloatAt(const SampleType& type, const std::byte* bytes) {
  if (type.bytes == 4) return Little<float>(bytes);
  if (type.bytes == 8) return static_cast<float>(Little<double>(bytes));
  const auto half = Little<uint16_t>(bytes);
  if (type.name[0] == 'B') return std::bit_cast<float>(uint32_t{half} << 16);
  return HalfToFloat(half);
}

int64_t IntegerAt(const SampleType& type, const std::byte* bytes) {
  const bool is_signed = type.name[0] == 'I';
  switch (type.bytes) {
    case 1:
      return is_signed ? Little<int8_t>(bytes) : int64_t{Little<uint8_t>(bytes)};
    case 2:
      return is_signed ? Little<int16_t>(bytes) : int64_t{Little<uint16_t>(bytes)};
    case 4:
      return Little<int32_t>(bytes);
    default:
      return Little<int64_t>(bytes);
  }
}

// One entry of the header: where a tensor lies behind it.
struct Entry {
  std::string name;
  const SampleType* type = nullptr;
  std::vector<int64_t> shape;
  uint64_t begin = 0, end = 0;
  uint64_t count = 1;
};

Result<Entry> ParseEntry(const std::string& name, const Json& json) {
  const Status bad =
      Status::Failed("tensor " + name + ": expected dtype, shape and data_offsets of safetensors");
  if (!json.is_object() || !json.contains("dtype") || !json["dtype"].is_string() ||
      !json.contains("shape") || !json["shape"].is_array() || !json.contains("data_offsets") ||
      !json["data_offsets"].is_array() || json["data_offsets"].size() != 2 ||
      !json["data_offsets"][0].is_number_unsigned() ||
      !json["data_offsets"][1].is_number_unsigned()) {
    return bad;
  }
  Entry entry;
  entry.name = name;
  entry.type = FindType(json["dtype"].get<std::string>());
  if (entry.type == nullptr) {
    return Status::Failed("tensor " + name + ": unknown type " + json["dtype"].get<std::string>());
  }
  for (const Json& dim : json["shape"]) {
    if (!dim.is_number_unsigned()) return bad;
    const auto size = dim.get<uint64_t>();
    if (size > uint64_t{1} << 40 || (size > 0 && entry.count > (uint64_t{1} << 40) / size)) {
      return Status::Failed("tensor " + name + ": too large");
    }
    entry.count *= size;
    entry.shape.push_back(static_cast<int64_t>(size));
  }
  entry.begin = json["data_offsets"][0].get<uint64_t>();
  entry.end = json["data_offsets"][1].get<uint64_t>();
  if (entry.end < entry.begin || entry.end - entry.begin != entry.count * entry.type->bytes) {
    return Status::Failed("tensor " + name + ": data_offsets do not fit the shape " +
                          ShapeText(entry.shape));
  }
  return entry;
}

// The header's entries in the order of their data, which must follow one another without holes.
Result<std::vector<Entry>> ParseHeader(const std::string& text,
                                       std::map<std::string, std::string>* metadata) {
  const Json header = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!header.is_object()) return Status::Failed("the header is not JSON");
  std::vector<Entry> entries;
  for (const auto& [name, value] : header.items()) {
    if (name == "__metadata__") {
      if (!value.is_object()) return Status::Failed("__metadata__ is not an object");
      for (const auto& [key, word] : value.items()) {
        if (!word.is_string()) return Status::Failed("metadata " + key + " is not text");
        (*metadata)[key] = word.get<std::string>();
      }
      continue;
    }
    SLUICE_ASSIGN_OR_RETURN(Entry entry, ParseEntry(name, value));
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.begin < b.begin; });
  uint64_t at = 0;
  for (const Entry& entry : entries) {
    if (entry.begin != at) return Status::Failed("tensor " + entry.name + ": hole or overlap");
    at = entry.end;
  }
  return entries;
}

// Calls take(first sample, bytes of some samples) until the tensor is read.
Status ReadTensor(ByteReader& in, const Entry& entry,
                  const std::function<void(uint64_t first, std::span<const std::byte>)>& take) {
  constexpr uint64_t kPiece = 1 << 15;  // samples
  std::vector<std::byte> bytes(size_t(std::min(entry.count, kPiece)) * entry.type->bytes);
  for (uint64_t first = 0; first < entry.count; first += kPiece) {
    const std::span<std::byte> piece(
        bytes.data(), size_t(std::min(kPiece, entry.count - first)) * entry.type->bytes);
    SLUICE_RETURN_IF_ERROR(in.ReadExactly(piece));
    take(first, piece);
  }
  return Status::Ok();
}

Result<ModelFile> Read(ByteReader in) {
  ModelFile file;
  std::byte length[8];
  SLUICE_RETURN_IF_ERROR(in.ReadExactly(length));
  const auto header_bytes = Little<uint64_t>(length);
  if (header_bytes < 2 || header_bytes > kMaxHeader) {
    return Status::Failed("not a model: it does not begin like a safetensors file");
  }
  SLUICE_ASSIGN_OR_RETURN(const std::span<const std::byte> first, in.PeekSome());
  if (first.empty() || first.front() != std::byte{'{'}) {
    return Status::Failed("not a model: it does not begin like a safetensors file");
  }
  std::string text;
  while (text.size() < header_bytes) {  // in pieces: the length is only a claim
    const size_t begin = text.size();
    text.resize(size_t(std::min<uint64_t>(header_bytes, begin + (1 << 20))));
    SLUICE_RETURN_IF_ERROR(in.ReadExactly(std::as_writable_bytes(std::span(text)).subspan(begin)));
  }
  std::map<std::string, std::string> metadata;
  SLUICE_ASSIGN_OR_RETURN(const std::vector<Entry> entries, ParseHeader(text, &metadata));
  for (auto& [key, value] : metadata) file.Set(key, value);
  for (const Entry& entry : entries) {
    const SampleType type = *entry.type;
    bool fits = true;
    if (type.integer) {
      std::vector<int32_t> values;
      SLUICE_RETURN_IF_ERROR(ReadTensor(in, entry, [&](uint64_t, std::span<const std::byte> bytes) {
        for (size_t i = 0; i < bytes.size(); i += type.bytes) {
          const int64_t value = IntegerAt(type, &bytes[i]);
          fits &= value == static_cast<int32_t>(value);
          values.push_back(static_cast<int32_t>(value));
        }
      }));
      if (!fits) return Status::Failed("tensor " + entry.name + ": an integer beyond 32 bits");
      file.AddIntegers(entry.name, std::move(values));
      continue;
    }
    if (entry.count == 0) return Status::Failed("tensor " + entry.name + ": empty");
    std::vector<int64_t> shape = entry.shape.empty() ? std::vector<int64_t>{1} : entry.shape;
    SLUICE_ASSIGN_OR_RETURN(Tensor tensor, Tensor::Create(std::move(shape)));
    if (type.bytes == sizeof(float)) {  // as they are in memory
      SLUICE_RETURN_IF_ERROR(
          in.ReadExactly(std::as_writable_bytes(std::span(tensor.data(), size_t(tensor.size())))));
      file.Add(entry.name, std::move(tensor));
      continue;
    }
    SLUICE_RETURN_IF_ERROR(
        ReadTensor(in, entry, [&](uint64_t at, std::span<const std::byte> bytes) {
          float* to = tensor.data() + at;
          for (size_t i = 0; i < bytes.size(); i += type.bytes) *to++ = FloatAt(type, &bytes[i]);
        }));
    file.Add(entry.name, std::move(tensor));
  }
  SLUICE_ASSIGN_OR_RETURN(const std::span<const std::byte> rest, in.PeekSome());
  if (!rest.empty()) return Status::Failed("expected the end of the file behind the last tensor");
  return file;
}

}  // namespace

const std::string* ModelFile::Find(const std::string& key) const {
  const auto found = metadata_.find(key);
  return found == metadata_.end() ? nullptr : &found->second;
}

Result<std::string> ModelFile::Text(const std::string& key) const {
  if (const std::string* value = Find(key)) return *value;
  return Status::Failed("the model has no metadata \"" + key + "\"");
}

Result<int64_t> ModelFile::Integer(const std::string& key, int64_t min, int64_t max) const {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, Text(key));
  int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < min || value > max) {
    return Status::Failed("model metadata " + key + ": expected an integer from " +
                          std::to_string(min) + " to " + std::to_string(max) + ", got " + text);
  }
  return value;
}

Result<double> ModelFile::Number(const std::string& key) const {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, Text(key));
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !std::isfinite(value)) {
    return Status::Failed("model metadata " + key + ": expected a number, got " + text);
  }
  return value;
}

void ModelFile::SetNames(const std::string& key, const std::vector<std::string>& names) {
  Set(key, Json(names).dump(-1, ' ', false, Json::error_handler_t::replace));
}

Result<std::vector<std::string>> ModelFile::Names(const std::string& key) const {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, Text(key));
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  std::vector<std::string> names;
  if (json.is_array()) {
    for (const Json& name : json) {
      if (name.is_string()) names.push_back(name.get<std::string>());
    }
  }
  if (!json.is_array() || names.empty() || names.size() != json.size()) {
    return Status::Failed("model metadata " + key + ": expected a JSON list of names");
  }
  return names;
}

bool ModelFile::Has(const std::string& name) const {
  return floats_.count(name) > 0 || integers_.count(name) > 0;
}

Result<const Tensor*> ModelFile::Floats(const std::string& name,
                                        const std::vector<int64_t>& shape) const {
  const auto found = floats_.find(name);
  if (found == floats_.end()) {
    return Status::Failed("the model has no tensor \"" + name + "\" of floats");
  }
  const std::vector<int64_t>& got = found->second.shape();
  bool same = got.size() == shape.size();
  for (size_t i = 0; same && i < shape.size(); ++i) same = shape[i] < 0 || shape[i] == got[i];
  if (!same) {
    return Status::Failed("tensor " + name + ": expected the shape " + ShapeText(shape) + ", got " +
                          ShapeText(got));
  }
  return &found->second;
}

Result<const std::vector<int32_t>*> ModelFile::Integers(const std::string& name,
                                                        int64_t size) const {
  const auto found = integers_.find(name);
  if (found == integers_.end()) {
    return Status::Failed("the model has no tensor \"" + name + "\" of integers");
  }
  if (size >= 0 && found->second.size() != size_t(size)) {
    return Status::Failed("tensor " + name + ": expected " + std::to_string(size) +
                          " integers, got " + std::to_string(found->second.size()));
  }
  return &found->second;
}

std::vector<std::pair<std::string, std::vector<int64_t>>> ModelFile::Shapes() const {
  std::map<std::string, std::vector<int64_t>> shapes;
  for (const auto& [name, tensor] : floats_) shapes[name] = tensor.shape();
  for (const auto& [name, values] : integers_) shapes[name] = {int64_t(values.size())};
  return {shapes.begin(), shapes.end()};
}

Status ModelFile::Embed(const std::string& prefix, const ModelFile& other) {
  for (const auto& [key, value] : other.metadata_) metadata_[prefix + key] = value;
  for (const auto& [name, values] : other.integers_) integers_[prefix + name] = values;
  for (const auto& [name, tensor] : other.floats_) {
    SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor.Clone());
    floats_[prefix + name] = std::move(copy);
  }
  return Status::Ok();
}

Result<ModelFile> ModelFile::Extract(const std::string& prefix) const {
  ModelFile part;
  for (const auto& [key, value] : metadata_) {
    if (key.starts_with(prefix)) part.Set(key.substr(prefix.size()), value);
  }
  for (const auto& [name, values] : integers_) {
    if (name.starts_with(prefix)) part.AddIntegers(name.substr(prefix.size()), values);
  }
  for (const auto& [name, tensor] : floats_) {
    if (!name.starts_with(prefix)) continue;
    SLUICE_ASSIGN_OR_RETURN(Tensor copy, tensor.Clone());
    part.Add(name.substr(prefix.size()), std::move(copy));
  }
  return part;
}

Result<ModelFile> ModelFile::Load(const std::string& path) {
  Result<ByteReader> in = ByteReader::Open(path);
  if (!in.ok()) return in.status().WithContext(path);
  Result<ModelFile> file = Read(std::move(*in));
  if (!file.ok()) return file.status().WithContext(path);
  return file;
}

Status ModelFile::Save(const std::string& path) const {
  SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<ByteWriter> out, MakeFileWriter(path));
  SLUICE_RETURN_IF_ERROR(Write(*out));
  return out->Close();
}

Status ModelFile::Write(ByteWriter& out) const {
  Json header = Json::object();
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
  std::string text = header.dump(-1, ' ', false, Json::error_handler_t::replace);
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
