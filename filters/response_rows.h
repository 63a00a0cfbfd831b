// Where the responses of a bank of kernels go: saturated, interleaved, into the output's rows.
#ifndef SLUICE_FILTERS_RESPONSE_ROWS_H_
#define SLUICE_FILTERS_RESPONSE_ROWS_H_

#include <cstddef>
#include <type_traits>

#include "filters/convolve_method.h"
#include "filters/kernel_bank.h"
#include "lib/rows.h"

namespace sluice {

// A row of responses of one kernel has a sample for each output pixel and channel that stays by
// itself: all channels, or one where they are summed. The output's channels are those of the first
// kernel, then those of the second, ...
class ResponseRows {
 public:
  ResponseRows(const ConvolveGeometry& geometry, const KernelBank& bank);

  // Samples in a row of responses of one kernel.
  size_t samples() const { return samples_; }

  // Whether sums of type A are the output's samples as they are.
  template <class A>
  bool AreSums() const {
    return std::is_same_v<A, float> && geometry_.out.dtype == DType::kF32 && bank_.count == 1 &&
           bank_.multiplier[0] == 1.0 && geometry_.bias == 0.0f;
  }

  // Writes samples [begin, begin + count) of kernel k's responses to row y: sums * multiplier +
  // bias. `begin` is a multiple of 64. Up to 64 sums beyond `count` may be read.
  template <class A>
  void Write(const A* sums, int k, size_t begin, size_t count, const RowBand& band, int y) const;

 private:
  const ConvolveGeometry& geometry_;
  const KernelBank& bank_;
  size_t samples_;
  size_t pixel_;  // samples of a pixel of responses
};

}  // namespace sluice

#endif  // SLUICE_FILTERS_RESPONSE_ROWS_H_
