// A piece of a row, border included.
#ifndef SLUICE_FILTERS_ROW_SEGMENT_H_
#define SLUICE_FILTERS_ROW_SEGMENT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "lib/border.h"

namespace sluice {

// Writes the pixels [begin, end) of a row of `width` pixels with `channels` samples each to
// `segment`; pixels outside the row come from the border rule. `constant` in sample units.
template <class T>
void CopySegment(const T* row, int width, int channels, int64_t begin, int64_t end, BorderMode mode,
                 T constant, T* segment) {
  const auto outside = [&](int64_t x) {
    const int64_t from = BorderIndex(x, width, mode);
    T* pixel = segment + (x - begin) * channels;
    for (int c = 0; c < channels; ++c) pixel[c] = from < 0 ? constant : row[from * channels + c];
  };
  const int64_t inside_begin = std::clamp<int64_t>(begin, 0, width);
  const int64_t inside_end = std::clamp<int64_t>(end, 0, width);
  for (int64_t x = begin; x < std::min<int64_t>(end, 0); ++x) outside(x);
  if (inside_begin < inside_end) {
    std::memcpy(segment + (inside_begin - begin) * channels, row + inside_begin * channels,
                size_t(inside_end - inside_begin) * size_t(channels) * sizeof(T));
  }
  for (int64_t x = std::max<int64_t>(begin, width); x < end; ++x) outside(x);
}

}  // namespace sluice

#endif  // SLUICE_FILTERS_ROW_SEGMENT_H_
