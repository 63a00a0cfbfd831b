// Strided columns: a row split so that every stride-th pixel lies beside the next.
#ifndef SLUICE_FILTERS_COLUMN_PHASES_H_
#define SLUICE_FILTERS_COLUMN_PHASES_H_

#include <algorithm>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "lib/buffer.h"
#include "lib/scratch.h"

namespace sluice {

// Copies pixels phase, phase + stride, phase + 2 stride, ... of `line` (`width` pixels of
// `channels` samples) to `out`, side by side.
template <class T>
void CopyPhase(const T* line, ptrdiff_t width, int channels, ptrdiff_t stride, ptrdiff_t phase,
               T* out) {
  const auto copy = [&](auto pixel) {  // a constant number of channels makes it a few moves
    for (ptrdiff_t x = phase; x < width; x += stride) {
      out = std::copy_n(line + x * pixel, size_t(pixel), out);
    }
  };
  switch (channels) {
    case 1:
      return copy(std::integral_constant<int, 1>());
    case 2:
      return copy(std::integral_constant<int, 2>());
    case 3:
      return copy(std::integral_constant<int, 3>());
    case 4:
      return copy(std::integral_constant<int, 4>());
    default:
      return copy(channels);
  }
}

// One row, padded, and the taps of windows along it: tap j of all windows side by side. There are
// `count` windows of `size` pixels, the first at pixel -pad, then one at every stride-th pixel.
template <class T>
class PhaseRow {
 public:
  // A row of `width` pixels of `channels` samples; `outside` stands where windows reach beyond it.
  PhaseRow(int width, int channels, int size, int stride, int count, int pad, T outside)
      : channels_(channels),
        size_(size),
        stride_(stride),
        pixels_(std::max(ptrdiff_t{pad} + width, ptrdiff_t{count - 1} * stride + size)),
        line_(size_t(pixels_) * size_t(channels) + kSlack),
        body_(line_.data() + ptrdiff_t{pad} * channels),
        phase_samples_(size_t(pixels_ / stride + 1) * size_t(channels) + kSlack),
        split_(stride == 1 ? 0 : phase_samples_ * size_t(std::min(stride, size))) {
    std::fill(line_.data(), body_, outside);
    outside_begin_ = body_ + ptrdiff_t{width} * channels;
    outside_end_ = line_.data() + pixels_ * channels;
    outside_ = outside;
    for (int j = 0; j < size; ++j) {
      const T* const tap =
          stride == 1 ? line_.data() : split_.data() + size_t(j % stride) * phase_samples_;
      taps_.push_back(tap + ptrdiff_t{j / stride} * channels);
    }
  }

  // Where the row's own pixels are to be put; kRowAlignment bytes past them may be overwritten.
  T* body() { return body_; }

  // A pointer to each tap of the first window, now that the row is in its place.
  const std::vector<const T*>& Taps() {
    std::fill(outside_begin_, outside_end_, outside_);
    for (int phase = 0; stride_ > 1 && phase < std::min(stride_, size_); ++phase) {
      CopyPhase(line_.data(), pixels_, channels_, stride_, phase,
                split_.data() + size_t(phase) * phase_samples_);
    }
    return taps_;
  }

 private:
  static constexpr size_t kSlack = kRowAlignment;  // in samples

  int channels_;
  int size_;
  int stride_;
  ptrdiff_t pixels_;
  Scratch<T> line_;
  T* body_;
  size_t phase_samples_;
  Scratch<T> split_;
  T* outside_begin_;
  T* outside_end_;
  T outside_;
  std::vector<const T*> taps_;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_COLUMN_PHASES_H_
