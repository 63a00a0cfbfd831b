// Dense arrays of f32 of any rank.
#ifndef SLUICE_LIB_TENSOR_H_
#define SLUICE_LIB_TENSOR_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "lib/buffer.h"
#include "lib/status.h"

namespace sluice {

// An array of f32 in C order without padding, 64-byte aligned; channels are the last dimension.
// Move-only.
class Tensor {
 public:
  Tensor() = default;
  // Samples are undefined. Fails when a dimension is not positive, the product overflows or memory
  // is short.
  static Result<Tensor> Create(std::vector<int64_t> shape);
  // A copy of shape and samples. Fails when memory is short.
  Result<Tensor> Clone() const;

  const std::vector<int64_t>& shape() const { return shape_; }
  int64_t dim(size_t axis) const { return shape_[axis]; }
  size_t rank() const { return shape_.size(); }
  int64_t size() const { return size_; }  // number of samples
  float* data() { return reinterpret_cast<float*>(buffer_.data()); }
  const float* data() const { return reinterpret_cast<const float*>(buffer_.data()); }

 private:
  Buffer buffer_;
  std::vector<int64_t> shape_;
  int64_t size_ = 0;
};

}  // namespace sluice

#endif  // SLUICE_LIB_TENSOR_H_
