#include "lib/border.h"

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace sluice {

int64_t BorderIndex(int64_t i, int64_t n, BorderMode mode) {
  if (i >= 0 && i < n) return i;
  switch (mode) {
    case BorderMode::kClamp:
      return i < 0 ? 0 : n - 1;
    case BorderMode::kMirror: {
      if (n == 1) return 0;
      const int64_t period = 2 * (n - 1);
      const int64_t k = ((i % period) + period) % period;
      return k < n ? k : period - k;
    }
    case BorderMode::kReflect: {
      const int64_t period = 2 * n;
      const int64_t k = ((i % period) + period) % period;
      return k < n ? k : period - 1 - k;
    }
    case BorderMode::kWrap:
      return ((i % n) + n) % n;
    case BorderMode::kConstant:
      break;
  }
  return -1;
}

template <class T>
void PadRow(const T* row, int width, int channels, int left, int right, BorderMode mode, T constant,
            T* padded) {
  const auto outside = [&](int64_t x, T* pixel) {
    const int64_t from = BorderIndex(x, width, mode);
    for (int c = 0; c < channels; ++c) pixel[c] = from < 0 ? constant : row[from * channels + c];
  };
  for (int x = 0; x < left; ++x) outside(int64_t{x} - left, padded + ptrdiff_t{x} * channels);
  T* const body = padded + ptrdiff_t{left} * channels;
  if (body != row) std::memcpy(body, row, size_t(width) * size_t(channels) * sizeof(T));
  for (int x = 0; x < right; ++x) {
    outside(int64_t{width} + x, body + (ptrdiff_t{width} + x) * channels);
  }
}

template void PadRow(const uint8_t*, int, int, int, int, BorderMode, uint8_t, uint8_t*);
template void PadRow(const uint16_t*, int, int, int, int, BorderMode, uint16_t, uint16_t*);
template void PadRow(const int16_t*, int, int, int, int, BorderMode, int16_t, int16_t*);
template void PadRow(const int32_t*, int, int, int, int, BorderMode, int32_t, int32_t*);
template void PadRow(const uint32_t*, int, int, int, int, BorderMode, uint32_t, uint32_t*);
template void PadRow(const uint64_t*, int, int, int, int, BorderMode, uint64_t, uint64_t*);
template void PadRow(const float*, int, int, int, int, BorderMode, float, float*);
template void PadRow(const double*, int, int, int, int, BorderMode, double, double*);

}  // namespace sluice
