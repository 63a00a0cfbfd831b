// NIfTI-1 (nifti1.h of the NIfTI data format working group, 2004) and its ancestor Analyze 7.5: a
// header of 348 bytes, then numbers with x fastest.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <optional>

#include "data/volume_set.h"

namespace sluice {
namespace {

constexpr size_t kHeaderSize = 348;

class Fields {
 public:
  explicit Fields(const std::array<std::byte, kHeaderSize>& bytes) : bytes_(bytes) {}
  void set_swap(bool swap) { swap_ = swap; }

  template <class T>
  T At(size_t position) const {
    std::array<std::byte, sizeof(T)> raw;
    std::copy_n(bytes_.begin() + std::ptrdiff_t(position), sizeof(T), raw.begin());
    if (swap_) std::reverse(raw.begin(), raw.end());
    return std::bit_cast<T>(raw);
  }

 private:
  const std::array<std::byte, kHeaderSize>& bytes_;
  bool swap_ = false;
};

struct Type {
  int code;
  NumberType type;
  uint64_t channels;
};
constexpr Type kTypes[] = {
    {2, NumberType::kU8, 1},     {4, NumberType::kI16, 1},    {8, NumberType::kI32, 1},
    {16, NumberType::kF32, 1},   {64, NumberType::kF64, 1},   {128, NumberType::kU8, 3},
    {256, NumberType::kI8, 1},   {512, NumberType::kU16, 1},  {768, NumberType::kU32, 1},
    {1024, NumberType::kI64, 1}, {1280, NumberType::kU64, 1}, {2304, NumberType::kU8, 4}};

// "a.hdr.gz" and its like with another ending before the .gz.
std::string WithEnding(const std::string& path, const std::string& ending) {
  const bool gzip = path.ends_with(".gz");
  const std::string plain = path.substr(0, path.size() - (gzip ? 3 : 0));
  return plain.substr(0, plain.size() - 4) + ending + (gzip ? ".gz" : "");
}

bool EndsWith(const std::string& path, const std::string& ending) {
  return path.ends_with(ending) || path.ends_with(ending + ".gz");
}

Status ReadShape(const Fields& fields, const std::string& path, VolumeHeader* header) {
  const int rank = fields.At<int16_t>(40);
  if (rank < 1 || rank > 7) {
    return Status::Failed(path + ": byte 40: expected 1 to 7 dimensions, found " +
                          std::to_string(rank));
  }
  uint64_t* const sizes[] = {&header->width, &header->height, &header->depth, &header->volumes};
  for (int axis = 0; axis < rank; ++axis) {
    const size_t at = 42 + 2 * size_t(axis);
    const int size = fields.At<int16_t>(at);
    if (size < 1 || (axis >= 4 && size != 1)) {
      return Status::Failed(path + ": byte " + std::to_string(at) + ": expected " +
                            (axis >= 4 ? "1, as only four dimensions are read" : "a size from 1") +
                            ", found " + std::to_string(size));
    }
    if (axis < 4) *sizes[axis] = uint64_t(size);
  }
  header->picture = rank <= 2;
  return Status::Ok();
}

}  // namespace

Result<VolumeHeader> ReadNiftiHeader(const std::string& given) {
  const bool is_image = EndsWith(given, ".img");
  const bool pair = is_image || EndsWith(given, ".hdr");
  const std::string path = is_image ? WithEnding(given, ".hdr") : given;
  SLUICE_ASSIGN_OR_RETURN(std::unique_ptr<DataFile> file, DataFile::Open(path));
  std::array<std::byte, kHeaderSize> bytes;
  SLUICE_RETURN_IF_ERROR(file->ReadStart(bytes));
  Fields fields(bytes);
  VolumeHeader header;
  header.path = given;
  const auto start = fields.At<int32_t>(0);
  fields.set_swap(start != int32_t{kHeaderSize});
  if (fields.At<int32_t>(0) != int32_t{kHeaderSize}) {
    return Status::Failed(path + ": not a NIfTI-1 file: expected 348 in its first 4 bytes, found " +
                          std::to_string(start));
  }
  header.big_endian =
      (start != int32_t{kHeaderSize}) == (std::endian::native == std::endian::little);
  std::array<char, 4> magic;
  std::memcpy(magic.data(), bytes.data() + 344, 4);
  const bool single = std::memcmp(magic.data(), "n+1", 4) == 0;
  const bool detached = std::memcmp(magic.data(), "ni1", 4) == 0;
  if (pair ? single : !single) {
    return Status::Failed(path + ": byte 344: expected " +
                          (pair ? "\"ni1\" or none, for an .img file beside it" : "\"n+1\"") +
                          ", found something else");
  }
  header.format = single || detached ? "NIfTI" : "Analyze";
  SLUICE_RETURN_IF_ERROR(ReadShape(fields, path, &header));
  const int code = fields.At<int16_t>(70);
  const auto* const type = std::find_if(std::begin(kTypes), std::end(kTypes),
                                        [&](const Type& t) { return t.code == code; });
  if (type == std::end(kTypes)) {
    return Status::Failed(path +
                          ": byte 70: expected a data type of integers, floats or RGB, found " +
                          std::to_string(code));
  }
  header.type = type->type;
  header.channels = type->channels;
  const auto offset = fields.At<float>(108);
  const float least = single ? float{kHeaderSize} : 0.0f;
  if (!(offset >= least) || offset > 1e9f || offset != std::floor(offset)) {
    return Status::Failed(path + ": byte 108: expected where the numbers begin, found " +
                          std::to_string(offset));
  }
  header.offset = static_cast<uint64_t>(offset);
  if (single || detached) {
    const double slope = fields.At<float>(112);
    const double intercept = fields.At<float>(116);
    if (std::isfinite(slope) && std::isfinite(intercept) && slope != 0) {
      header.slope = slope;
      header.intercept = intercept;
    }
  }
  if (!pair) {
    header.file = std::move(file);
    return header;
  }
  std::string image = is_image ? given : WithEnding(given, ".img");
  if (!IsFile(image) && IsFile(image + ".gz")) image += ".gz";
  SLUICE_ASSIGN_OR_RETURN(header.file, DataFile::Open(image));
  return header;
}

}  // namespace sluice
