#include "filters/response_rows.h"

#include <algorithm>

#include "filters/finish_row.h"
#include "lib/dtype.h"
#include "lib/scratch.h"

namespace sluice {
namespace {

// Copies count samples in pixels of `pixel` to every `stride`-th sample from `to` on.
template <class T>
void Interleave(const T* from, size_t count, size_t pixel, size_t stride, T* to) {
  for (size_t i = 0; i < count; i += pixel, to += stride) std::copy_n(from + i, pixel, to);
}

}  // namespace

ResponseRows::ResponseRows(const ConvolveGeometry& geometry, const KernelBank& bank)
    : geometry_(geometry),
      bank_(bank),
      samples_(size_t(geometry.out.row_samples()) / size_t(bank.count)),
      pixel_(samples_ / size_t(geometry.out.width)) {}

template <class A>
void ResponseRows::Write(const A* sums, int k, size_t begin, size_t count, const RowBand& band,
                         int y) const {
  const auto multiplier = static_cast<float>(bank_.multiplier[size_t(k)]);
  const float bias = geometry_.bias * FullScale(geometry_.out.dtype);
  VisitDType(geometry_.out.dtype, [&](auto zero) {
    using T = decltype(zero);
    T* const row = band.Row<T>(y);
    if (bank_.count == 1) {
      FinishRow(sums, count, multiplier, bias, row + begin);
      return;
    }
    Scratch<T> finished(count);
    FinishRow(sums, count, multiplier, bias, finished.data());
    // A chunk may begin and end within a pixel when pixels have several samples.
    const size_t channels = size_t(geometry_.out.channels);
    size_t i = 0;
    const auto place = [&](size_t sample) {
      return row + sample / pixel_ * channels + size_t(k) * pixel_ + sample % pixel_;
    };
    for (; i < count && (begin + i) % pixel_ != 0; ++i) *place(begin + i) = finished[i];
    const size_t whole = (count - i) / pixel_ * pixel_;
    if (whole > 0) Interleave(finished.data() + i, whole, pixel_, channels, place(begin + i));
    for (i += whole; i < count; ++i) *place(begin + i) = finished[i];
  });
}

template void ResponseRows::Write(const float*, int, size_t, size_t, const RowBand&, int) const;
template void ResponseRows::Write(const double*, int, size_t, size_t, const RowBand&, int) const;

}  // namespace sluice
