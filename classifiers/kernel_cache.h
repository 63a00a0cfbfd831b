// Rows of a matrix that is too large to be kept: those used last.
#ifndef SLUICE_CLASSIFIERS_KERNEL_CACHE_H_
#define SLUICE_CLASSIFIERS_KERNEL_CACHE_H_

#include <cstdint>
#include <list>
#include <vector>

#include "lib/status.h"
#include "lib/tensor.h"

namespace sluice {

class KernelCache {
 public:
  // Room for `capacity` of `rows` rows of `columns` numbers. Fails when memory is short.
  static Result<KernelCache> Create(int64_t rows, int64_t columns, int64_t capacity);

  int64_t capacity() const { return static_cast<int64_t>(row_of_.size()); }
  bool Has(int64_t row) const { return slot_of_[size_t(row)] >= 0; }
  // The numbers of a row that is there; it is the last one to go from now on. Whole vectors may be
  // read past its end.
  const float* Use(int64_t row);
  // Room for a row that is not there, instead of the one that was not used for longest; it counts
  // as used now. Every number must be written.
  float* Add(int64_t row);

 private:
  float* Numbers(int64_t slot) { return numbers_.data() + slot * stride_; }

  Tensor numbers_;
  int64_t stride_ = 0;
  std::vector<int64_t> slot_of_;                     // of each row, -1: not there
  std::vector<int64_t> row_of_;                      // of each slot, -1: free
  std::list<int64_t> used_;                          // slots, the one used last in front
  std::vector<std::list<int64_t>::iterator> place_;  // of each slot in used_
};

}  // namespace sluice

#endif  // SLUICE_CLASSIFIERS_KERNEL_CACHE_H_
