// Luminance: a row of any pixels as one f32 number a pixel.
#ifndef SLUICE_FILTERS_LUMINANCE_H_
#define SLUICE_FILTERS_LUMINANCE_H_

#include <cstdint>

namespace sluice {

// Weights of ITU-R BT.601 on the samples as they are (gamma-encoded luma, as JPEG, OpenCV and
// Pillow have it). They sum to one.
inline constexpr float kLuminanceRed = 0.299f;
inline constexpr float kLuminanceGreen = 0.587f;
inline constexpr float kLuminanceBlue = 0.114f;

// The unit of the numbers that LuminanceRow writes.
enum class LuminanceUnit {
  kSample,    // the row's own: full scale is 255, 65535 or 1
  kEightBit,  // full scale is 255, whatever the sample type. A picture's u8, u16 (times 257) and
              // f32 (divided by 255) versions give the same bits
};

// Writes the luminance of `width` pixels of `channels` interleaved samples to `out`, not rounded.
// One colour channel is taken as it is, three are red, green and blue, any other number is
// averaged; with `alpha` the last channel is no colour and is ignored. Computed as
// G + 0.299 (R - G) + 0.114 (B - G), so that a gray pixel keeps its value exactly.
//
// `in` is aligned to kRowAlignment and readable to the next multiple after its last sample; `out`
// must be writable up to one whole vector (kRowAlignment bytes) past its last number, as a Scratch
// is.
void LuminanceRow(const uint8_t* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out);
void LuminanceRow(const uint16_t* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out);
void LuminanceRow(const float* in, int width, int channels, bool alpha, LuminanceUnit unit,
                  float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_LUMINANCE_H_
