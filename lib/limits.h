// Limits that are checked before memory is taken for anything an input asks for.
#ifndef SLUICE_LIB_LIMITS_H_
#define SLUICE_LIB_LIMITS_H_

#include <cstdint>

#include "lib/status.h"

namespace sluice {

// How large a frame may be.
struct Limits {
  uint64_t max_pixels = uint64_t{1} << 29;  // width x height (x depth) of one frame
  static constexpr uint64_t kMaxSide = (uint64_t{1} << 31) - 4096;  // samples in a row, rows
};

// Fails if a frame of width x height pixels with `channels` samples each is empty, above the limit
// or cannot be addressed. Never overflows.
Status CheckSize(uint64_t width, uint64_t height, uint64_t channels, const Limits& limits);

// The process's memory budget for buffers, in bytes: three quarters of the machine's memory unless
// set. Buffer::Allocate fails beyond it instead of taking the machine down.
void SetMemoryBudget(uint64_t bytes);
uint64_t MemoryBudget();

}  // namespace sluice

#endif  // SLUICE_LIB_LIMITS_H_
