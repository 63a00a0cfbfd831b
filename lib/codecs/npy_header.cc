#include "lib/codecs/npy_header.h"

#include <array>
#include <cstring>
#include <span>
#include <utility>

#include "lib/codecs/text_reader.h"

namespace sluice {
namespace {

constexpr size_t kMaxHeader = size_t{64} << 10;
constexpr size_t kMaxRank = 32;  // NumPy's own limit

Result<NpyElement> ParseDescr(std::string_view descr) {
  const std::string found = "elements of type '" + std::string(descr.substr(0, 32)) + "'";
  std::string_view rest = descr;
  NpyElement element;
  if (!rest.empty() && std::string_view("<>=|").find(rest[0]) != std::string_view::npos) {
    element.big_endian = rest[0] == '>';
    rest.remove_prefix(1);
  }
  const char kind = rest.empty() ? '?' : rest[0];
  if (kind == 'O') {
    return Status::Failed("NPY: Python objects (pickle) are not read: " + found,
                          "save an array of numbers: np.save(f, a.astype('f4'))");
  }
  if (kind == 'U' || kind == 'S' || kind == 'a' || kind == 'V' || kind == 'M' || kind == 'm') {
    return Status::Failed("NPY: expected numbers, found " + found);
  }
  constexpr std::array<std::string_view, 14> kKnown = {"b1", "i1", "i2", "i4", "i8", "u1", "u2",
                                                       "u4", "u8", "f2", "f4", "f8", "c8", "c16"};
  for (const std::string_view known : kKnown) {
    if (rest != known) continue;
    element.complex = kind == 'c';
    element.kind = element.complex ? 'f' : kind;
    element.size = known == "c16" ? 8 : known == "c8" ? 4 : static_cast<size_t>(known[1] - '0');
    return element;
  }
  return Status::Failed("NPY: expected numbers of 1 to 64 bits, found " + found);
}

// A parser for the subset of Python that the header is written in.
class DictParser {
 public:
  explicit DictParser(std::string_view text) : text_(text) {}

  Result<NpyHeader> Parse() {
    NpyHeader header;
    bool has_descr = false;
    bool has_order = false;
    bool has_shape = false;
    SLUICE_RETURN_IF_ERROR(Expect('{'));
    while (Next() != '}') {
      SLUICE_ASSIGN_OR_RETURN(const std::string_view key, String());
      SLUICE_RETURN_IF_ERROR(Expect(':'));
      if (key == "descr") {
        if (Next() == '[') {
          return Status::Failed("NPY: records (structured elements) are not read",
                                "save one field: np.save(f, a['name'])");
        }
        SLUICE_ASSIGN_OR_RETURN(const std::string_view descr, String());
        SLUICE_ASSIGN_OR_RETURN(header.element, ParseDescr(descr));
        has_descr = true;
      } else if (key == "fortran_order") {
        SLUICE_ASSIGN_OR_RETURN(header.fortran_order, Bool());
        has_order = true;
      } else if (key == "shape") {
        SLUICE_ASSIGN_OR_RETURN(header.shape, Tuple());
        has_shape = true;
      } else {
        return Bad("descr, fortran_order or shape");
      }
      if (Next() == ',') ++position_;
    }
    ++position_;
    if (Next() != -1) return Bad("the end of the header");
    if (!has_descr || !has_order || !has_shape) {
      return Status::Failed("NPY header: expected descr, fortran_order and shape");
    }
    header.comments = std::move(comments_);
    return header;
  }

 private:
  // The next character that is neither blank nor in a comment, not taken; -1 at the end.
  int Next() {
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '#') {
        const size_t end = std::min(text_.find('\n', position_), text_.size());
        comments_ += text_.substr(position_ + 1, end - position_ - 1);
        comments_ += '\n';
        position_ = end;
      } else if (IsTextBlank(static_cast<unsigned char>(c))) {
        ++position_;
      } else {
        return static_cast<unsigned char>(c);
      }
    }
    return -1;
  }

