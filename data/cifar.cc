#include "data/cifar.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "data/data_file.h"
#include "data/entry_name.h"
#include "data/text_lines.h"

namespace sluice {
namespace {

constexpr int kSide = 32;
constexpr size_t kPlane = size_t{kSide} * kSide;
constexpr size_t kRecordsAtOnce = 256;

// How the two sets differ.
struct Layout {
  size_t label_bytes;  // before each picture
  size_t label_byte;   // which of them is the label
  int classes;
  std::string names_file;
  std::vector<std::string> train_files;
  std::string test_file;

  size_t record() const { return label_bytes + 3 * kPlane; }
};

struct Batch {
  std::unique_ptr<DataFile> file;
  int64_t count = 0;
};

class CifarSet : public DataSet {
 public:
  explicit CifarSet(const Layout& layout) : layout_(layout) {}

  Status ReadNames(const std::string& folder) {
    const std::string path = JoinPath(folder, layout_.names_file);
    if (!IsFile(path)) return Status::Ok();
    SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, 1 << 20));
    for (const TextLine& line : SplitLines(text)) {
      if (!line.text.empty()) names_.emplace_back(line.text);
    }
    if (names_.size() != size_t(layout_.classes)) {
      return Status::Failed(path + ": expected " + std::to_string(layout_.classes) +
                            " names of classes, found " + std::to_string(names_.size()));
    }
    return Status::Ok();
  }

  // `first` is the number of the file's first picture in its split.
  Status Add(const std::string& path, const std::string& prefix, int64_t* first) {
    Batch batch;
    SLUICE_ASSIGN_OR_RETURN(const uint64_t size, FileSize(path));
    if (size == 0 || size % layout_.record() != 0) {
      return Status::Failed(path + ": expected a multiple of " + std::to_string(layout_.record()) +
                            " bytes, found " + std::to_string(size));
    }
    SLUICE_ASSIGN_OR_RETURN(batch.file, DataFile::Open(path, 0, DataFile::Packing::kNone));
    batch.count = static_cast<int64_t>(size / layout_.record());
    SLUICE_RETURN_IF_ERROR(ReadLabels(batch, prefix, *first));
    *first += batch.count;
    batches_.push_back(std::move(batch));
    return Status::Ok();
  }

  Result<Frame> Load(int64_t i) const override {
    const Entry& entry = entries_[size_t(i)];
    const Batch* batch = batches_.data();
    for (; i >= batch->count; ++batch) i -= batch->count;
    std::array<std::byte, 3 * kPlane> planes;
    SLUICE_RETURN_IF_ERROR(
        batch->file->Read(uint64_t(i) * layout_.record() + layout_.label_bytes, planes));
    SLUICE_ASSIGN_OR_RETURN(Frame frame,
                            Frame::Create(FrameInfo::Picture(kSide, kSide, 3, DType::kU8)));
    for (int y = 0; y < kSide; ++y) {
      std::byte* const row = frame.RowBytes(y);
      const std::byte* const red = planes.data() + size_t(y) * kSide;
      for (int x = 0; x < kSide; ++x) {
        for (size_t c = 0; c < 3; ++c) row[size_t(x) * 3 + c] = red[c * kPlane + size_t(x)];
      }
    }
    FrameInfo& info = frame.info();
    info.path = batch->file->path();
    info.format = "CIFAR";
    info.index_in_file = i;
    info.attributes.Set("name", entry.name);
    info.attributes.Set("label", entry.label);
    return frame;
  }

 private:
  Status ReadLabels(const Batch& batch, const std::string& prefix, int64_t first) {
    const size_t record = layout_.record();
    std::vector<std::byte> bytes(kRecordsAtOnce * record);
    for (int64_t begin = 0; begin < batch.count; begin += int64_t(kRecordsAtOnce)) {
      const auto count =
          static_cast<size_t>(std::min<int64_t>(int64_t(kRecordsAtOnce), batch.count - begin));
      SLUICE_RETURN_IF_ERROR(
          batch.file->Read(uint64_t(begin) * record, std::span(bytes).first(count * record)));
      for (size_t i = 0; i < count; ++i) {
        const size_t at = i * record + layout_.label_byte;
        const auto label = std::to_integer<int>(bytes[at]);
        if (label >= layout_.classes) {
          return Status::Failed(batch.file->path() + ": byte " +
                                std::to_string(uint64_t(begin) * record + at) +
                                ": expected a label below " + std::to_string(layout_.classes) +
                                ", found " + std::to_string(label));
        }
        entries_.push_back({prefix + NumberText(uint64_t(first + begin) + i, 5),
                            names_.empty() ? std::to_string(label) : names_[size_t(label)]});
      }
    }
    return Status::Ok();
  }

  Layout layout_;
  std::vector<std::string> names_;
  std::vector<Batch> batches_;
};

Result<std::unique_ptr<DataSet>> OpenCifar(const std::string& folder, Split split,
                                           const Layout& layout) {
  auto set = std::make_unique<CifarSet>(layout);
  SLUICE_RETURN_IF_ERROR(set->ReadNames(folder));
  if (split != Split::kTest) {
    int64_t first = 0;
    for (const std::string& name : layout.train_files) {
      const std::string path = JoinPath(folder, name);
      if (IsFile(path)) SLUICE_RETURN_IF_ERROR(set->Add(path, "train-", &first));
    }
    if (first == 0) {
      return Status::Failed(folder + ": expected a file " + layout.train_files.front() +
                            ", found none");
    }
  }
  if (split != Split::kTrain) {
    int64_t first = 0;
    SLUICE_RETURN_IF_ERROR(set->Add(JoinPath(folder, layout.test_file), "test-", &first));
  }
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace

Result<std::unique_ptr<DataSet>> OpenCifar10(const std::string& folder, Split split) {
  return OpenCifar(folder, split,
                   {1,
                    0,
                    10,
                    "batches.meta.txt",
                    {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin",
                     "data_batch_5.bin"},
                    "test_batch.bin"});
}

Result<std::unique_ptr<DataSet>> OpenCifar100(const std::string& folder, Split split,
                                              Cifar100Labels labels) {
  const bool fine = labels == Cifar100Labels::kFine;
  return OpenCifar(folder, split,
                   {2,
                    fine ? size_t{1} : size_t{0},
                    fine ? 100 : 20,
                    fine ? "fine_label_names.txt" : "coarse_label_names.txt",
                    {"train.bin"},
                    "test.bin"});
}

}  // namespace sluice
