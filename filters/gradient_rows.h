// The two passes of 3x3 derivatives over a row.
#ifndef SLUICE_FILTERS_GRADIENT_ROWS_H_
#define SLUICE_FILTERS_GRADIENT_ROWS_H_

#include <cstddef>
#include <cstdint>

#include "filters/gradient.h"

namespace sluice {

// Weights for the side, middle, side of the smoothing across a derivative, and those of the
// derivative: (-1 0 1), or (1 -2 1).
struct GradientWeights {
  int side = 0;
  int middle = 1;
  bool second = false;
};

// The vertical pass over `count` samples of three rows: smooth[i] = side * (above[i] + below[i]) +
// middle * row[i], and change[i] = below[i] - above[i], or their second difference. Exact for u8
// and u16; f32 samples are multiplied by 255 first. Reads and writes whole vectors.
void SumColumns(const uint8_t* above, const uint8_t* row, const uint8_t* below, size_t count,
                const GradientWeights& weights, int16_t* smooth, int16_t* change);
void SumColumns(const uint16_t* above, const uint16_t* row, const uint16_t* below, size_t count,
                const GradientWeights& weights, float* smooth, float* change);
void SumColumns(const float* above, const float* row, const float* below, size_t count,
                const GradientWeights& weights, float* smooth, float* change);

// The horizontal pass: x is the derivative of `smooth` along the row and y the smoothed `change`,
// with neighbours `channels` samples apart (those before the first and after the last are there),
// both divided by `unit`. Writes what `output` asks for: `count` samples, or twice as many for
// kBoth; whole blocks of kRowAlignment bytes.
void DeriveRow(const int16_t* smooth, const int16_t* change, size_t channels, size_t count,
               const GradientWeights& weights, float unit, GradientOutput output, float* out);
void DeriveRow(const float* smooth, const float* change, size_t channels, size_t count,
               const GradientWeights& weights, float unit, GradientOutput output, float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_GRADIENT_ROWS_H_
