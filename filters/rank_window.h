// A rectangular window with a rank, and tiles of keys that hold the windows of a block of output.
#ifndef SLUICE_FILTERS_RANK_WINDOW_H_
#define SLUICE_FILTERS_RANK_WINDOW_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// The result of a window is its key with the given rank, 0 for the smallest.
struct RankWindow {
  int width = 0;     // pixels
  int height = 0;    // rows
  int channels = 0;  // keys a pixel: the keys of one window lie that far apart
  int64_t rank = 0;  // in [0, width * height)
};

// The rows of a tile may be read so many keys past their end.
inline constexpr size_t kRankTileSlack = 128;

// The keys under the windows of a block of output samples: out_width + (width - 1) * channels keys
// a row and out_height + height - 1 rows. The window of output sample (x, y) has the keys
// keys[(y + j) * stride + x + i * channels] for j in [0, height) and i in [0, width).
template <class Key>
struct RankTile {
  const Key* keys = nullptr;
  size_t stride = 0;   // keys from one row to the next
  int out_width = 0;   // samples
  int out_height = 0;  // rows
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_RANK_WINDOW_H_
