// Products of matrices of f32.
#ifndef SLUICE_LIB_GEMM_H_
#define SLUICE_LIB_GEMM_H_

#include "lib/matrix.h"

namespace sluice {

enum class Transpose { kNo, kYes };

struct GemmOptions {
  Transpose a = Transpose::kNo;  // kYes: the matrix given as A is stored transposed
  Transpose b = Transpose::kNo;
  bool add = false;             // C += A B instead of C = A B
  const float* bias = nullptr;  // added to each row of C once: one number a column
};

// C = A B (+ C) (+ bias): A is rows(C) x K, B is K x columns(C), after the transpositions asked
// for. Runs over threads. Each element of C is summed over k in order, so that the bytes do not
// depend on threads or blocks; targets with a fused multiply-add round differently from those
// without.
//
// Where C is a single row and B is not transposed (or a single column, and A is), the matrix is
// read at the speed of memory; the other way round its numbers are turned in registers, at about
// three quarters of it.
//
// Goto and van de Geijn, Anatomy of high-performance matrix multiplication, ACM TOMS 34(3), 2008.
void Gemm(ConstMatrix a, ConstMatrix b, Matrix c, const GemmOptions& options = {});

}  // namespace sluice

#endif  // SLUICE_LIB_GEMM_H_
