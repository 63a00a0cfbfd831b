// Any picture as people can look at it: u8 RGB.
#ifndef SLUICE_FILTERS_DISPLAY_H_
#define SLUICE_FILTERS_DISPLAY_H_

#include <array>
#include <cstdint>
#include <string>

#include "lib/frame.h"

namespace sluice {

using Rgb = std::array<uint8_t, 3>;

struct DisplayOptions {
  Rgb background = {255, 255, 255};  // what shows through where alpha is below full scale
  // Stretch u8 and u16 pictures of one channel too when they are almost black: label maps, whose
  // values are small numbers.
  bool stretch_dark = false;
};

struct Displayed {
  Frame picture;        // u8, three channels
  std::string changed;  // what was done to the values: "values from -3 to 5 stretched"; or empty
};

// f32 pictures with values outside [0, 1] are stretched from their least to their greatest finite
// value; NaN is black. One channel becomes gray; of more than four channels, and of four without
// alpha, the first three are taken as red, green and blue; of two without alpha the first is gray.
// Fails (Usage) for what is no picture.
Result<Displayed> ForDisplay(Frame frame, const DisplayOptions& options = {});

}  // namespace sluice

#endif  // SLUICE_FILTERS_DISPLAY_H_
