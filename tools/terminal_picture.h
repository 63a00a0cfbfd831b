// Pictures as text.
#ifndef SLUICE_TOOLS_TERMINAL_PICTURE_H_
#define SLUICE_TOOLS_TERMINAL_PICTURE_H_

#include <string>

#include "lib/image.h"

namespace sluice {

enum class TerminalColors {
  kNone,  // no escape codes: characters from dark to bright, for a dark background
  k256,   // the 6x6x6 colour cube and the grays of xterm
  kTrue,  // 24 bits
};

// Two pixels, one above the other, make a character with colours (the upper half block, U+2580);
// one pixel makes a character without. Lines end with a newline, and with the colours set back.
std::string TerminalPicture(ImageView<const uint8_t> rgb, TerminalColors colors);

// How many rows of pixels a line of text shows. A character is about twice as high as wide: with
// one, pixels are twice as high as wide, too.
int PixelsPerLine(TerminalColors colors);

}  // namespace sluice

#endif  // SLUICE_TOOLS_TERMINAL_PICTURE_H_
