#include "tools/html.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "lib/codec.h"
#include "lib/row_reader.h"

namespace sluice {
namespace {

constexpr const char* kReplacement = "\xef\xbf\xbd";

// The length of the UTF-8 sequence that begins at `i`; 0: there is none.
size_t SequenceLength(std::string_view text, size_t i) {
  const auto byte = [&](size_t k) -> uint32_t {
    return k < text.size() ? static_cast<unsigned char>(text[k]) : 0;
  };
  const uint32_t first = byte(i);
  const size_t length = first < 0x80   ? 1
                        : first < 0xc2 ? 0
                        : first < 0xe0 ? 2
                        : first < 0xf0 ? 3
                        : first < 0xf5 ? 4
                                       : 0;
  if (length < 2) return length;
  uint32_t code = first & (0x7fU >> length);
  for (size_t k = 1; k < length; ++k) {
    if ((byte(i + k) & 0xc0) != 0x80) return 0;
    code = code << 6 | (byte(i + k) & 0x3f);
  }
  const bool too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
  const bool surrogate = code >= 0xd800 && code < 0xe000;
  const bool control = code >= 0x80 && code < 0xa0;
  return too_long || surrogate || control || code > 0x10ffff ? 0 : length;
}

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const size_t length = SequenceLength(text, i);
    const char c = text[i];
    if (length == 0 || (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') ||
        c == 0x7f) {
      out += kReplacement;
      ++i;
      continue;
    }
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out.append(text, i, length);
    }
    i += length;
  }
  return out;
}

std::string Base64(std::span<const std::byte> bytes) {
  constexpr const char* kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (size_t i = 0; i < bytes.size(); i += 3) {
    const size_t count = std::min<size_t>(3, bytes.size() - i);
    uint32_t bits = 0;
    for (size_t k = 0; k < 3; ++k) {
      bits = bits << 8 | (k < count ? std::to_integer<uint32_t>(bytes[i + k]) : 0);
    }
    for (size_t k = 0; k < 4; ++k) {
      out += k <= count ? kAlphabet[bits >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

Result<std::string> ImageElement(Frame picture, std::string_view alt) {
  const PictureInfo info = picture.info().picture();
  std::vector<std::byte> bytes;
  const std::unique_ptr<ByteWriter> writer = MakeMemoryWriter(&bytes);
  EncodeOptions options;
  options.meta = MetaMode::kNever;
  options.png_compression = 6;
  const std::unique_ptr<RowReader> rows = MakeFrameReader(std::move(picture));
  SLUICE_RETURN_IF_ERROR(EncodePng(*rows, options, *writer));
  SLUICE_RETURN_IF_ERROR(writer->Close());
  return "<img width=\"" + std::to_string(info.width) + "\" height=\"" +
         std::to_string(info.height) + "\" alt=\"" + EscapeHtml(alt) +
         "\" src=\"data:image/png;base64," + Base64(bytes) + "\">";
}

}  // namespace sluice
