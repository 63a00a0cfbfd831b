// Sums over the examples of a batch, in an order that does not depend on the number of threads.
#ifndef SLUICE_NETS_BATCH_SUM_H_
#define SLUICE_NETS_BATCH_SUM_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "lib/parallel.h"

namespace sluice {

// The sum of term(row) over rows of about `cost` numbers each: blocks of a fixed number of rows,
// one after the other.
template <class F>
double BatchSum(int64_t rows, int64_t cost, const F& term) {
  const int64_t grain = std::max<int64_t>(1, (int64_t{1} << 13) / std::max<int64_t>(1, cost));
  std::vector<double> sums(static_cast<size_t>((rows + grain - 1) / grain));
  ParallelFor(rows, grain, [&](int64_t begin, int64_t end) {
    double sum = 0;
    for (int64_t r = begin; r < end; ++r) sum += term(r);
    sums[static_cast<size_t>(begin / grain)] = sum;
  });
  double all = 0;
  for (const double sum : sums) all += sum;
  return all;
}

}  // namespace sluice

#endif  // SLUICE_NETS_BATCH_SUM_H_
