#include "lib/tensor.h"

#include <algorithm>
#include <limits>

namespace sluice {

Result<Tensor> Tensor::Create(std::vector<int64_t> shape) {
  int64_t size = 1;
  for (const int64_t dim : shape) {
    if (dim <= 0) return Status::Failed("a tensor's dimensions must be positive");
    if (size > std::numeric_limits<int64_t>::max() / 8 / dim) {
      return Status::Failed("a tensor of this shape has too many samples");
    }
    size *= dim;
  }
  SLUICE_ASSIGN_OR_RETURN(Buffer buffer, Buffer::Allocate(size_t(size) * sizeof(float)));
  Tensor tensor;
  tensor.buffer_ = std::move(buffer);
  tensor.shape_ = std::move(shape);
  tensor.size_ = size;
  return tensor;
}

Result<Tensor> Tensor::Clone() const {
  if (size_ == 0) return Tensor();
  SLUICE_ASSIGN_OR_RETURN(Tensor copy, Create(shape_));
  std::copy_n(data(), size_, copy.data());
  return copy;
}

}  // namespace sluice
