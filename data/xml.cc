#include "data/xml.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>

namespace sluice {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::string_view kBlanks = " \t\r\n";

bool IsNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-' || c == '.' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}

void AppendUtf8(uint32_t code, std::string* out) {
  if (code < 0x80) {
    *out += static_cast<char>(code);
    return;
  }
  const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  constexpr uint32_t kLead[] = {0, 0xC0, 0xE0, 0xF0};
  *out += static_cast<char>(kLead[more] | code >> (6 * more));
  for (int i = more - 1; i >= 0; --i) *out += static_cast<char>(0x80 | (code >> (6 * i) & 0x3F));
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<XmlElement> Document() {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = 3;
    SLUICE_RETURN_IF_ERROR(SkipMisc());
    XmlElement root;
    if (!Starts("<")) return Expected("an element");
    SLUICE_RETURN_IF_ERROR(Element(0, &root));
    SLUICE_RETURN_IF_ERROR(SkipMisc());
    if (at_ != text_.size()) return Expected("the end of the file");
    return root;
  }

 private:
  bool Starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  int64_t Line() const {
    return 1 + std::count(text_.begin(), text_.begin() + std::ptrdiff_t(at_), '\n');
  }

  Status Expected(const std::string& what) const {
    std::string found = "the end of the file";
    if (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      found = "\"" + std::string(rest.substr(0, std::min<size_t>(rest.find('\n'), 20))) + "\"";
    }
    return Status::Failed("line " + std::to_string(Line()) + ": expected " + what + ", found " +
                          found);
  }

  void SkipBlanks() { at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size()); }

  Status SkipPast(std::string_view end) {
    const size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) return Expected("\"" + std::string(end) + "\" after this");
    at_ = found + end.size();
    return Status::Ok();
  }

  // Blanks, comments and processing instructions around the root.
  Status SkipMisc() {
    for (SkipBlanks(); Starts("<!--") || Starts("<?"); SkipBlanks()) {
      SLUICE_RETURN_IF_ERROR(SkipPast(Starts("<?") ? "?>" : "-->"));
    }
    if (Starts("<!")) return Expected("an element and no document type");
    return Status::Ok();
  }

  std::string Name() {
    const size_t begin = at_;
    while (at_ < text_.size() && IsNameChar(text_[at_])) ++at_;
    return std::string(text_.substr(begin, at_ - begin));
  }

  // Behind the name in a tag: attributes, then "/>" (true) or ">" (false).
  Result<bool> EndOfTag() {
    while (true) {
      SkipBlanks();
      if (Starts("/>") || Starts(">")) {
        const bool empty = Starts("/>");
        at_ += empty ? 2 : 1;
        return empty;
      }
      if (Name().empty()) return Expected("\">\"");
      SkipBlanks();
      if (!Starts("=")) return Expected("\"=\"");
      ++at_;
      SkipBlanks();
      if (!Starts("\"") && !Starts("'")) return Expected("a quoted value");
      const char quote = text_[at_++];
      SLUICE_RETURN_IF_ERROR(SkipPast({&quote, 1}));
    }
  }

  Status Entity(std::string* out) {
    constexpr std::pair<std::string_view, char> kNamed[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
    for (const auto& [name, c] : kNamed) {
      if (!Starts(name)) continue;
      *out += c;
      at_ += name.size();
      return Status::Ok();
    }
    if (!Starts("&#")) return Expected("one of the five entities of XML");
    const bool hex = Starts("&#x");
    const char* const begin = text_.data() + at_ + (hex ? 3 : 2);
    const char* const end = text_.data() + text_.size();
    uint32_t code = 0;
    const auto [stop, error] = std::from_chars(begin, end, code, hex ? 16 : 10);
    if (error != std::errc() || stop == end || *stop != ';' || code == 0 || code > 0x10FFFF) {
      return Expected("a character's number");
    }
    AppendUtf8(code, out);
    at_ = static_cast<size_t>(stop + 1 - text_.data());
    return Status::Ok();
  }

  Status Element(int depth, XmlElement* element) {
    if (depth == kMaxDepth) return Expected("at most 64 levels of elements");
    element->line = Line();
    ++at_;
    element->name = Name();
    if (element->name.empty()) return Expected("the name of an element");
    SLUICE_ASSIGN_OR_RETURN(const bool empty, EndOfTag());
    return empty ? Status::Ok() : Content(depth, element);
  }

  Status Content(int depth, XmlElement* element) {
    while (true) {
      if (at_ == text_.size()) return Expected("</" + element->name + ">");
      if (Starts("<!--") || Starts("<?")) {
        SLUICE_RETURN_IF_ERROR(SkipPast(Starts("<?") ? "?>" : "-->"));
      } else if (Starts("</")) {
        const std::string end = "</" + element->name;
        if (!Starts(end)) return Expected(end + ">");
        at_ += end.size();
        SkipBlanks();
        if (!Starts(">")) return Expected(end + ">");
        ++at_;
        Trim(&element->text);
        return Status::Ok();
      } else if (Starts("<!")) {
        return Expected("an element or text");
      } else if (Starts("<")) {
        XmlElement child;
        SLUICE_RETURN_IF_ERROR(Element(depth + 1, &child));
        element->children.push_back(std::move(child));
      } else if (Starts("&")) {
        SLUICE_RETURN_IF_ERROR(Entity(&element->text));
      } else {
        const size_t end = std::min(text_.find_first_of("<&", at_), text_.size());
        element->text += text_.substr(at_, end - at_);
        at_ = end;
      }
    }
  }

  static void Trim(std::string* text) {
    const size_t begin = text->find_first_not_of(kBlanks);
    if (begin == std::string::npos) {
      text->clear();
      return;
    }
    *text = text->substr(begin, text->find_last_not_of(kBlanks) + 1 - begin);
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

const XmlElement* XmlElement::Find(std::string_view child) const {
  for (const XmlElement& element : children) {
    if (element.name == child) return &element;
  }
  return nullptr;
}

Result<XmlElement> ParseXml(std::string_view text) { return Parser(text).Document(); }

}  // namespace sluice
