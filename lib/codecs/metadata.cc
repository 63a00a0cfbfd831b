// The one metadata line that PNM and NPY carry: "name=cats/a%20b.png label=cat".
#include "lib/codecs/metadata.h"

#include <algorithm>
#include <cstdint>

#include "lib/codec.h"

namespace sluice {
namespace {

constexpr size_t kMaxText = 4000;
constexpr size_t kMaxPairs = 256;  // far more than fit into one line

bool IsAlphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool IsKey(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    if (!IsAlphanumeric(c) && c != '_' && c != '-' && c != '.') return false;
  }
  return true;
}

// Everything but plain ASCII is written as %XX, so that the line survives any reader.
std::string Encode(std::string_view text) {
  constexpr std::string_view kPlain = "-_.~/:,+@";
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    if (IsAlphanumeric(c) || kPlain.find(c) != std::string_view::npos) {
      encoded += c;
    } else {
      const auto byte = static_cast<uint8_t>(c);
      encoded += '%';
      encoded += kHex[byte >> 4];
      encoded += kHex[byte & 15];
    }
  }
  return encoded;
}

// The value of a hexadecimal digit, or -1.
int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// Nothing for a wrong escape, and for a NUL, which no path can hold.
std::optional<std::string> Decode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = HexDigit(text[i + 1]);
    const int low = HexDigit(text[i + 2]);
    if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

}  // namespace

Attributes MetadataToWrite(const FrameInfo& info, const EncodeOptions& options) {
  if (options.meta == MetaMode::kNever) return {};
  Attributes attributes = info.attributes;
  const bool wants_name =
      options.meta == MetaMode::kAlways || options.many_frames || !attributes.empty();
  if (wants_name && attributes.Find("name") == nullptr && !info.path.empty()) {
    attributes.Set("name", info.path);
  }
  // A line that is asked for is there, also when there is nothing to say.
  if (options.meta == MetaMode::kAlways && attributes.empty()) attributes.Set("axes", info.axes);
  return attributes;
}

std::string FormatMetadata(const Attributes& attributes) {
  std::string text;
  for (const auto& [key, value] : attributes.pairs()) {
    if (!IsKey(key)) continue;
    const std::string pair = (text.empty() ? "" : " ") + key + "=" + Encode(value);
    if (text.size() + pair.size() <= kMaxText) text += pair;
  }
  return text;
}

void ParseMetadata(std::string_view text, Attributes* attributes) {
  constexpr std::string_view kBlanks = " \t\r\n";
  std::vector<std::pair<std::string, std::string>> pairs;
  size_t begin = text.find_first_not_of(kBlanks);
  while (begin != std::string_view::npos) {
    const size_t end = std::min(text.find_first_of(kBlanks, begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const size_t equals = word.find('=');
    if (equals == std::string_view::npos || !IsKey(word.substr(0, equals))) return;
    std::optional<std::string> value = Decode(word.substr(equals + 1));
    if (!value || pairs.size() == kMaxPairs) return;
    pairs.emplace_back(word.substr(0, equals), *std::move(value));
    begin = text.find_first_not_of(kBlanks, end);
  }
  for (auto& [key, value] : pairs) {
    if (attributes->pairs().size() < kMaxPairs) attributes->Set(key, std::move(value));
  }
}

SampleTags TakeMetadata(std::string_view comments, FrameInfo* info) {
  Attributes& attributes = info->attributes;
  while (!comments.empty()) {
    const size_t end = std::min(comments.find('\n'), comments.size());
    ParseMetadata(comments.substr(0, end), &attributes);
    comments.remove_prefix(std::min(end + 1, comments.size()));
  }
  SampleTags tags;
  if (const std::string* axes = attributes.Find("axes")) tags.axes = *axes;
  if (const std::string* alpha = attributes.Find("alpha")) tags.alpha = *alpha;
  attributes.Remove("axes");
  attributes.Remove("alpha");
  return tags;
}

}  // namespace sluice
