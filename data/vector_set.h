// Vectors in memory with names and labels: what the readers of text files fill.
#ifndef SLUICE_DATA_VECTOR_SET_H_
#define SLUICE_DATA_VECTOR_SET_H_

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "data/data_set.h"
#include "data/entry_name.h"

namespace sluice {

// An error in a line of a text file.
inline Status LineError(const std::string& path, int64_t line, const std::string& message) {
  return Status::Failed(path + ": line " + std::to_string(line) + ": " + message);
}

// A field for a message, shortened.
inline std::string FieldText(std::string_view field) {
  constexpr size_t kShown = 40;
  std::string text = "\"";
  text += field.substr(0, kShown);
  text += field.size() > kShown ? "...\"" : "\"";
  return text;
}

inline std::string_view Trimmed(std::string_view field) {
  constexpr std::string_view kBlanks = " \t";
  const size_t begin = field.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return field.substr(begin, field.find_last_not_of(kBlanks) + 1 - begin);
}

// A whole field as a number; "nan" and "inf" are ones. Beyond the range of f32 it is infinite or 0.
inline std::optional<float> ParseSample(std::string_view field) {
  field = Trimmed(field);
  if (field.starts_with('+')) field.remove_prefix(1);
  double value = 0;
  const auto [stop, error] = std::from_chars(field.data(), field.data() + field.size(), value);
  if (error != std::errc() || stop != field.data() + field.size()) return std::nullopt;
  return static_cast<float>(value);
}

// Vectors of one length, row after row.
class VectorSet : public DataSet {
 public:
  VectorSet(std::string path, std::string format)
      : path_(std::move(path)), format_(std::move(format)) {}

  // The numbers of the next example go here; Add completes it.
  std::vector<float>& values() { return values_; }
  void Add(std::string label) {
    entries_.push_back({NumberText(entries_.size(), 5), std::move(label)});
  }
  void set_length(int64_t length) { length_ = length; }
  int64_t length() const { return length_; }

  Result<Frame> Load(int64_t i) const override {
    const Entry& entry = entries_[size_t(i)];
    SLUICE_ASSIGN_OR_RETURN(Frame frame,
                            Frame::Create(FrameInfo::Array({length_}, "n", DType::kF32)));
    std::copy_n(values_.data() + i * length_, length_, frame.Row<float>(0));
    FrameInfo& info = frame.info();
    info.path = path_;
    info.format = format_;
    info.index_in_file = i;
    info.attributes.Set("name", entry.name);
    if (!entry.label.empty()) info.attributes.Set("label", entry.label);
    return frame;
  }

 private:
  std::string path_;
  std::string format_;
  std::vector<float> values_;
  int64_t length_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_DATA_VECTOR_SET_H_
