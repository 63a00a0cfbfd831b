#include "lib/buffer.h"

#include <sys/mman.h>

#include <atomic>
#include <cstdlib>
#include <string>

#include "lib/limits.h"

namespace sluice {
namespace {

constexpr size_t kHugePage = size_t{2} << 20;

std::atomic<uint64_t> bytes_in_use{0};

std::string Mebibytes(uint64_t bytes) {
  return std::to_string((bytes >> 20) + (bytes % (1 << 20) != 0 ? 1 : 0)) + " MiB";
}

}  // namespace

Result<Buffer> Buffer::Allocate(size_t bytes) {
  const uint64_t used = bytes_in_use.fetch_add(bytes) + bytes;
  if (bytes > MemoryBudget() || used > MemoryBudget()) {
    bytes_in_use -= bytes;
    return Status::Failed("not enough memory: needs " + Mebibytes(used) + ", the limit is " +
                              Mebibytes(MemoryBudget()),
                          "--max-memory raises the limit");
  }
  const size_t alignment = bytes >= kHugePage ? kHugePage : kRowAlignment;
  const size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  void* data = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
  if (data == nullptr) {
    bytes_in_use -= bytes;
    return Status::Failed("out of memory: could not allocate " + Mebibytes(bytes));
  }
#ifdef MADV_HUGEPAGE
  if (alignment == kHugePage) madvise(data, rounded, MADV_HUGEPAGE);
#endif
  return Buffer(static_cast<std::byte*>(data), bytes);
}

Buffer::~Buffer() {
  if (data_ == nullptr) return;
  bytes_in_use -= size_;
  std::free(data_);
}

}  // namespace sluice
