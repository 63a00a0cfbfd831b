// Loops over the numbers of a batch.
#ifndef SLUICE_NETS_ELEMENTS_H_
#define SLUICE_NETS_ELEMENTS_H_

#include <algorithm>
#include <cstdint>

#include "lib/parallel.h"

namespace sluice {

// Numbers that are worth a task of their own.
inline constexpr int64_t kElementGrain = int64_t{1} << 14;

// Calls body(begin, end) for pieces of rows of `cost` numbers each, over the threads.
template <class F>
void ForRows(int64_t rows, int64_t cost, const F& body) {
  ParallelFor(rows, std::max<int64_t>(1, kElementGrain / std::max<int64_t>(1, cost)), body);
}

}  // namespace sluice

#endif  // SLUICE_NETS_ELEMENTS_H_
