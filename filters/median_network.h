// The median of small square windows by sorting networks: branch-free minima and maxima of whole
// vectors. For keys of any type; the window's sides are 3, 5, 7, 9 or 11 pixels.
#ifndef SLUICE_FILTERS_MEDIAN_NETWORK_H_
#define SLUICE_FILTERS_MEDIAN_NETWORK_H_

#include <cstddef>
#include <cstdint>

#include "filters/key_line.h"
#include "lib/scratch.h"

namespace sluice {

// Whether there is a network for windows of size x size pixels.
bool HasMedianNetwork(int size);

// Working memory for rows of one picture.
template <class Key>
class MedianNetworkScratch {
 public:
  // Lists are made for so many samples of a row at a time, to stay in the nearest cache.
  static constexpr size_t Chunk(int size) {
    return (size == 3 ? 2048 : size == 5 ? 1024 : 512) / sizeof(Key);
  }

  MedianNetworkScratch(int size, int channels)
      : list_stride_(Chunk(size) + WholeVectors(size_t(size) * size_t(channels)) + kVector),
        lists_(10 * size_t(size) * list_stride_),
        copies_(size_t(size + 1) * CopyStride(size, channels)) {}

  // Of each sample of a chunk, the sorted lists of 1, 2, 3 and 4 columns: 10 * size keys,
  // list_stride() apart.
  Key* lists() { return lists_.data(); }
  size_t list_stride() const { return list_stride_; }

  // Copies of size + 1 pieces of rows, CopyStride() apart, for chunks that reach into the border.
  Key* copies() { return copies_.data(); }
  static size_t CopyStride(int size, int channels) {
    return Chunk(size) + WholeVectors((size_t(size) + 2) * size_t(channels)) + kVector;
  }

 private:
  static constexpr size_t kVector = kRowAlignment / sizeof(Key);
  static size_t WholeVectors(size_t keys) { return (keys + kVector - 1) / kVector * kVector; }

  size_t list_stride_;
  Scratch<Key> lists_;
  Scratch<Key> copies_;
};

// Writes one output row for a window of 5x5 pixels or more: out[x] is the median of the samples of
// rows[0 .. size) in the window around x. Rows are aligned, padded and may be read and written to
// the end of their padding. f32 samples come as keys.
void MedianNetworkRow(int size, const RowShape& shape, const uint8_t* const* rows,
                      MedianNetworkScratch<uint8_t>* scratch, uint8_t* out);
void MedianNetworkRow(int size, const RowShape& shape, const uint16_t* const* rows,
                      MedianNetworkScratch<uint16_t>* scratch, uint16_t* out);
void MedianNetworkRow(int size, const RowShape& shape, const int32_t* const* rows,
                      MedianNetworkScratch<int32_t>* scratch, float* out);

// The same for windows of 3x3 pixels and two output rows: out[0] from rows[0 .. 3), out[1] from
// rows[1 .. 4).
void MedianNetworkPair3x3(const RowShape& shape, const uint8_t* const* rows,
                          MedianNetworkScratch<uint8_t>* scratch, uint8_t* const* out);
void MedianNetworkPair3x3(const RowShape& shape, const uint16_t* const* rows,
                          MedianNetworkScratch<uint16_t>* scratch, uint16_t* const* out);
void MedianNetworkPair3x3(const RowShape& shape, const int32_t* const* rows,
                          MedianNetworkScratch<int32_t>* scratch, float* const* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MEDIAN_NETWORK_H_