  Status Bad(const std::string& expected) {
    return Status::Failed("NPY header: expected " + expected + ", found " + DescribeChar(Next()));
  }

  Status Expect(char c) {
    if (Next() != c) return Bad(std::string("'") + c + "'");
    ++position_;
    return Status::Ok();
  }

  Result<std::string_view> String() {
    const int quote = Next();
    if (quote != '\'' && quote != '"') return Bad("a string");
    const size_t begin = position_ + 1;
    const size_t end = text_.find(static_cast<char>(quote), begin);
    if (end == std::string_view::npos) return Bad("a string with its closing quote");
    position_ = end + 1;
    return text_.substr(begin, end - begin);
  }

  Result<bool> Bool() {
    Next();
    for (const auto& [word, value] : {std::pair{"True", true}, std::pair{"False", false}}) {
      if (!text_.substr(position_).starts_with(word)) continue;
      position_ += std::strlen(word);
      return value;
    }
    return Bad("True or False");
  }

  Result<uint64_t> Number() {
    if (!IsDigit(Next())) return Bad("a number");
    uint64_t value = 0;
    for (; position_ < text_.size() && IsDigit(text_[position_]); ++position_) {
      const auto digit = static_cast<uint64_t>(text_[position_] - '0');
      if (value > (UINT64_MAX - digit) / 10) {
        return Status::Failed("NPY header: a dimension is too large");
      }
      value = value * 10 + digit;
    }
    // Python 2 wrote long integers so.
    if (position_ < text_.size() && text_[position_] == 'L') ++position_;
    return value;
  }

  Result<std::vector<uint64_t>> Tuple() {
    std::vector<uint64_t> values;
    SLUICE_RETURN_IF_ERROR(Expect('('));
    while (Next() != ')') {
      if (values.size() == kMaxRank) return Status::Failed("NPY header: too many dimensions");
      SLUICE_ASSIGN_OR_RETURN(const uint64_t value, Number());
      values.push_back(value);
      if (Next() == ',') {
        ++position_;
      } else if (Next() != ')') {
        return Bad("',' or ')'");
      }
    }
    ++position_;
    return values;
  }

  std::string_view text_;
  size_t position_ = 0;
  std::string comments_;
};

}  // namespace

std::string NpyElement::Name() const {
  if (kind == 'b') return "bool";
  const size_t bits = size * (complex ? 16 : 8);
  return (complex ? 'c' : kind) + std::to_string(bits);
}

Result<NpyHeader> ReadNpyHeader(ByteReader& in) {
  std::array<std::byte, 12> start;
  const auto number = [&](size_t i) { return std::to_integer<uint32_t>(start[i]); };
  const auto read = [&](std::span<std::byte> out) {
    return in.ReadExactly(out).WithContext("NPY header");
  };
  SLUICE_RETURN_IF_ERROR(read(std::span(start).first(8)));
  const uint32_t major = number(6);
  if (major < 1 || major > 3) {
    return Status::Failed("NPY: expected version 1, 2 or 3, found " + std::to_string(major));
  }
  const size_t length_bytes = major == 1 ? 2 : 4;
  SLUICE_RETURN_IF_ERROR(read(std::span(start).subspan(8, length_bytes)));
  size_t length = 0;
  for (size_t i = 0; i < length_bytes; ++i) length |= size_t{number(8 + i)} << (8 * i);
  if (length > kMaxHeader) {
    return Status::Failed("NPY: expected a header of at most " + std::to_string(kMaxHeader) +
                          " bytes, found " + std::to_string(length));
  }
  std::string text(length, '\0');
  SLUICE_RETURN_IF_ERROR(read(std::as_writable_bytes(std::span(text))));
  return ParseNpyHeader(text);
}

Result<NpyHeader> ParseNpyHeader(std::string_view text) { return DictParser(text).Parse(); }

std::string ShapeText(const std::vector<uint64_t>& shape) {
  std::string text = "(";
  for (size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

}  // namespace sluice
