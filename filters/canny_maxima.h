// Gradient and non-maximum suppression of the Canny edge detector.
#ifndef SLUICE_FILTERS_CANNY_MAXIMA_H_
#define SLUICE_FILTERS_CANNY_MAXIMA_H_

#include <cstddef>
#include <cstdint>

#include "lib/buffer.h"
#include "lib/scratch.h"

namespace sluice {

// out[i] = (row[i + 1] - row[i - 1])^2 + (below[i] - above[i])^2 for i in [0, count): the squared
// gradient by central differences. Reads and writes whole vectors.
void SquaredGradient(const float* above, const float* row, const float* below, size_t count,
                     float* out);

// out[i] = sqrt(squared[i]) / unit as a fraction of full scale, for i in [0, count): saturated and
// rounded half to even. Reads and writes whole vectors.
void WriteMagnitude(const float* squared, float unit, size_t count, uint16_t* out);

// Three consecutive rows of the smoothed picture and of its squared gradient: [0] above, [1] the
// row itself, [2] below. Readable one number to the left, and a vector past the right end.
struct GradientRows {
  const float* smooth[3];
  const float* squared[3];
};

// A row of pixels with several bits each, 64 pixels a word, the first in the lowest bit. Six planes
// of words() words, each readable a vector (kRowAlignment bytes) before its first word and past its
// last.
class MaximaRow {
 public:
  enum Plane {
    kWeak,    // a maximum of at least the low threshold
    kStrong,  // ... and of at least the high one
    // Where those of kWeak have their brighter side, if not exactly along a row or a column.
    kBelowRight,
    kBelowLeft,
    kAboveRight,
    kAboveLeft,
  };
  static constexpr int kPlanes = 6;

  explicit MaximaRow(size_t words);
  size_t words() const { return words_; }
  uint64_t* plane(int plane) { return bits_.data() + offset(plane); }
  const uint64_t* plane(int plane) const { return bits_.data() + offset(plane); }
  void Clear();

 private:
  size_t offset(int plane) const { return static_cast<size_t>(plane) * stride_ + kMargin; }

  static constexpr size_t kMargin = kRowAlignment / sizeof(uint64_t);
  size_t words_;
  size_t stride_;
  Scratch<uint64_t> bits_;
};

// Marks the pixels whose squared gradient is at least `low` and a maximum along the gradient's
// direction: greater than the value interpolated between the two neighbours uphill (towards the
// brighter side), and not less than the value downhill. So of a plateau only the brightest pixel is
// marked. Bits of pixels from `width` on are zero; NaN is never marked.
void MarkMaxima(const GradientRows& rows, float low, float high, int width, MaximaRow* out);

// Where an edge runs along a diagonal, pixels that touch at corners compare with one another, but
// those that touch at sides do not: a flight of stairs is marked, two pixels wide. Clears those of
// its pixels that are on the darker side: a pixel goes when its two side neighbours towards the
// brighter side are marked, and no other side neighbour nor the corner between those. What touched
// it touches one of the two. It stays when it alone is strong.
//
// Writes the words of the row `rows[1]`, between those above and below, that are left.
void ThinStairs(const MaximaRow* const rows[3], uint64_t* weak, uint64_t* strong);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CANNY_MAXIMA_H_
