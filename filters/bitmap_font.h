// A small built-in font for captions.
#ifndef SLUICE_FILTERS_BITMAP_FONT_H_
#define SLUICE_FILTERS_BITMAP_FONT_H_

#include <string>

#include "filters/display.h"
#include "lib/image.h"

namespace sluice {

// A character is 5x8 dots (the lowest row for what hangs below the line) in a cell of 6x10; `scale`
// pixels make a dot.
inline constexpr int kFontCellWidth = 6;
inline constexpr int kFontCellHeight = 10;

// Writes printable ASCII on a u8 RGB picture, its cell's upper left corner at (x, y); any other
// byte as '?'. What lies outside the picture is left out.
void DrawText(const std::string& text, int x, int y, int scale, const Rgb& colour,
              ImageView<uint8_t> picture);

}  // namespace sluice

#endif  // SLUICE_FILTERS_BITMAP_FONT_H_
