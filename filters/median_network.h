// The median of small square windows by sorting networks: branch-free minima and maxima of whole
// vectors. For keys of any type; the window's sides are 3, 5, 7, 9 or 11 pixels.
#ifndef SLUICE_FILTERS_MEDIAN_NETWORK_H_
#define SLUICE_FILTERS_MEDIAN_NETWORK_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// Whether there is a network for windows of size x size pixels.
bool HasMedianNetwork(int size);

// The keys of working memory that one call of MedianNetworkRow needs.
size_t MedianNetworkScratch(int size, int channels, size_t key_bytes);

// Writes the `count` samples of one output row. rows[i], for i in [0, size), has
// count + (size - 1) * channels keys, the border included: out[x] is the median of the keys
// rows[i][x + j * channels]. Rows may have any alignment and are read up to one vector past their
// end; `out` is written to the end of its last whole vector. `scratch` is aligned to a vector.
void MedianNetworkRow(int size, const uint8_t* const* rows, size_t count, int channels,
                      uint8_t* scratch, uint8_t* out);
void MedianNetworkRow(int size, const uint16_t* const* rows, size_t count, int channels,
                      uint16_t* scratch, uint16_t* out);
void MedianNetworkRow(int size, const int32_t* const* rows, size_t count, int channels,
                      int32_t* scratch, int32_t* out);

}  // namespace sluice

#endif  // SLUICE_FILTERS_MEDIAN_NETWORK_H_
