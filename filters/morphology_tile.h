// One erosion or dilation of a tile of keys: the kernels of the morphology filter.
#ifndef SLUICE_FILTERS_MORPHOLOGY_TILE_H_
#define SLUICE_FILTERS_MORPHOLOGY_TILE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice {

// A flat structuring element, symmetric in both directions. Its columns are runs of rows.
struct StructuringElement {
  int width = 1;   // pixels
  int height = 1;  // rows
  // The rows that a column leaves out at the top, and as many at the bottom; empty for a rectangle.
  std::vector<int> left_out;

  static StructuringElement Rectangle(int width, int height);
  static StructuringElement Disc(int width, int height);  // odd sides
};

// The keys under the windows of a block of output samples.
template <class Key>
struct MorphologyTile {
  // rows[y][x], y in [0, out_height + height - 1), x in [0, out_width + (width - 1) * channels);
  // readable up to one vector past that.
  const Key* const* rows = nullptr;
  int channels = 1;
  int out_width = 0;  // samples
  int out_height = 0;
};

// out[y][x] = the smallest (largest if `largest`) of the keys rows[y + j][x + i * channels] with
// (i, j) in the element. Written up to the next multiple of 64 bytes.
void MorphologyOfTile(const StructuringElement& element, bool largest,
                      const MorphologyTile<uint8_t>& tile, uint8_t* const* out);
void MorphologyOfTile(const StructuringElement& element, bool largest,
                      const MorphologyTile<uint16_t>& tile, uint16_t* const* out);
void MorphologyOfTile(const StructuringElement& element, bool largest,
                      const MorphologyTile<int32_t>& tile, int32_t* const* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MORPHOLOGY_TILE_H_
