// The inner loops over responses of filter banks.
#ifndef SLUICE_FEATURES_RESPONSE_KERNELS_H_
#define SLUICE_FEATURES_RESPONSE_KERNELS_H_

#include <cstddef>

#include "features/filter_bank.h"

namespace sluice {

// Takes results of a response's next kernel in: the first one sets `out`, each later one is
// combined with it as `kind` says, the last one finishes it (the root of a magnitude). `offset` is
// added to each result first. Arrays may be read and written up to the next multiple of 16. `out`
// may be `results`.
struct CombineStep {
  ResponseKind kind = ResponseKind::kKernel;
  bool first = true;
  bool last = true;
  float offset = 0;
};
void CombineResponses(const CombineStep& step, const float* results, size_t count, float* out);

// Sums over a row, in f32 in sixteen lanes (number i goes to lane i % 16), then in f64: the same on
// every SIMD target.
struct RowSums {
  double sum = 0;
  double absolute = 0;
};
RowSums SumRow(const float* row, size_t count);
// The sum of (row[i] - center)^2.
double SumSquares(const float* row, size_t count, float center);

}  // namespace sluice

#endif  // SLUICE_FEATURES_RESPONSE_KERNELS_H_
