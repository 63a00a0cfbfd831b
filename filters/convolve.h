// Convolution (correlation, as nets call it convolution) of pictures, signals and volumes with any
// kernel.
#ifndef SLUICE_FILTERS_CONVOLVE_H_
#define SLUICE_FILTERS_CONVOLVE_H_

#include <memory>
#include <vector>

#include "filters/kernel.h"
#include "lib/border.h"
#include "lib/row_filter.h"
#include "lib/row_reader.h"

namespace sluice {

// How far the kernel may reach over the edge, for a kernel of f taps along an axis.
enum class PadMode {
  kSame,   // (f-1)/2 before and f/2 after: as many results as samples at stride 1
  kValid,  // not at all
  kFull,   // f-1 on both sides: every position that touches the input
  kFixed,  // `pad` on both sides
};

// How a kernel meets the channels of the input.
enum class ChannelMode {
  kEach,  // each channel by itself; K kernels make K times as many channels, kernel by kernel
  kSum,   // a plane for each channel (or one plane for all), summed: K kernels make K channels
};

// The type that products are summed in.
enum class Accumulate { kF32, kF64 };

struct ConvolveOptions {
  // All of one shape. For a signal {n}; for a picture {h, w}, or with kSum also {h, w, c} (text:
  // {c, h, w}); for a volume {h, w} or {d, h, w}, or with kSum also {d, h, w, c}.
  std::vector<Kernel> kernels;
  bool normalize = false;  // divide each kernel by its sum, which must not be 0
  double scale = 1.0;      // multiply each kernel
  float bias = 0.0f;       // added to each result, a fraction of full scale
  bool flip = false;       // turn each kernel by 180 degrees: true convolution
  int stride_x = 1;        // results are taken at every stride_x-th column,
  int stride_y = 1;        // every stride_y-th row
  int stride_z = 1;        // and every stride_z-th slice of a volume, from the first position on
  PadMode pad_mode = PadMode::kSame;
  int pad = 0;    // for PadMode::kFixed, along every axis
  Border border;  // what stands where the kernel reaches over the edge
  ChannelMode channels = ChannelMode::kEach;
  Accumulate accumulate = Accumulate::kF32;
};

// The number of results along an axis: floor((n + before + after - f) / stride) + 1, or 0 when the
// kernel doesn't fit.
int64_t ConvolvedSize(int64_t n, int64_t f, int64_t before, int64_t after, int64_t stride);

// Convolution of pictures. The sample type is kept: results saturate and are rounded half to even
// once at the end. Kernels of whole numbers give the exact result on u8 and u16, as long as the sum
// of their absolute values times full scale is below 2^24. Any other result on u8 and u16 is within
// 1/32 of a step of the exact one before it is rounded (times the sum of absolute weights, if that
// is above 1); on f32 within 2^-21 of the largest sample near it times that sum.
//
// Kernels that are sums of few products of a column and a row are computed so, large ones by fast
// Fourier transform, others directly, whichever costs least. Results never depend on bands, threads
// or SIMD targets.
std::unique_ptr<RowFilter> MakeConvolve(const ConvolveOptions& options);

// The same for frames of any kind:
// - pictures (hwc), row by row;
// - signals (n, or nc with channels) as pictures of one row; several kernels make several channels;
// - volumes (dhwc): row by row if the kernels have one or two dimensions, which are then applied to
//   each slice, else as a whole, in memory.
// Fails for other arrays.
std::unique_ptr<Stage> MakeConvolveStage(const ConvolveOptions& options);

}  // namespace sluice

#endif  // SLUICE_FILTERS_CONVOLVE_H_
