#include "lib/codecs/exif.h"

#include <algorithm>
#include <optional>

namespace sluice {
namespace {

constexpr uint16_t kTagOrientation = 0x0112;
constexpr uint16_t kTagMpfImages = 0xB002;
constexpr uint16_t kTypeShort = 3;
constexpr uint16_t kTypeLong = 4;
constexpr uint16_t kTypeUndefined = 7;
constexpr uint64_t kMpfEntryBytes = 16;

// A field of the first directory: its value, or the offset of its value when longer than 4 bytes.
struct Field {
  uint16_t type = 0;
  uint32_t count = 0;
  uint64_t value_offset = 0;  // of the four value bytes themselves
};

// Reads numbers at offsets into a TIFF structure, in the byte order that its header states.
class Tiff {
 public:
  explicit Tiff(std::span<const std::byte> bytes) : bytes_(bytes) {
    const uint32_t order = Number(0, 2).value_or(0);
    little_endian_ = order == 0x4949;
    valid_ = (order == 0x4949 || order == 0x4D4D) && Number(2, 2) == 42u;
  }

  // The unsigned number of `size` bytes (2 or 4) at `offset`, or nothing when outside.
  std::optional<uint32_t> Number(uint64_t offset, uint64_t size) const {
    if (offset > bytes_.size() || size > bytes_.size() - offset) return std::nullopt;
    uint32_t number = 0;
    for (uint64_t i = 0; i < size; ++i) {
      const uint64_t at = offset + (little_endian_ ? size - 1 - i : i);
      number = number << 8 | std::to_integer<uint32_t>(bytes_[at]);
    }
    return number;
  }

  // The field of the first directory with this tag: 12 bytes tag, type, count, value.
  std::optional<Field> Find(uint16_t tag) const {
    const std::optional<uint32_t> directory = valid_ ? Number(4, 4) : std::nullopt;
    if (!directory) return std::nullopt;
    const uint32_t fields = Number(*directory, 2).value_or(0);
    for (uint32_t i = 0; i < fields; ++i) {
      const uint64_t at = uint64_t{*directory} + 2 + uint64_t{12} * i;
      const std::optional<uint32_t> found = Number(at, 2);
      if (!found || !Number(at + 8, 4)) return std::nullopt;
      if (*found != tag) continue;
      return Field{static_cast<uint16_t>(*Number(at + 2, 2)), *Number(at + 4, 4), at + 8};
    }
    return std::nullopt;
  }

 private:
  std::span<const std::byte> bytes_;
  bool little_endian_ = false;
  bool valid_ = false;
};

}  // namespace

int ExifOrientation(std::span<const std::byte> bytes) {
  const Tiff tiff(bytes);
  const std::optional<Field> field = tiff.Find(kTagOrientation);
  if (!field || field->count != 1) return 1;
  if (field->type != kTypeShort && field->type != kTypeLong) return 1;
  const uint32_t value =
      tiff.Number(field->value_offset, field->type == kTypeShort ? 2 : 4).value_or(1);
  return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
}

std::vector<EmbeddedImage> MpfImages(std::span<const std::byte> bytes, uint64_t position) {
  const Tiff tiff(bytes);
  std::vector<EmbeddedImage> images;
  const std::optional<Field> field = tiff.Find(kTagMpfImages);
  if (!field || field->type != kTypeUndefined || field->count <= 4) return images;
  const uint64_t table = tiff.Number(field->value_offset, 4).value_or(0);
  // An entry: attributes, size, offset (0 for the first image), two dependent entries.
  for (uint64_t at = table; at + kMpfEntryBytes <= table + field->count; at += kMpfEntryBytes) {
    const std::optional<uint32_t> size = tiff.Number(at + 4, 4);
    const std::optional<uint32_t> offset = tiff.Number(at + 8, 4);
    if (!size || !offset) break;
    if (*offset != 0) images.push_back({position + *offset, *size});
  }
  std::sort(images.begin(), images.end(),
            [](const EmbeddedImage& a, const EmbeddedImage& b) { return a.begin < b.begin; });
  return images;
}

}  // namespace sluice
