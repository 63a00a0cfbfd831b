#include "filters/padded_rows.h"

#include <algorithm>
#include <cstdint>
#include <type_traits>

#include "filters/column_phases.h"
#include "filters/correlate.h"
#include "filters/weighted_sum.h"
#include "lib/border.h"
#include "lib/saturate.h"

namespace sluice {
namespace {

// Writes `count` samples as A, and perhaps up to kCorrelateSlack more.
template <class T, class A>
void Convert(const T* in, size_t count, A* out) {
  if constexpr (std::is_same_v<A, float>) {
    const float one = 1.0f;
    WeightedSum(&in, &one, 1, count, out);
  } else {
    std::copy_n(in, count, out);
  }
}

}  // namespace

template <class A>
PaddedRows<A>::PaddedRows(const ConvolveGeometry& geometry, int kernel_width, int depth,
                          bool split_channels, int capacity)
    : geometry_(geometry),
      channels_in_slice_(split_channels ? geometry.in.channels : 1),
      step_(split_channels ? 1 : geometry.in.channels),
      padded_width_(geometry.pad_left + geometry.in.width + geometry.pad_right),
      depth_(depth),
      planes_(depth * channels_in_slice_),
      capacity_(capacity),
      phase_samples_(RowStride((size_t(padded_width_) + size_t(geometry.stride_x) - 1) /
                                       size_t(geometry.stride_x) * size_t(step_) +
                                   kCorrelateSlack,
                               sizeof(A)) /
                     sizeof(A)),
      plane_samples_(phase_samples_ * size_t(geometry.stride_x)),
      storage_(plane_samples_ * size_t(planes_) * size_t(capacity)),
      line_(channels_in_slice_ > 1 || geometry.stride_x > 1
                ? size_t(padded_width_) * size_t(geometry.in.channels) + kCorrelateSlack
                : 0) {
  for (int j = 0; j < kernel_width; ++j) {
    offsets_.push_back(ptrdiff_t{j % geometry.stride_x} * ptrdiff_t(phase_samples_) +
                       ptrdiff_t{j / geometry.stride_x} * step_);
  }
}

template <class A>
template <class T>
void PaddedRows<A>::Fill(const T* row, A* out) {
  const int channels = geometry_.in.channels;
  const bool whole = channels_in_slice_ == 1 && geometry_.stride_x == 1;
  A* const line = whole ? out : line_.data();
  A* const body = line + ptrdiff_t{geometry_.pad_left} * channels;
  Convert(row, size_t(geometry_.in.row_samples()), body);
  PadRow(body, geometry_.in.width, channels, geometry_.pad_left, geometry_.pad_right,
         geometry_.border.mode, A(FromFraction<T>(geometry_.border.constant)), line);
  if (whole) return;
  for (int phase = 0; phase < geometry_.stride_x; ++phase) {
    A* const to = out + size_t(phase) * phase_samples_;
    if (channels_in_slice_ == 1) {
      CopyPhase(line, padded_width_, channels, geometry_.stride_x, phase, to);
      continue;
    }
    for (int plane = 0; plane < channels; ++plane) {  // a plane is a picture of one channel
      CopyPhase(line + plane, ptrdiff_t{padded_width_} * channels - plane, 1,
                geometry_.stride_x * channels, phase * channels,
                to + size_t(plane) * plane_samples_);
    }
  }
}

template <class A>
void PaddedRows<A>::Require(const RowWindow* slices, int begin, int end) {
  if (!started_) {
    started_ = true;
    base_ = begin;
    ready_ = begin;
  }
  for (int y = std::max(begin, ready_); y < end; ++y) {
    for (int z = 0; z < depth_; ++z) {
      A* const out = const_cast<A*>(Row(y, z * channels_in_slice_));
      VisitDType(geometry_.in.dtype,
                 [&](auto zero) { Fill(slices[z].Row<decltype(zero)>(y), out); });
    }
  }
  ready_ = std::max(ready_, end);
}

template class PaddedRows<float>;
template class PaddedRows<double>;

}  // namespace sluice
