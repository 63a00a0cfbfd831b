#include "data/volume_set.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

#include "data/entry_name.h"
#include "lib/limits.h"

namespace sluice {
namespace {

// f64 has the digits that scaling needs: i32 numbers near 2^24 times a small slope, say.
template <class T>
double NumberAt(const std::byte* bytes, bool swap) {
  std::array<std::byte, sizeof(T)> raw;
  std::copy_n(bytes, sizeof(T), raw.begin());
  if (swap) std::reverse(raw.begin(), raw.end());
  return static_cast<double>(std::bit_cast<T>(raw));
}

using Reader = double (*)(const std::byte*, bool);

Reader ReaderOf(NumberType type) {
  switch (type) {
    case NumberType::kU8:
      return NumberAt<uint8_t>;
    case NumberType::kI8:
      return NumberAt<int8_t>;
    case NumberType::kU16:
      return NumberAt<uint16_t>;
    case NumberType::kI16:
      return NumberAt<int16_t>;
    case NumberType::kU32:
      return NumberAt<uint32_t>;
    case NumberType::kI32:
      return NumberAt<int32_t>;
    case NumberType::kU64:
      return NumberAt<uint64_t>;
    case NumberType::kI64:
      return NumberAt<int64_t>;
    case NumberType::kF32:
      return NumberAt<float>;
    case NumberType::kF64:
      break;
  }
  return NumberAt<double>;
}

DType FrameType(const VolumeHeader& header) {
  if (header.file == nullptr || header.slope != 1 || header.intercept != 0) return DType::kF32;
  if (header.type == NumberType::kU8) return DType::kU8;
  return header.type == NumberType::kU16 ? DType::kU16 : DType::kF32;
}

// The file's name without folders and extensions.
std::string BaseName(const std::string& path) {
  const std::string name = path.substr(path.rfind('/') + 1);
  std::string stem = name.substr(0, name.ends_with(".gz") ? name.size() - 3 : name.size());
  const size_t dot = stem.rfind('.');
  return dot == std::string::npos || dot == 0 ? stem : stem.substr(0, dot);
}

class VolumeSet : public DataSet {
 public:
  explicit VolumeSet(VolumeHeader header) : header_(std::move(header)) {
    const std::string name = BaseName(header_.path);
    for (uint64_t i = 0; i < header_.volumes; ++i) {
      entries_.push_back({header_.volumes == 1 ? name : name + "-" + NumberText(i, 3), ""});
    }
  }

  Result<Frame> Load(int64_t i) const override {
    const VolumeHeader& h = header_;
    const auto width = int64_t(h.width);
    const auto channels = int64_t(h.channels);
    const DType dtype = FrameType(h);
    FrameInfo shape = h.picture
                          ? FrameInfo::Picture(int(width), int(h.height), int(channels), dtype)
                          : FrameInfo::Array({int64_t(h.depth), int64_t(h.height), width, channels},
                                             "dhwc", dtype);
    SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(std::move(shape)));
    const size_t row_samples = h.width * h.channels;
    const size_t slice_samples = row_samples * h.height;
    const size_t number = NumberSize(h.type);
    std::vector<std::byte> slice(h.file == nullptr ? 0 : slice_samples * number);
    for (uint64_t z = 0; z < h.depth; ++z) {
      const uint64_t first = (uint64_t(i) * h.depth + z) * slice_samples;
      if (h.file != nullptr) {
        SLUICE_RETURN_IF_ERROR(h.file->Read(h.offset + first * number, slice));
      }
      for (uint64_t y = 0; y < h.height; ++y) {
        const auto row = static_cast<int64_t>(z * h.height + y);
        if (h.file == nullptr) {
          std::copy_n(h.numbers.data() + first + y * row_samples, row_samples,
                      frame.Row<float>(row));
        } else {
          FillRow(slice.data() + y * row_samples * number, row_samples, frame.RowBytes(row), dtype);
        }
      }
    }
    FrameInfo& info = frame.info();
    info.path = h.path;
    info.format = h.format;
    info.index_in_file = i;
    info.attributes.Set("name", entries_[size_t(i)].name);
    return frame;
  }

 private:
  void FillRow(const std::byte* numbers, size_t count, std::byte* row, DType dtype) const {
    const bool swap = header_.big_endian == (std::endian::native == std::endian::little);
    const Reader read = ReaderOf(header_.type);
    const size_t size = NumberSize(header_.type);
    if (dtype == DType::kU8) {
      std::copy_n(numbers, count, row);
      return;
    }
    for (size_t i = 0; i < count; ++i) {
      const double value = read(numbers + i * size, swap);
      if (dtype == DType::kU16) {
        reinterpret_cast<uint16_t*>(row)[i] = static_cast<uint16_t>(value);
      } else {
        reinterpret_cast<float*>(row)[i] =
            static_cast<float>(value * header_.slope + header_.intercept);
      }
    }
  }

  VolumeHeader header_;
};

}  // namespace

size_t NumberSize(NumberType type) {
  constexpr size_t kSizes[] = {1, 1, 2, 2, 4, 4, 8, 8, 4, 8};
  return kSizes[static_cast<size_t>(type)];
}

Result<std::unique_ptr<DataSet>> MakeVolumeSet(VolumeHeader header) {
  const Limits limits;
  const auto fits = [&](uint64_t width, uint64_t height) {
    return CheckSize(width, height, header.channels, limits).WithContext(header.path);
  };
  SLUICE_RETURN_IF_ERROR(fits(header.width, header.height));
  // Both factors are below 2^31 after this.
  SLUICE_RETURN_IF_ERROR(fits(header.depth, 1));
  const uint64_t plane = header.width * header.height;
  SLUICE_RETURN_IF_ERROR(fits(plane, header.depth));
  const uint64_t bytes = plane * header.depth * header.channels * NumberSize(header.type);
  if (header.volumes == 0 || header.volumes > (uint64_t{1} << 31) ||
      bytes > (uint64_t{1} << 62) / header.volumes) {
    return Status::Failed(header.path + ": expected volumes that fit into a file, found " +
                          std::to_string(header.volumes) + " of " + std::to_string(bytes) +
                          " bytes");
  }
  const uint64_t numbers = bytes / NumberSize(header.type) * header.volumes;
  if (header.file != nullptr) {
    SLUICE_RETURN_IF_ERROR(header.file->SetSize(header.offset + bytes * header.volumes, false));
  } else if (header.numbers.size() != numbers) {
    return Status::Failed(header.path + ": expected " + std::to_string(numbers) +
                          " numbers, found " + std::to_string(header.numbers.size()));
  }
  return std::unique_ptr<DataSet>(std::make_unique<VolumeSet>(std::move(header)));
}

}  // namespace sluice
