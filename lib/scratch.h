// Small working memory for kernels: one row, or a few, for the length of a band.
#ifndef SLUICE_LIB_SCRATCH_H_
#define SLUICE_LIB_SCRATCH_H_

#include <cstddef>
#include <vector>

#include "lib/buffer.h"

namespace sluice {

// `count` zeros of T, aligned to kRowAlignment; may be read and written up to one whole vector
// (kRowAlignment bytes) past the end.
template <class T>
class Scratch {
 public:
  explicit Scratch(size_t count)
      : blocks_((count * sizeof(T) + kRowAlignment - 1) / kRowAlignment + 1) {}
  T* data() { return reinterpret_cast<T*>(blocks_.data()); }
  const T* data() const { return reinterpret_cast<const T*>(blocks_.data()); }
  T& operator[](size_t i) { return data()[i]; }

 private:
  struct alignas(kRowAlignment) Block {
    std::byte bytes[kRowAlignment] = {};
  };
  std::vector<Block> blocks_;
};

}  // namespace sluice

#endif  // SLUICE_LIB_SCRATCH_H_
