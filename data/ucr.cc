// Time series of the UCR archive.
#include <algorithm>
#include <cmath>

#include "data/data_file.h"
#include "data/text_lines.h"
#include "data/vector_files.h"
#include "data/vector_set.h"

namespace sluice {
namespace {

constexpr std::string_view kSeparators = "\t, ";

// Takes the next field off the line.
std::string_view TakeField(std::string_view* line) {
  line->remove_prefix(std::min(line->find_first_not_of(kSeparators), line->size()));
  const std::string_view field = line->substr(0, line->find_first_of(kSeparators));
  line->remove_prefix(field.size());
  return field;
}

}  // namespace

Result<std::unique_ptr<DataSet>> OpenUcr(const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, TextLimit()));
  auto set = std::make_unique<VectorSet>(path, "UCR");
  std::vector<float>& values = set->values();
  for (const TextLine& line : SplitLines(text)) {
    std::string_view rest = line.text;
    const std::string_view label = TakeField(&rest);
    if (label.empty()) continue;
    const size_t begin = values.size();
    for (std::string_view field = TakeField(&rest); !field.empty(); field = TakeField(&rest)) {
      const std::optional<float> value = ParseSample(field);
      if (!value) {
        return LineError(path, line.number, "expected a number, found " + FieldText(field));
      }
      values.push_back(*value);
    }
    const auto length = static_cast<int64_t>(values.size() - begin);
    if (set->size() == 0) set->set_length(length);
    if (length == 0 || length != set->length()) {
      return LineError(
          path, line.number,
          "expected a label and " +
              (set->length() == 0 ? "a series" : std::to_string(set->length()) + " samples") +
              ", found " + std::to_string(length) + " samples");
    }
    // "1.0000000e+00" is class 1 in older files of the archive.
    const std::optional<float> number = ParseSample(label);
    const bool whole = number && std::abs(*number) < 1e6f && *number == float(int(*number));
    set->Add(whole ? std::to_string(int(*number)) : std::string(label));
  }
  if (set->size() == 0) return Status::Failed(path + ": expected series, found none");
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace sluice
