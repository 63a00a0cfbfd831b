// Samples at the far end of an axis that no window reaches, as happens when a stride does not tile
// the input.
#ifndef SLUICE_FILTERS_UNREAD_H_
#define SLUICE_FILTERS_UNREAD_H_

#include <cstdint>
#include <string>

namespace sluice {

// Of n samples, those after the last of `count` windows of `size` samples, `stride` apart, of which
// the first begins `before` samples ahead of the axis.
int64_t UnreadSamples(int64_t n, int64_t size, int64_t before, int64_t stride, int64_t count);

// "the last 2 columns and 1 row are never read: ...", or nothing when all are read.
std::string UnreadRemark(int64_t columns, int64_t rows, int64_t slices = 0);

}  // namespace sluice

#endif  // SLUICE_FILTERS_UNREAD_H_
