// Input rows made ready for correlation: converted, with their borders, split by plane and stride.
#ifndef SLUICE_FILTERS_PADDED_ROWS_H_
#define SLUICE_FILTERS_PADDED_ROWS_H_

#include <cstddef>
#include <vector>

#include "filters/convolve_method.h"
#include "lib/rows.h"
#include "lib/scratch.h"

namespace sluice {

// A ring of rows of A (float or double). A row holds `planes` planes (the channels, or all of them
// interleaved as one), each as stride_x phases: phase f has the padded row's pixels f, f +
// stride_x, f + 2 stride_x, ..., so that a strided correlation reads neighbouring samples like any
// other.
template <class A>
class PaddedRows {
 public:
  // Room for `capacity` rows of each of `depth` slices. `split_channels`: a plane for each channel.
  PaddedRows(const ConvolveGeometry& geometry, int kernel_width, int depth, bool split_channels,
             int capacity);

  // Makes rows [begin, end) of the slices ready; end - begin is at most the capacity, and neither
  // end ever goes back.
  void Require(const RowWindow* slices, int begin, int end);

  // Row y of plane `plane` (slices first, then channels).
  const A* Row(int y, int plane) const {
    const size_t slot = size_t(y - base_) % size_t(capacity_);
    return storage_.data() + (slot * size_t(planes_) + size_t(plane)) * plane_samples_;
  }
  int planes() const { return planes_; }
  // Samples of a plane of a row, all phases.
  size_t plane_samples() const { return plane_samples_; }
  // Where tap j of output sample 0 lies in a plane's row, for each j < kernel_width.
  const std::vector<ptrdiff_t>& offsets() const { return offsets_; }

 private:
  template <class T>
  void Fill(const T* row, A* out);

  const ConvolveGeometry& geometry_;
  int channels_in_slice_;  // planes of a slice
  int step_;               // samples from one pixel of a plane to the next
  int padded_width_;
  int depth_;
  int planes_;
  int capacity_;
  size_t phase_samples_;
  size_t plane_samples_;
  std::vector<ptrdiff_t> offsets_;
  Scratch<A> storage_;
  Scratch<A> line_;  // a row before it is split
  bool started_ = false;
  int base_ = 0;  // the row in slot 0 at first
  int ready_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_PADDED_ROWS_H_
