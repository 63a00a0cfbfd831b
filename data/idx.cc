#include "data/idx.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include "data/data_file.h"
#include "data/entry_name.h"
#include "lib/limits.h"

namespace sluice {
namespace {

// The header: two zero bytes, the type of numbers, how many dimensions, and these.
struct IdxFile {
  std::unique_ptr<DataFile> file;
  std::vector<uint64_t> shape;
  uint64_t header = 0;  // bytes
};

uint32_t Big32(const std::byte* bytes) {
  uint32_t value = 0;
  for (int i = 0; i < 4; ++i) value = value << 8 | std::to_integer<uint32_t>(bytes[i]);
  return value;
}

std::string Hex(std::byte byte) {
  constexpr char kDigits[] = "0123456789abcdef";
  const auto value = std::to_integer<unsigned>(byte);
  return {'0', 'x', kDigits[value >> 4], kDigits[value & 15]};
}

Result<IdxFile> OpenIdx(const std::string& path, size_t min_rank, size_t max_rank) {
  IdxFile idx;
  SLUICE_ASSIGN_OR_RETURN(idx.file, DataFile::Open(path));
  std::array<std::byte, 20> bytes{};
  SLUICE_RETURN_IF_ERROR(idx.file->ReadStart(std::span(bytes).first(4)));
  if (bytes[0] != std::byte{0} || bytes[1] != std::byte{0}) {
    return Status::Failed(path + ": not an IDX file: expected two zero bytes at its start, found " +
                          Hex(bytes[0]) + " " + Hex(bytes[1]));
  }
  if (bytes[2] != std::byte{0x08}) {
    return Status::Failed(path + ": byte 2: expected type 0x08 (unsigned bytes), found " +
                          Hex(bytes[2]));
  }
  const auto rank = std::to_integer<size_t>(bytes[3]);
  if (rank < min_rank || rank > max_rank) {
    const std::string wanted = min_rank == max_rank ? "1 dimension" : "3 or 4 dimensions";
    return Status::Failed(path + ": byte 3: expected " + wanted + ", found " +
                          std::to_string(rank));
  }
  idx.header = 4 + 4 * rank;
  SLUICE_RETURN_IF_ERROR(idx.file->ReadStart(std::span(bytes).first(idx.header)));
  for (size_t i = 0; i < rank; ++i) idx.shape.push_back(Big32(&bytes[4 + 4 * i]));
  return idx;
}

struct Pair {
  IdxFile images;
  std::string prefix;  // of the names
  int64_t count = 0;
};

class IdxSet : public DataSet {
 public:
  Status Add(const std::string& images_path, const std::string& labels_path,
             const std::string& prefix, const IdxOptions& options) {
    Pair pair;
    pair.prefix = prefix;
    SLUICE_ASSIGN_OR_RETURN(pair.images, OpenIdx(images_path, 3, 4));
    SLUICE_ASSIGN_OR_RETURN(const IdxFile labels, OpenIdx(labels_path, 1, 1));
    const std::vector<uint64_t>& shape = pair.images.shape;
    if (shape[0] != labels.shape[0]) {
      return Status::Failed(labels_path + ": expected " + std::to_string(shape[0]) +
                            " labels, as many as there are pictures in " + images_path +
                            ", found " + std::to_string(labels.shape[0]));
    }
    if (shape[0] == 0) return Status::Failed(images_path + ": expected pictures, found none");
    const uint64_t channels = shape.size() == 4 ? shape[3] : 1;
    const Status fits = CheckSize(shape[2], shape[1], channels, Limits{});
    if (!fits.ok()) return fits.WithContext(images_path);
    const uint64_t picture = shape[1] * shape[2] * channels;  // below 2^62 after CheckSize
    if (picture > UINT64_MAX / 2 / shape[0]) {
      return Status::Failed(images_path + ": expected pictures that fit into a file, found " +
                            std::to_string(shape[0]) + " of " + std::to_string(picture) + " bytes");
    }
    SLUICE_RETURN_IF_ERROR(
        pair.images.file->SetSize(pair.images.header + shape[0] * picture, true));
    pair.count = static_cast<int64_t>(shape[0]);
    SLUICE_RETURN_IF_ERROR(ReadLabels(labels, prefix, options));
    pairs_.push_back(std::move(pair));
    return Status::Ok();
  }

