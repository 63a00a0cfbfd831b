// NRRD (Kindlmann, Definition of NRRD file format): lines of text up to an empty one, then numbers
// with the first axis fastest, in the same file or in another.
#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "data/text_lines.h"
#include "data/vector_set.h"
#include "data/volume.h"
#include "data/volume_set.h"

namespace sluice {
namespace {

constexpr size_t kMaxHeader = size_t{1} << 20;

struct Line {
  int64_t number;
  std::string value;
};
using FieldMap = std::map<std::string, Line>;

const std::pair<const char*, NumberType> kTypes[] = {{"signed char", NumberType::kI8},
                                                     {"int8", NumberType::kI8},
                                                     {"int8_t", NumberType::kI8},
                                                     {"uchar", NumberType::kU8},
                                                     {"unsigned char", NumberType::kU8},
                                                     {"uint8", NumberType::kU8},
                                                     {"uint8_t", NumberType::kU8},
                                                     {"short", NumberType::kI16},
                                                     {"short int", NumberType::kI16},
                                                     {"signed short", NumberType::kI16},
                                                     {"signed short int", NumberType::kI16},
                                                     {"int16", NumberType::kI16},
                                                     {"int16_t", NumberType::kI16},
                                                     {"ushort", NumberType::kU16},
                                                     {"unsigned short", NumberType::kU16},
                                                     {"unsigned short int", NumberType::kU16},
                                                     {"uint16", NumberType::kU16},
                                                     {"uint16_t", NumberType::kU16},
                                                     {"int", NumberType::kI32},
                                                     {"signed int", NumberType::kI32},
                                                     {"int32", NumberType::kI32},
                                                     {"int32_t", NumberType::kI32},
                                                     {"uint", NumberType::kU32},
                                                     {"unsigned int", NumberType::kU32},
                                                     {"uint32", NumberType::kU32},
                                                     {"uint32_t", NumberType::kU32},
                                                     {"longlong", NumberType::kI64},
                                                     {"long long", NumberType::kI64},
                                                     {"long long int", NumberType::kI64},
                                                     {"signed long long", NumberType::kI64},
                                                     {"signed long long int", NumberType::kI64},
                                                     {"int64", NumberType::kI64},
                                                     {"int64_t", NumberType::kI64},
                                                     {"ulonglong", NumberType::kU64},
                                                     {"unsigned long long", NumberType::kU64},
                                                     {"unsigned long long int", NumberType::kU64},
                                                     {"uint64", NumberType::kU64},
                                                     {"uint64_t", NumberType::kU64},
                                                     {"float", NumberType::kF32},
                                                     {"double", NumberType::kF64}};

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  for (text = Trimmed(text); !text.empty(); text = Trimmed(text)) {
    const std::string_view word = text.substr(0, text.find_first_of(" \t"));
    words.emplace_back(word);
    text.remove_prefix(word.size());
  }
  return words;
}

// Names of fields, types and encodings are the same in any case.
std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

class Header {
 public:
  // Reads the lines up to the first empty one.
  static Result<Header> Read(const std::string& path) {
    Header header;
    header.path_ = path;
    SLUICE_ASSIGN_OR_RETURN(const uint64_t size, FileSize(path));
    SLUICE_ASSIGN_OR_RETURN(const std::unique_ptr<DataFile> file,
                            DataFile::Open(path, 0, DataFile::Packing::kNone));
    std::string text(std::min<uint64_t>(size, kMaxHeader), '\0');
    SLUICE_RETURN_IF_ERROR(file->ReadStart(std::as_writable_bytes(std::span(text))));
    if (!text.starts_with("NRRD000")) {
      return Status::Failed(path + ": not an NRRD file: expected \"NRRD000\" at its start");
    }
    int64_t number = 0;
    for (const TextLine& line : SplitLines(text)) {
      number = line.number;
      const auto end = static_cast<size_t>(line.text.data() - text.data()) + line.text.size();
      header.size_ = std::min(text.find('\n', end), text.size() - 1) + 1;
      if (line.text.empty()) return header;
      if (line.number == 1 || line.text[0] == '#') continue;
      const size_t colon = line.text.find(':');
      if (colon == std::string_view::npos) {
        return LineError(path, line.number, "expected FIELD: VALUE, found " + FieldText(line.text));
      }
      if (line.text.substr(colon, 2) == ":=") continue;  // a key of the user's
      std::string field = Lower(std::string(Trimmed(line.text.substr(0, colon))));
      std::erase(field, ' ');
      header.fields_[field] = {line.number, std::string(Trimmed(line.text.substr(colon + 1)))};
    }
    // A detached header may end with the file.
    if (header.Find("datafile") != nullptr && size == text.size()) return header;
    return LineError(path, number, "expected an empty line behind the header, found none");
  }

