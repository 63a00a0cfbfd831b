#include "tools/terminal_picture.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>

namespace sluice {
namespace {

// What an escape code says of a colour: "2;R;G;B" or "5;N".
using Code = std::string;

int Squared(int v) { return v * v; }

// The nearest of xterm's 240 fixed colours.
int Nearest256(const uint8_t* rgb) {
  static constexpr int kLevels[] = {0, 95, 135, 175, 215, 255};
  const auto level = [](int v) {
    int best = 0;
    for (int i = 1; i < 6; ++i) {
      if (std::abs(kLevels[i] - v) < std::abs(kLevels[best] - v)) best = i;
    }
    return best;
  };
  const std::array<int, 3> cube = {level(rgb[0]), level(rgb[1]), level(rgb[2])};
  const int mean = (rgb[0] + rgb[1] + rgb[2]) / 3;
  const int gray = std::clamp((mean - 8 + 5) / 10, 0, 23);
  int to_cube = 0;
  int to_gray = 0;
  for (size_t c = 0; c < 3; ++c) {
    to_cube += Squared(kLevels[cube[c]] - rgb[c]);
    to_gray += Squared(8 + 10 * gray - rgb[c]);
  }
  return to_gray < to_cube ? 232 + gray : 16 + 36 * cube[0] + 6 * cube[1] + cube[2];
}

Code CodeOf(const uint8_t* rgb, TerminalColors colors) {
  if (colors == TerminalColors::k256) return "5;" + std::to_string(Nearest256(rgb));
  return "2;" + std::to_string(rgb[0]) + ";" + std::to_string(rgb[1]) + ";" +
         std::to_string(rgb[2]);
}

// A line of half blocks; a colour is only named where it changes.
std::string HalfBlocks(ImageView<const uint8_t> rgb, int y, TerminalColors colors) {
  std::string line;
  Code front;
  Code back;
  const bool two = y + 1 < rgb.height();
  for (int x = 0; x < rgb.width(); ++x) {
    const Code upper = CodeOf(rgb.Row(y) + size_t(x) * 3, colors);
    std::string change;
    if (upper != front) change = "38;" + upper;
    front = upper;
    if (two) {
      const Code lower = CodeOf(rgb.Row(y + 1) + size_t(x) * 3, colors);
      if (lower != back) change += (change.empty() ? "48;" : ";48;") + lower;
      back = lower;
    }
    if (!change.empty()) line += "\x1b[" + change + "m";
    line += "\u2580";
  }
  return line + "\x1b[0m\n";
}

std::string Ramp(ImageView<const uint8_t> rgb, int y) {
  static constexpr char kRamp[] = " .:-=+*#%@";
  constexpr int kSteps = sizeof kRamp - 1;
  std::string line;
  for (int x = 0; x < rgb.width(); ++x) {
    const uint8_t* pixel = rgb.Row(y) + size_t(x) * 3;
    const int luminance = (299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2]) / 1000;
    line += kRamp[luminance * kSteps / 256];
  }
  return line + "\n";
}

}  // namespace

std::string TerminalPicture(ImageView<const uint8_t> rgb, TerminalColors colors) {
  std::string text;
  for (int y = 0; y < rgb.height(); y += PixelsPerLine(colors)) {
    text += colors == TerminalColors::kNone ? Ramp(rgb, y) : HalfBlocks(rgb, y, colors);
  }
  return text;
}

int PixelsPerLine(TerminalColors colors) { return colors == TerminalColors::kNone ? 1 : 2; }

}  // namespace sluice
