// Pieces of HTML pages that need no other files.
#ifndef SLUICE_TOOLS_HTML_H_
#define SLUICE_TOOLS_HTML_H_

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "lib/frame.h"
#include "lib/status.h"

namespace sluice {

// Text as it may stand between tags and within quotes. Control characters and what is no UTF-8
// become U+FFFD, so that the page stays well-formed whatever files are called.
std::string EscapeHtml(std::string_view text);

// Bytes in the alphabet of RFC 4648, padded.
std::string Base64(std::span<const std::byte> bytes);

// A picture (u8, 1 to 4 channels) as an <img> element that holds it as a PNG.
Result<std::string> ImageElement(Frame picture, std::string_view alt);

}  // namespace sluice

#endif  // SLUICE_TOOLS_HTML_H_
