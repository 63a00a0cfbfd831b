#include "lib/limits.h"

#include <unistd.h>

#include <atomic>
#include <string>

namespace sluice {
namespace {

std::atomic<uint64_t> memory_budget{0};  // 0: not set

uint64_t DefaultMemoryBudget() {
  const long pages = sysconf(_SC_PHYS_PAGES);
  const long page_size = sysconf(_SC_PAGE_SIZE);
  if (pages <= 0 || page_size <= 0) return uint64_t{4} << 30;
  return static_cast<uint64_t>(pages) * static_cast<uint64_t>(page_size) / 4 * 3;
}

}  // namespace

Status CheckSize(uint64_t width, uint64_t height, uint64_t channels, const Limits& limits) {
  const std::string size = std::to_string(width) + "x" + std::to_string(height);
  if (width == 0 || height == 0 || channels == 0) {
    return Status::Failed("empty frame: " + size + " with " + std::to_string(channels) +
                          " channels");
  }
  if (width > limits.max_pixels / height) {
    return Status::Failed("too large: " + size + " pixels, the limit is " +
                              std::to_string(limits.max_pixels) + " pixels",
                          "--max-pixels raises the limit");
  }
  if (height > Limits::kMaxSide || channels > Limits::kMaxSide / width) {
    return Status::Failed("too large: a row of " + size + " with " + std::to_string(channels) +
                          " channels has more samples than " + std::to_string(Limits::kMaxSide));
  }
  return Status::Ok();
}

void SetMemoryBudget(uint64_t bytes) { memory_budget = bytes; }

uint64_t MemoryBudget() {
  const uint64_t set = memory_budget;
  if (set != 0) return set;
  static const uint64_t from_machine = DefaultMemoryBudget();
  return from_machine;
}

}  // namespace sluice
