#include "tools/terminal_picture.h"

#include <catch2/catch.hpp>
#include <vector>

namespace sluice {
namespace {

// A picture of one sample a pixel, which stands for all three.
Image<uint8_t> Gray(int width, int height, const std::vector<int>& values) {
  Image<uint8_t> image = Image<uint8_t>::Create(width, height, 3).value();
  for (int y = 0; y < height; ++y) {
    for (int i = 0; i < 3 * width; ++i) {
      image.Row(y)[i] = static_cast<uint8_t>(values[static_cast<size_t>(y * width + i / 3)]);
    }
  }
  return image;
}

TEST_CASE("without colours a picture is characters from dark to bright", "[show]") {
  const Image<uint8_t> image = Gray(3, 2, {0, 128, 255, 255, 30, 0});
  CHECK(TerminalPicture(image.view(), TerminalColors::kNone) == " +@\n@. \n");
  CHECK(PixelsPerLine(TerminalColors::kNone) == 1);
}

TEST_CASE("with colours two rows make a line, and colours are named when they change", "[show]") {
  const Image<uint8_t> image = Gray(3, 3, {1, 1, 2, 9, 8, 8, 5, 5, 5});
  CHECK(TerminalPicture(image.view(), TerminalColors::kTrue) ==
        "\x1b[38;2;1;1;1;48;2;9;9;9m\u2580\x1b[48;2;8;8;8m\u2580\x1b[38;2;2;2;2m\u2580\x1b[0m\n"
        "\x1b[38;2;5;5;5m\u2580\u2580\u2580\x1b[0m\n");
}

TEST_CASE("of 256 colours the nearest is taken", "[show]") {
  Image<uint8_t> image = Image<uint8_t>::Create(4, 1, 3).value();
  const uint8_t pixels[] = {0, 0, 0, 255, 0, 0, 118, 118, 118, 90, 140, 250};
  std::copy(std::begin(pixels), std::end(pixels), image.Row(0));
  CHECK(TerminalPicture(image.view(), TerminalColors::k256) ==
        "\x1b[38;5;16m\u2580\x1b[38;5;196m\u2580\x1b[38;5;243m\u2580\x1b[38;5;69m\u2580\x1b[0m\n");
}

}  // namespace
}  // namespace sluice
