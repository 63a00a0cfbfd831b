// The ways to compute a convolution; MakeConvolve picks one by cost.
#ifndef SLUICE_FILTERS_CONVOLVE_METHOD_H_
#define SLUICE_FILTERS_CONVOLVE_METHOD_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "filters/convolve.h"
#include "filters/kernel_bank.h"
#include "filters/unread.h"
#include "lib/frame.h"
#include "lib/rows.h"

namespace sluice {

// Where the results of a convolution lie: result (x, y) is the kernel with its first tap at column
// x * stride_x - pad_left and row y * stride_y - pad_top.
struct ConvolveGeometry {
  PictureInfo in;
  PictureInfo out;
  int stride_x = 1;
  int stride_y = 1;
  int pad_left = 0;
  int pad_right = 0;
  int pad_top = 0;
  Border border;
  Accumulate accumulate = Accumulate::kF32;
  float bias = 0;  // fraction of full scale

  // Columns and rows at the far edges that no kernel position reaches.
  int64_t UnreadColumns(const KernelBank& bank) const {
    return UnreadSamples(in.width, bank.width, pad_left, stride_x, out.width);
  }
  int64_t UnreadRows(const KernelBank& bank) const {
    return UnreadSamples(in.height, bank.height, pad_top, stride_y, out.height);
  }

  RowRange InputRows(RowRange rows, int kernel_height) const {
    return {rows.begin * stride_y - pad_top, (rows.end - 1) * stride_y - pad_top + kernel_height};
  }
};

class ConvolveMethod {
 public:
  virtual ~ConvolveMethod() = default;
  // Computes output rows `out`. `slices` are the windows of as many slices as the kernels are deep
  // (one for a picture), each with the rows InputRows(out).
  virtual void Rows(const RowWindow* slices, RowRange out, const RowBand& band) const = 0;
  // Output rows are computed this many at a time, from multiples of it on: bands should have as
  // many, and InputRows is asked for all of them.
  virtual int TileRows() const { return 1; }
};

// What the kernel may see before and after the input along an axis with `f` taps.
struct Padding {
  int64_t before, after;
};
Padding PaddingFor(const ConvolveOptions& options, int f);

// Where the results lie and how many there are. `dimensions` as for MakeKernelBank: a signal is not
// padded above and below. Fails when the kernel does not fit the picture, or the result would be
// too large.
Result<ConvolveGeometry> MakeConvolveGeometry(const ConvolveOptions& options, int dimensions,
                                              const KernelBank& bank, const PictureInfo& in);

// The row function of MakeConvolve; `dimensions` is 1 for a signal that comes as a picture of one
// row and 2 for pictures.
std::unique_ptr<RowFilter> MakeConvolveRows(const ConvolveOptions& options, int dimensions);

// The cheapest of the methods below that can do it. Costs are in multiplications with additions of
// vectors of 16 f32, for the whole picture.
std::unique_ptr<ConvolveMethod> MakeConvolveMethod(const ConvolveGeometry& geometry,
                                                   const KernelBank& bank);

// Any kernel, one multiplication a tap: planes x height x width.
std::unique_ptr<ConvolveMethod> MakeDirectConvolve(const ConvolveGeometry& geometry,
                                                   const KernelBank& bank);

// u8 pictures in 16-bit fixed point; null when that would not be exact enough (see fixed_point.h),
// or for several planes or a stride. About half the cost of the direct method.
std::unique_ptr<ConvolveMethod> MakeFixedPointConvolve(const ConvolveGeometry& geometry,
                                                       const KernelBank& bank);

// Kernels that are sums of a few products of a column and a row; null when a kernel isn't, when
// that costs `other_cost` or more, or for several planes or a horizontal stride.
std::unique_ptr<ConvolveMethod> MakeLowRankConvolve(const ConvolveGeometry& geometry,
                                                    const KernelBank& bank, double other_cost);

// Large kernels by fast Fourier transform; null for a stride, or when the spectra would be too
// large. The error is about 2^-22 of the largest sample of a tile times the sum of absolute
// weights.
std::unique_ptr<ConvolveMethod> MakeFftConvolve(const ConvolveGeometry& geometry,
                                                const KernelBank& bank);
// Its cost; infinite where it gives null.
double FftConvolveCost(const ConvolveGeometry& geometry, const KernelBank& bank);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CONVOLVE_METHOD_H_
