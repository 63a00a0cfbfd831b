// Memory for samples: aligned to whole vectors, on huge pages when large, within the budget.
#ifndef SLUICE_LIB_BUFFER_H_
#define SLUICE_LIB_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <utility>

#include "lib/status.h"

namespace sluice {

// Every row of samples starts at a multiple of this, and is padded to a multiple of it: the widest
// vector of any SIMD target, so that kernels need no remainder loop.
inline constexpr size_t kRowAlignment = 64;

// The bytes from one row to the next for rows of `samples` samples of `sample_size` bytes: rounded
// up to whole vectors, and kept off multiples of 2 KiB, where rows would share cache sets.
constexpr size_t RowStride(size_t samples, size_t sample_size) {
  const size_t bytes = (samples * sample_size + kRowAlignment - 1) / kRowAlignment * kRowAlignment;
  return bytes >= 4096 && bytes % 2048 == 0 ? bytes + kRowAlignment : bytes;
}

// Owns one block of memory. The contents of a new buffer are undefined; move-only.
class Buffer {
 public:
  Buffer() = default;
  // `bytes` bytes aligned to kRowAlignment (2 MiB and huge pages from 2 MiB on: first touch of huge
  // pages is about nine times as fast). Fails above the memory budget.
  static Result<Buffer> Allocate(size_t bytes);

  Buffer(Buffer&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}
  Buffer& operator=(Buffer&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~Buffer();

  std::byte* data() { return data_; }
  const std::byte* data() const { return data_; }
  size_t size() const { return size_; }

 private:
  Buffer(std::byte* data, size_t size) : data_(data), size_(size) {}

  std::byte* data_ = nullptr;
  size_t size_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_LIB_BUFFER_H_
