// Sparse vectors of libsvm and liblinear.
#include <algorithm>

#include "data/data_file.h"
#include "data/text_lines.h"
#include "data/vector_files.h"
#include "data/vector_set.h"
#include "lib/limits.h"

namespace sluice {
namespace {

struct Element {
  int64_t index;  // from 1
  float value;
};

class SparseSet : public DataSet {
 public:
  explicit SparseSet(std::string path) : path_(std::move(path)) {}

  Status AddLine(const TextLine& line) {
    std::string_view rest = Trimmed(line.text.substr(0, line.text.find('#')));
    if (rest.empty()) return Status::Ok();
    const auto error = [&](std::string_view found) {
      return LineError(path_, line.number,
                       "expected LABEL INDEX:VALUE ... with rising indices "
                       "from 1, found " +
                           FieldText(found));
    };
    const std::string label(Take(&rest));
    if (!ParseSample(label)) return error(label);
    int64_t last = 0;
    while (!rest.empty()) {
      const std::string_view word = Take(&rest);
      const size_t colon = word.find(':');
      int64_t index = 0;
      const auto [stop, failed] =
          std::from_chars(word.data(), word.data() + std::min(colon, word.size()), index);
      const bool good = colon != std::string_view::npos && failed == std::errc() &&
                        stop == word.data() + colon && index > last;
      const std::optional<float> value = good ? ParseSample(word.substr(colon + 1)) : std::nullopt;
      if (!value) return error(word);
      elements_.push_back({index, *value});
      last = index;
    }
    length_ = std::max(length_, last);
    ends_.push_back(elements_.size());
    lines_.push_back(line.number);
    entries_.push_back({NumberText(entries_.size(), 5), label});
    return Status::Ok();
  }

  Status Finish(std::optional<int64_t> dimensions) {
    if (entries_.empty()) return Status::Failed(path_ + ": expected vectors, found none");
    const auto most = static_cast<int64_t>(Limits{}.max_pixels);
    const int64_t limit = std::min(most, dimensions.value_or(most));
    for (size_t i = 0; length_ > limit && i < ends_.size(); ++i) {
      const size_t begin = i == 0 ? 0 : ends_[i - 1];
      if (ends_[i] > begin && elements_[ends_[i] - 1].index > limit) {
        return LineError(path_, lines_[i],
                         "expected indices up to " + std::to_string(limit) + ", found " +
                             std::to_string(elements_[ends_[i] - 1].index));
      }
    }
    if (dimensions) length_ = *dimensions;
    if (length_ == 0) return Status::Failed(path_ + ": expected numbers, found only labels");
    return CheckSize(uint64_t(length_), 1, 1, Limits{}).WithContext(path_);
  }

  Result<Frame> Load(int64_t i) const override {
    const Entry& entry = entries_[size_t(i)];
    SLUICE_ASSIGN_OR_RETURN(Frame frame,
                            Frame::Create(FrameInfo::Array({length_}, "n", DType::kF32)));
    auto* const row = frame.Row<float>(0);
    std::fill_n(row, length_, 0.0f);
    for (size_t e = i == 0 ? 0 : ends_[size_t(i) - 1]; e < ends_[size_t(i)]; ++e) {
      row[elements_[e].index - 1] = elements_[e].value;
    }
    FrameInfo& info = frame.info();
    info.path = path_;
    info.format = "libsvm";
    info.index_in_file = i;
    info.attributes.Set("name", entry.name);
    info.attributes.Set("label", entry.label);
    return frame;
  }

 private:
  static std::string_view Take(std::string_view* rest) {
    const std::string_view word = rest->substr(0, rest->find_first_of(" \t"));
    *rest = Trimmed(rest->substr(word.size()));
    return word;
  }

  std::string path_;
  std::vector<Element> elements_;
  std::vector<size_t> ends_;    // of each example's elements
  std::vector<int64_t> lines_;  // where it stands
  int64_t length_ = 0;
};

}  // namespace

Result<std::unique_ptr<DataSet>> OpenLibsvm(const std::string& path,
                                            std::optional<int64_t> dimensions) {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, TextLimit()));
  auto set = std::make_unique<SparseSet>(path);
  for (const TextLine& line : SplitLines(text)) SLUICE_RETURN_IF_ERROR(set->AddLine(line));
  SLUICE_RETURN_IF_ERROR(set->Finish(dimensions));
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace sluice
