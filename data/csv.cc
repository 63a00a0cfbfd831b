// Comma-separated values (RFC 4180).
#include <algorithm>
#include <cstddef>

#include "data/data_file.h"
#include "data/vector_files.h"
#include "data/vector_set.h"

namespace sluice {
namespace {

// Cuts a text into records of fields, which it unquotes.
class Records {
 public:
  Records(std::string_view text, char separator) : text_(text), separator_(separator) {}

  // The next record that is not an empty line; no fields at the end. `line()` is where it begins.
  Result<std::vector<std::string>> Next() {
    std::vector<std::string> fields;
    while (at_ < text_.size()) {
      line_ = next_line_;
      if (SkipLineEnd()) continue;
      bool more = true;
      while (more) {
        std::string field;
        SLUICE_RETURN_IF_ERROR(ReadField(&field));
        fields.push_back(std::move(field));
        more = at_ < text_.size() && text_[at_] == separator_;
        if (more) ++at_;
      }
      SkipLineEnd();
      break;
    }
    return fields;
  }
  int64_t line() const { return line_; }

 private:
  bool AtLineEnd() const {
    return at_ == text_.size() || text_[at_] == '\n' ||
           (text_[at_] == '\r' && (at_ + 1 == text_.size() || text_[at_ + 1] == '\n'));
  }
  bool SkipLineEnd() {
    if (at_ == text_.size() || !AtLineEnd()) return false;
    if (text_[at_] == '\r') ++at_;
    if (at_ < text_.size()) ++at_;
    ++next_line_;
    return true;
  }

  Status ReadField(std::string* field) {
    if (at_ == text_.size() || text_[at_] != '"') {
      const size_t begin = at_;
      while (!AtLineEnd() && text_[at_] != separator_) ++at_;
      field->assign(text_.substr(begin, at_ - begin));
      return Status::Ok();
    }
    ++at_;
    while (true) {
      const size_t quote = text_.find('"', at_);
      if (quote == std::string_view::npos) {
        return Status::Failed("expected a closing quote, found the end of the file");
      }
      field->append(text_.substr(at_, quote - at_));
      at_ = quote + 1;
      if (at_ == text_.size() || text_[at_] != '"') break;
      *field += '"';
      ++at_;
    }
    next_line_ += std::count(field->begin(), field->end(), '\n');
    if (AtLineEnd() || text_[at_] == separator_) return Status::Ok();
    return Status::Failed("expected a separator after a closing quote, found " +
                          FieldText(text_.substr(at_, 1)));
  }

  std::string_view text_;
  char separator_;
  size_t at_ = 0;
  int64_t line_ = 1;
  int64_t next_line_ = 1;
};

// Where the labels are: an index, or `fields` if there are none.
Result<size_t> LabelColumn(const std::vector<std::string>& first, bool header,
                           const std::string& wanted) {
  if (wanted == "last") return first.size() - 1;
  if (wanted == "none") return first.size();
  size_t number = 0;
  const auto [stop, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), number);
  if (error == std::errc() && stop == wanted.data() + wanted.size()) {
    if (number >= 1 && number <= first.size()) return number - 1;
    return Status::Failed("expected a column from 1 to " + std::to_string(first.size()) +
                          " with the labels, found " + wanted);
  }
  const auto found = std::find(first.begin(), first.end(), wanted);
  if (!header || found == first.end()) {
    return Status::Failed("expected a header with a column " + FieldText(wanted) + ", found none");
  }
  return size_t(found - first.begin());
}

bool BeginsWithLetter(const std::string& field) {
  const std::string_view text = Trimmed(field);
  if (text.empty()) return false;
  const char c = text[0];
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// Whether the first record names columns: a missing number there is an error and no name.
bool IsHeader(const std::vector<std::string>& first, const CsvOptions& options) {
  if (options.header) return *options.header;
  const Result<size_t> label = LabelColumn(first, true, options.label_column);
  for (size_t i = 0; i < first.size(); ++i) {
    if (label.ok() && i == *label) continue;
    if (BeginsWithLetter(first[i]) && !ParseSample(first[i])) return true;
  }
  return false;
}

}  // namespace

Result<std::unique_ptr<DataSet>> OpenCsv(const std::string& path, const CsvOptions& options) {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, TextLimit()));
  auto set = std::make_unique<VectorSet>(path, "CSV");
  Records records(std::string_view(text).substr(text.starts_with("\xef\xbb\xbf") ? 3 : 0),
                  options.separator);
  size_t columns = 0;
  size_t label_column = 0;
  while (true) {
    const Result<std::vector<std::string>> record = records.Next();
    if (!record.ok()) return LineError(path, records.line(), record.status().message());
    const std::vector<std::string>& fields = *record;
    if (fields.empty()) break;
    if (columns == 0) {
      columns = fields.size();
      const bool header = IsHeader(fields, options);
      const Result<size_t> label = LabelColumn(fields, header, options.label_column);
      if (!label.ok()) return LineError(path, records.line(), label.status().message());
      label_column = *label;
      if (header) continue;
    }
    if (fields.size() != columns) {
      return LineError(path, records.line(),
                       "expected " + std::to_string(columns) +
                           (columns == 1 ? " field" : " fields") + " as in the first line, found " +
                           std::to_string(fields.size()));
    }
    for (size_t i = 0; i < columns; ++i) {
      if (i == label_column) continue;
      const std::optional<float> value = ParseSample(fields[i]);
      if (!value) {
        return LineError(path, records.line(),
                         "column " + std::to_string(i + 1) + ": expected a number, found " +
                             FieldText(fields[i]));
      }
      set->values().push_back(*value);
    }
    set->Add(label_column < columns ? fields[label_column] : "");
  }
  if (set->size() == 0) return Status::Failed(path + ": expected records, found none");
  set->set_length(int64_t(columns) - (label_column < columns ? 1 : 0));
  if (set->length() == 0) return Status::Failed(path + ": expected numbers, found only labels");
  return std::unique_ptr<DataSet>(std::move(set));
}

}  // namespace sluice
