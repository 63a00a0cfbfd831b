// Reads model files: the safetensors format.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <span>

#include "lib/byte_io.h"
#include "lib/describe_shape.h"
#include "lib/model_file.h"

namespace sluice {
namespace {

using Json = nlohmann::json;

// Headers list names and shapes: more than this is no model.
constexpr uint64_t kMaxHeader = uint64_t{64} << 20;

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
                          DescribeShape(entry.shape));
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

Result<ModelFile> ModelFile::Load(const std::string& path) {
  Result<ByteReader> in = ByteReader::Open(path);
  if (!in.ok()) return in.status().WithContext(path);
  Result<ModelFile> file = Read(std::move(*in));
  if (!file.ok()) return file.status().WithContext(path);
  return file;
}

}  // namespace sluice
