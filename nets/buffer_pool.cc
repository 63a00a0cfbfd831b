#include "nets/buffer_pool.h"

#include <algorithm>
#include <utility>

namespace sluice {

Result<std::byte*> BufferPool::Take(size_t bytes) {
  Piece* best = nullptr;
  for (Piece& piece : pieces_) {
    const bool fits = !piece.taken && piece.buffer.size() >= bytes;
    if (fits && (best == nullptr || piece.buffer.size() < best->buffer.size())) best = &piece;
  }
  if (best == nullptr) {
    SLUICE_ASSIGN_OR_RETURN(Buffer buffer, Buffer::Allocate(std::max<size_t>(bytes, 1)));
    pieces_.push_back({std::move(buffer), false});
    best = &pieces_.back();
  }
  best->taken = true;
  return best->buffer.data();
}

void BufferPool::Give(const void* piece) {
  for (Piece& p : pieces_) {
    if (p.buffer.data() == piece) p.taken = false;
  }
}

size_t BufferPool::bytes() const {
  size_t sum = 0;
  for (const Piece& piece : pieces_) sum += piece.buffer.size();
  return sum;
}

}  // namespace sluice