  const Line* Find(const std::string& field) const {
    const auto found = fields_.find(field);
    return found == fields_.end() ? nullptr : &found->second;
  }
  Result<Line> Get(const std::string& field) const {
    if (const Line* line = Find(field)) return *line;
    return Status::Failed(path_ + ": expected a field \"" + field + "\", found none");
  }
  Status Error(const Line& line, const std::string& message) const {
    return LineError(path_, line.number, message);
  }
  // A whole number from `least` on; `fallback` if the field is missing.
  Result<int64_t> Number(const std::string& field, int64_t fallback, int64_t least) const {
    const Line* const line = Find(field);
    if (line == nullptr) return fallback;
    const std::optional<int64_t> number = Whole(line->value);
    if (number && *number >= least) return *number;
    return Error(*line, "expected a whole number from " + std::to_string(least) + ", found " +
                            FieldText(line->value));
  }
  static std::optional<int64_t> Whole(const std::string& text) {
    int64_t number = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || stop != text.data() + text.size()) return std::nullopt;
    return number;
  }
  const std::string& path() const { return path_; }
  uint64_t size() const { return size_; }  // bytes before the numbers

 private:
  std::string path_;
  FieldMap fields_;
  uint64_t size_ = 0;
};

// Whether the first axis is one of channels.
bool FirstIsChannels(const Header& header, size_t rank, uint64_t size) {
  const Line* const kinds = header.Find("kinds");
  if (kinds == nullptr) return rank == 3 ? size <= 4 : rank == 4 && size <= 4;
  const std::vector<std::string> words = Words(kinds->value);
  if (words.empty()) return false;
  const std::string& kind = words[0];
  return kind != "domain" && kind != "space" && kind != "time" && kind != "none" && kind != "???" &&
         rank > 2;
}

Status ReadShape(const Header& header, VolumeHeader* out) {
  SLUICE_ASSIGN_OR_RETURN(const Line sizes, header.Get("sizes"));
  SLUICE_ASSIGN_OR_RETURN(const int64_t rank, header.Number("dimension", 0, 1));
  const std::vector<std::string> words = Words(sizes.value);
  if (rank > 5 || words.size() != size_t(rank)) {
    return header.Error(sizes, "expected as many sizes as dimensions, 1 to 5, found " +
                                   std::to_string(words.size()) + " for " + std::to_string(rank));
  }
  std::vector<uint64_t> axes;
  for (const std::string& word : words) {
    const std::optional<int64_t> size = Header::Whole(word);
    if (!size || *size < 1) {
      return header.Error(sizes, "expected sizes from 1, found " + FieldText(word));
    }
    axes.push_back(uint64_t(*size));
  }
  const bool channels = FirstIsChannels(header, axes.size(), axes[0]);
  if (channels) {
    out->channels = axes[0];
    axes.erase(axes.begin());
  }
  if (axes.size() > 4) {
    return header.Error(sizes, "expected at most four dimensions besides channels, found five");
  }
  out->picture = axes.size() <= 2;
  uint64_t* const targets[] = {&out->width, &out->height, &out->depth, &out->volumes};
  for (size_t i = 0; i < axes.size(); ++i) *targets[i] = axes[i];
  return Status::Ok();
}

