#include "classifiers/kernel_cache.h"

#include <algorithm>
#include <cstddef>

#include "lib/buffer.h"

namespace sluice {

Result<KernelCache> KernelCache::Create(int64_t rows, int64_t columns, int64_t capacity) {
  KernelCache cache;
  cache.stride_ =
      static_cast<int64_t>(RowStride(static_cast<size_t>(columns), sizeof(float)) / sizeof(float));
  SLUICE_ASSIGN_OR_RETURN(cache.numbers_, Tensor::Create({capacity, cache.stride_}));
  cache.slot_of_.assign(static_cast<size_t>(rows), -1);
  cache.row_of_.assign(static_cast<size_t>(capacity), -1);
  for (int64_t slot = 0; slot < capacity; ++slot) {
    // What vectors read past the end, which is not used, should be numbers all the same.
    std::fill(cache.Numbers(slot) + columns, cache.Numbers(slot) + cache.stride_, 0.0f);
    cache.place_.push_back(cache.used_.insert(cache.used_.end(), slot));
  }
  return cache;
}

const float* KernelCache::Use(int64_t row) {
  const int64_t slot = slot_of_[size_t(row)];
  used_.splice(used_.begin(), used_, place_[size_t(slot)]);
  return Numbers(slot);
}

float* KernelCache::Add(int64_t row) {
  const int64_t slot = used_.back();
  if (row_of_[size_t(slot)] >= 0) slot_of_[size_t(row_of_[size_t(slot)])] = -1;
  row_of_[size_t(slot)] = row;
  slot_of_[size_t(row)] = slot;
  used_.splice(used_.begin(), used_, place_[size_t(slot)]);
  return Numbers(slot);
}

}  // namespace sluice