  Result<Frame> Load(int64_t i) const override {
    const Entry& entry = entries_[size_t(i)];
    const Pair* pair = pairs_.data();
    for (; i >= pair->count; ++pair) i -= pair->count;
    const std::vector<uint64_t>& shape = pair->images.shape;
    const int channels = shape.size() == 4 ? int(shape[3]) : 1;
    SLUICE_ASSIGN_OR_RETURN(Frame frame, Frame::Create(FrameInfo::Picture(
                                             int(shape[2]), int(shape[1]), channels, DType::kU8)));
    SLUICE_RETURN_IF_ERROR(Fill(*pair, i, &frame));
    FrameInfo& info = frame.info();
    info.path = pair->images.file->path();
    info.format = "IDX";
    info.index_in_file = i;
    info.attributes.Set("name", entry.name);
    info.attributes.Set("label", entry.label);
    return frame;
  }

 private:
  static Status Fill(const Pair& pair, int64_t i, Frame* frame) {
    const auto row_bytes = static_cast<size_t>(frame->info().row_samples());
    const auto rows = static_cast<size_t>(frame->info().row_count());
    const uint64_t begin = pair.images.header + uint64_t(i) * rows * row_bytes;
    // All at once into the end of the frame's memory, then row by row to where they belong: the
    // frame's stride is at least the row's size, so that nothing is overwritten before it is moved.
    std::byte* const packed =
        frame->RowBytes(int64_t(rows) - 1) + frame->stride() - rows * row_bytes;
    SLUICE_RETURN_IF_ERROR(pair.images.file->Read(begin, {packed, rows * row_bytes}));
    for (size_t y = 0; y < rows; ++y) {
      std::byte* const row = frame->RowBytes(int64_t(y));
      if (row != packed + y * row_bytes) std::memmove(row, packed + y * row_bytes, row_bytes);
    }
    return Status::Ok();
  }

  Status ReadLabels(const IdxFile& labels, const std::string& prefix, const IdxOptions& options) {
    SLUICE_RETURN_IF_ERROR(labels.file->SetSize(labels.header + labels.shape[0], true));
    std::vector<std::byte> bytes(labels.shape[0]);
    SLUICE_RETURN_IF_ERROR(labels.file->Read(labels.header, bytes));
    entries_.reserve(entries_.size() + bytes.size());
    for (size_t i = 0; i < bytes.size(); ++i) {
      const auto label = std::to_integer<size_t>(bytes[i]);
      const std::vector<std::string>& names = options.class_names;
      if (!names.empty() && label >= names.size()) {
        return Status::Failed(labels.file->path() + ": byte " + std::to_string(labels.header + i) +
                              ": expected a label below " + std::to_string(names.size()) +
                              ", found " + std::to_string(label));
      }
      entries_.push_back(
          {prefix + NumberText(i, 5), names.empty() ? std::to_string(label) : names[label]});
    }
    return Status::Ok();
  }

  std::vector<Pair> pairs_;
};

// The one of the usual spellings that is there.
Result<std::string> FindIdx(const std::string& folder, const std::string& stem,
                            const std::string& ending) {
  for (const char* const separator : {"-", "."}) {
    for (const char* const packed : {"", ".gz"}) {
      const std::string path = JoinPath(folder, stem + separator + ending + packed);
      if (IsFile(path)) return path;
    }
  }
  return Status::Failed(folder + ": expected a file " + stem + "-" + ending +
                        " (or .gz), found none");
}

}  // namespace

Result<std::unique_ptr<DataSet>> OpenMnist(const std::string& folder, Split split,
                                           const IdxOptions& options) {
  auto set = std::make_unique<IdxSet>();
  struct Part {
    Split split;
    const char* file;
    const char* name;
  };
  for (const Part& part :
       {Part{Split::kTrain, "train", "train-"}, {Split::kTest, "t10k", "test-"}}) {
    if (split != Split::kAll && split != part.split) continue;
    const std::string stem = part.file;
    SLUICE_ASSIGN_OR_RETURN(const std::string images,
                            FindIdx(folder, stem + "-images", "idx3-ubyte"));
    SLUICE_ASSIGN_OR_RETURN(const std::string labels,
                            FindIdx(folder, stem + "-labels", "idx1-ubyte"));
    SLUICE_RETURN_IF_ERROR(set->Add(images, labels, part.name, options));
  }
  return std::unique_ptr<DataSet>(std::move(set));
}

Result<std::unique_ptr<DataSet>> OpenIdxPair(const std::string& images, const std::string& labels,
                                             const IdxOptions& options) {
  auto set = std::make_unique<IdxSet>();
  SLUICE_RETURN_IF_ERROR(set->Add(images, labels, "", options));
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace sluice
