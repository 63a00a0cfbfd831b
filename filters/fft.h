// Fast Fourier transforms of sixteen columns side by side.
#ifndef SLUICE_FILTERS_FFT_H_
#define SLUICE_FILTERS_FFT_H_

#include <cstddef>
#include <vector>

#include "filters/transpose.h"

namespace sluice {

// Complex transforms of kGroup columns of `length` samples each, in place: sample t of column c is
// re[t * kGroup + c] + i im[t * kGroup + c]. Every step works on whole rows of kGroup samples, so
// that vectors need no shuffles. Radix 4 (one step of radix 2 when the length asks for it):
// 4.25 n log2(n) operations.
//
// Forward leaves the frequencies in an order of its own (decimation in frequency, digit-reversed)
// and Inverse takes them in that order, which is all that a convolution needs; neither scales:
// Inverse after Forward gives `length` times the input. The order of operations is fixed, the
// same bits on every SIMD target. The error is about 2^-24 log2(length) of the root mean square of
// the samples.
class ColumnFft {
 public:
  // `length` is a power of two from 4 to 2^16.
  explicit ColumnFft(int length);
  // Both arrays hold length * kGroup samples, aligned to kRowAlignment.
  void Forward(float* re, float* im) const;
  void Inverse(float* re, float* im) const;
  int length() const { return length_; }

 private:
  int length_;
  // For each step, longest first, and each row j of its quarters: the factors w^j, w^2j, w^3j with
  // w = exp(-2 pi i / step length), real and imaginary part.
  std::vector<float> twiddles_;
};

// out = a * b, or out += a * b, for `count` complex numbers; count is a multiple of kGroup and the
// arrays are aligned to kRowAlignment.
void MultiplyComplex(const float* a_re, const float* a_im, const float* b_re, const float* b_im,
                     size_t count, bool add, float* out_re, float* out_im);

}  // namespace sluice

#endif  // SLUICE_FILTERS_FFT_H_
