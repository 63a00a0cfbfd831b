// Memory for activations, used again and again.
#ifndef SLUICE_NETS_BUFFER_POOL_H_
#define SLUICE_NETS_BUFFER_POOL_H_

#include <cstddef>
#include <vector>

#include "lib/buffer.h"
#include "lib/status.h"

namespace sluice {

class BufferPool {
 public:
  // Room for `bytes` bytes, undefined: the smallest piece given back that holds them, or a new one.
  Result<std::byte*> Take(size_t bytes);
  // Gives back what Take gave; null is ignored.
  void Give(const void* piece);
  // All memory taken from the system so far.
  size_t bytes() const;

 private:
  struct Piece {
    Buffer buffer;
    bool taken = false;
  };
  std::vector<Piece> pieces_;
};

}  // namespace sluice

#endif  // SLUICE_NETS_BUFFER_POOL_H_