Status ReadText(const std::string& path, uint64_t offset, VolumeHeader* out) {
  SLUICE_ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, TextLimit()));
  constexpr std::string_view kBetween = " \t\r\n,";
  std::string_view rest = std::string_view(text).substr(std::min<size_t>(offset, text.size()));
  while (true) {
    rest.remove_prefix(std::min(rest.find_first_not_of(kBetween), rest.size()));
    if (rest.empty()) break;
    const std::string_view word = rest.substr(0, rest.find_first_of(kBetween));
    const std::optional<float> number = ParseSample(word);
    if (!number) {
      const auto lines = std::count(text.data(), word.data(), '\n');
      return LineError(path, 1 + lines, "expected a number, found " + FieldText(word));
    }
    out->numbers.push_back(*number);
    rest.remove_prefix(word.size());
  }
  return Status::Ok();
}

}  // namespace

Result<VolumeHeader> ReadNrrdHeader(const std::string& path) {
  SLUICE_ASSIGN_OR_RETURN(const Header header, Header::Read(path));
  VolumeHeader out;
  out.path = path;
  out.format = "NRRD";
  SLUICE_RETURN_IF_ERROR(ReadShape(header, &out));
  SLUICE_ASSIGN_OR_RETURN(const Line type, header.Get("type"));
  const auto* const known = std::find_if(std::begin(kTypes), std::end(kTypes), [&](const auto& t) {
    return Lower(type.value) == t.first;
  });
  if (known == std::end(kTypes)) {
    return header.Error(type, "expected a type of numbers, found " + FieldText(type.value));
  }
  out.type = known->second;
  SLUICE_ASSIGN_OR_RETURN(const Line encoding, header.Get("encoding"));
  const std::string how = Lower(encoding.value);
  const bool text = how == "ascii" || how == "text" || how == "txt";
  const bool gzip = how == "gzip" || how == "gz";
  if (!text && !gzip && how != "raw") {
    return header.Error(
        encoding, "expected the encoding raw, gzip or ascii, found " + FieldText(encoding.value));
  }
  if (const Line* endian = header.Find("endian")) {
    const std::string order = Lower(endian->value);
    if (order != "little" && order != "big") {
      return header.Error(*endian, "expected little or big, found " + FieldText(endian->value));
    }
    out.big_endian = order == "big";
  } else if (!text && NumberSize(out.type) > 1) {
    return Status::Failed(path + ": expected a field \"endian\", found none");
  }
  SLUICE_ASSIGN_OR_RETURN(const int64_t lines, header.Number("lineskip", 0, 0));
  SLUICE_ASSIGN_OR_RETURN(const int64_t bytes, header.Number("byteskip", 0, 0));
  if (lines > 0) {
    return header.Error(*header.Find("lineskip"),
                        "expected no lines to skip, found " + std::to_string(lines));
  }
  std::string data = path;
  uint64_t offset = header.size();
  if (const Line* line = header.Find("datafile")) {
    if (line->value.starts_with("LIST") || line->value.find('%') != std::string::npos) {
      return header.Error(*line, "expected the name of one file, found " + FieldText(line->value));
    }
    const size_t slash = path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : path.substr(0, slash + 1);
    data = line->value.starts_with('/') ? line->value : folder + line->value;
    offset = 0;
  }
  if (text) {
    SLUICE_RETURN_IF_ERROR(ReadText(data, offset + uint64_t(bytes), &out));
    return out;
  }
  // A byte skip counts in what is unpacked.
  SLUICE_ASSIGN_OR_RETURN(
      out.file,
      DataFile::Open(data, offset, gzip ? DataFile::Packing::kGzip : DataFile::Packing::kNone));
  out.offset = uint64_t(bytes);
  return out;
}

Result<std::unique_ptr<DataSet>> OpenVolume(const std::string& path) {
  const bool nrrd = path.ends_with(".nrrd") || path.ends_with(".nhdr");
  SLUICE_ASSIGN_OR_RETURN(VolumeHeader header, nrrd ? ReadNrrdHeader(path) : ReadNiftiHeader(path));
  return MakeVolumeSet(std::move(header));
}

}  // namespace sluice
