// Hysteresis thresholding: weak pixels are kept only where a chain of them reaches a strong one.
#ifndef SLUICE_FILTERS_HYSTERESIS_H_
#define SLUICE_FILTERS_HYSTERESIS_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// Pixels with two bits each. A row is words() words of 64 pixels (the first in the lowest bit) that
// mark weak and strong pixels alike, and then as many that mark the strong ones. Both parts are
// whole vectors (kRowAlignment bytes); bits past the picture's width are zero.
struct EdgeBits {
  uint64_t* data = nullptr;
  int width = 0;
  int height = 0;
  size_t stride = 0;  // in words, from one row to the next

  static size_t WordsFor(int width) { return (static_cast<size_t>(width) + 511) / 512 * 8; }
  size_t words() const { return WordsFor(width); }
  uint64_t* Weak(int y) const { return data + static_cast<size_t>(y) * stride; }
  uint64_t* Strong(int y) const { return Weak(y) + words(); }
};

// Makes strong every weak pixel that is connected to a strong one through weak ones, by sides or
// corners. Linear in the number of pixels, whatever the shape of the chains; needs no more memory
// than a list of words still to be looked at.
void Hysteresis(const EdgeBits& bits);

// One sample a pixel: 255 where the bit is set, 0 elsewhere. Writes (width + 7) / 8 * 8 samples.
void ExpandBits(const uint64_t* bits, int width, uint8_t* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_HYSTERESIS_H_
