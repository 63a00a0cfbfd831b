// Borrowed matrices of f32, row by row: what GEMM, classifiers and descriptors work on.
#ifndef SLUICE_LIB_MATRIX_H_
#define SLUICE_LIB_MATRIX_H_

#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "lib/tensor.h"

namespace sluice {

// rows x columns; row r starts at data + r * stride. T is float or const float.
template <class T>
struct MatrixView {
  T* data = nullptr;
  int64_t rows = 0;
  int64_t columns = 0;
  int64_t stride = 0;  // samples from one row to the next, at least `columns`

  T* row(int64_t r) const { return data + r * stride; }
  // Rows [begin, end).
  MatrixView Rows(int64_t begin, int64_t end) const {
    return {row(begin), end - begin, columns, stride};
  }
  operator MatrixView<const T>() const  // NOLINT(google-explicit-constructor)
      requires(!std::is_const_v<T>) {
    return {data, rows, columns, stride};
  }
};
using Matrix = MatrixView<float>;
using ConstMatrix = MatrixView<const float>;

// A tensor of rank 2 as a matrix.
inline Matrix AsMatrix(Tensor& tensor) {
  return {tensor.data(), tensor.dim(0), tensor.dim(1), tensor.dim(1)};
}
inline ConstMatrix AsMatrix(const Tensor& tensor) {
  return {tensor.data(), tensor.dim(0), tensor.dim(1), tensor.dim(1)};
}

}  // namespace sluice

#endif  // SLUICE_LIB_MATRIX_H_
