// One thread's part of a matrix product; see gemm.h for the whole.
#ifndef SLUICE_LIB_GEMM_PART_H_
#define SLUICE_LIB_GEMM_PART_H_

#include <cstddef>
#include <cstdint>

namespace sluice {

// What is multiplied, seen from the inner loop: C, or its transpose, is rows x columns, and vectors
// run along the columns. Of each two strides one is 1 and the other that of the matrix.
struct GemmProduct {
  const float* a = nullptr;  // element (r, k) at a[r * a_row + k * a_k]
  int64_t a_row = 0;
  int64_t a_k = 0;
  const float* b = nullptr;  // element (k, j) at b[k * b_k + j * b_column]
  int64_t b_k = 0;
  int64_t b_column = 0;
  float* c = nullptr;  // element (r, j) at c[r * c_row + j * c_column]
  int64_t c_row = 0;
  int64_t c_column = 0;
  bool transposed = false;      // C is the caller's transpose
  const float* bias = nullptr;  // null, or one number for each column of the caller's C
  bool add = false;
  int64_t rows = 0;
  int64_t columns = 0;
  int64_t depth = 0;
};

// Rows [row0, row1) and columns [column0, column1) of C.
struct GemmPart {
  int64_t row0 = 0;
  int64_t row1 = 0;
  int64_t column0 = 0;
  int64_t column1 = 0;
};

// The numbers of working memory that RunGemmPart needs, aligned to kRowAlignment.
size_t GemmPartScratch(const GemmProduct& product, const GemmPart& part);
void RunGemmPart(const GemmProduct& product, const GemmPart& part, float* scratch);

}  // namespace sluice

#endif  // SLUICE_LIB_GEMM_PART_H_
