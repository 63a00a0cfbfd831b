// The kernels of the bilateral filter.
#ifndef SLUICE_FILTERS_BILATERAL_ROW_H_
#define SLUICE_FILTERS_BILATERAL_ROW_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// The neighbours of a pixel, itself left out.
struct BilateralTaps {
  size_t count = 0;
  const ptrdiff_t* offsets = nullptr;   // of the neighbours' samples from the pixel's own
  const float* log2_weights = nullptr;  // of their distance, at most 0
};

// Scaled samples: planes of one channel each, `stride` floats apart; the distance of two pixels is
// the sum of the absolute differences of their first `colors` channels.
struct BilateralPlanes {
  const float* pixel = nullptr;  // the row's first pixel in the first plane
  size_t stride = 0;
  int channels = 0;
  int colors = 0;
};

// Writes what the filter adds to each of `count` pixels: channel c of pixel x to
// delta[x * channels + c], in scaled units. A neighbour's weight is its log2_weights, to the power
// of 2, times 2^-(distance^2). Reads planes up to one vector past the last neighbour, writes
// `delta` up to `channels` vectors past its end. `scratch` has `channels` + 1 vectors.
void BilateralRow(const BilateralTaps& taps, const BilateralPlanes& planes, size_t count,
                  float* scratch, float* delta);

// Writes `count` samples times `scale`: what is not finite or beyond 1e18 becomes 1e18, far from
// every other sample. Any alignment, up to one vector past the end.
void ScaleSamples(const uint8_t* samples, size_t count, float scale, float* scaled);
void ScaleSamples(const uint16_t* samples, size_t count, float scale, float* scaled);
void ScaleSamples(const float* samples, size_t count, float scale, float* scaled);

// out = samples + delta / scale, saturated and rounded.
void AddScaled(const uint8_t* samples, const float* delta, size_t count, float scale, uint8_t* out);
void AddScaled(const uint16_t* samples, const float* delta, size_t count, float scale,
               uint16_t* out);
void AddScaled(const float* samples, const float* delta, size_t count, float scale, float* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_BILATERAL_ROW_H_
